"""Copies of the database from before an update, and the way back to them."""
