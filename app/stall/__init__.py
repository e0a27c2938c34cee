"""Selling at a fair: what officers' telephones wrote down without signal, brought in once."""
