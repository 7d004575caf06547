"""Start, opening the data, and putting the features together."""
