"""Statistics: reading the counts."""
