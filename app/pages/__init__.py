"""The shop's words about itself: as they come with it, or as the cooperative has written them."""
