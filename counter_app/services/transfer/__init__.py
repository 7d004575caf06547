"""Batches for the department: put together, closed, packed, received, answered."""
