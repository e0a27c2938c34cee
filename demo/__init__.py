"""The sample village: its texts, and its cloth drawn by code."""
