"""What other programs are told of orders: to which addresses, what was written for each, and how it is signed."""
