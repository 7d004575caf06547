"""The law and the counter as pure Python: no input or output, no clock, no Qt, no SQL."""
