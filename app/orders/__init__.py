"""A promise to a buyer: place, quote, pack, ship, deliver, cancel, expire; and everything that happened to it."""
