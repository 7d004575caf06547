"""The main window, its rail and its messages."""
