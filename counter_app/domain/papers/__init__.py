"""The numbered papers of every part of the work, and what a notice says aloud."""
