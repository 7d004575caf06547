"""The key of an office: where it lies, and what is derived of it."""
