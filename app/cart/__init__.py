"""A basket and its quote: the one place where a total is computed."""
