"""What is for sale: products, variants, motifs, pictures, and who did which step."""
