"""Queues, search, the end of a day, exports."""
