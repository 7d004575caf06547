"""Cases and the rows of their devices."""
