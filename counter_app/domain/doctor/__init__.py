"""What is looked at in an installation, and what was found."""
