"""Attaching, showing and turning scans."""
