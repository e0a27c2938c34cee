"""What was made to be shown beyond this site, on paper or on social media, and what of whom is in it."""
