"""Backups made, looked at and put back."""
