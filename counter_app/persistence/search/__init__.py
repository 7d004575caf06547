"""The index of words and the queries on it."""
