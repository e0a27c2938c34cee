"""Pictures that people send: looked at, kept as they came, and developed into prints, of which nothing but pixels is
left."""
