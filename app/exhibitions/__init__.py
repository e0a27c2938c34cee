"""Fairs: when, where, who, what it cost, and the pieces that were taken along."""
