"""What a form asks, what was answered, and the one judgement of it."""
