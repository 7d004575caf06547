"""Scans of the papers of a case, and files attached to inspections and tips."""
