"""The artisans: profile, story, and their consent to each use of it."""
