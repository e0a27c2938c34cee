"""What the members decide together."""
