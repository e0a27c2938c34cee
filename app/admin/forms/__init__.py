"""The larger forms of the back office."""
