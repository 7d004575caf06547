"""Backups: what one says of itself, which of them are kept."""
