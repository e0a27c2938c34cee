"""Money in and back: payments, proofs, refunds, and the one path on which money is believed."""
