"""Holds every page of the sample village against the web's own rules: what `make audit` does."""
