"""Statistics: periods, what the counts of a period come to, and charts of them."""
