"""The manual: its chapters, and finding words in them."""
