"""Queues, the register, the books of a day."""
