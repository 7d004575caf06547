"""Queues, registers, statistics and the check at the end of a day."""
