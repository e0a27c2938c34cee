"""What is on hand, held and sold: the counters of each variant, its holds, and the ledger of movements."""
