"""What was keyed into the national platform."""
