"""How fast the shop is, how many statements a page takes, how large a process is: `make bench`."""
