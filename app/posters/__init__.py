"""What chats show with a link to a cloth or a maker: her cloth, a few words, and the shop's name."""
