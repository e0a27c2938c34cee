"""What buyers say of the cloth that reached them, and what its makers answer."""
