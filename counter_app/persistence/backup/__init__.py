"""Backups in a folder, on a share or a stick: written, verified, read."""
