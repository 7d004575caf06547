"""The office's and the window's own data as a form."""
