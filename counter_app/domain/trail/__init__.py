"""The trail: what was done, chained so that nobody changes it unnoticed, and its witness outside the database."""
