"""Batches for the department, and receiving them."""
