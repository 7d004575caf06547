"""What a clerk types to find a case, and how a case matches it."""
