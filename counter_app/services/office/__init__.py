"""The office, its supervisors, and what one workstation keeps for itself."""
