"""What everything else is said with: refusals, numbers, text as it is read, the office, materials."""
