"""办理记录 in the window."""
