"""Queues, the register, the records of a day."""
