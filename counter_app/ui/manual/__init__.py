"""The manual in a window of its own: read, searched, with the keys of the page in front, and as PDF and HTML."""
