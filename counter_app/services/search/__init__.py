"""Finding cases by what a clerk types."""
