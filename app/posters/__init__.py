"""What chats show with a link to a cloth, a maker or a shelf of cloth: cloth, a few words, and the shop's name."""
