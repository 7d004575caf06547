"""Files of scans, and their rows."""
