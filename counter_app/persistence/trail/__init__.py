"""The witness of the trail outside the database."""
