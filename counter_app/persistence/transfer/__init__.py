"""Batches, and what the department received."""
