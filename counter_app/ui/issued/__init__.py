"""Papers that were issued: looked at, served, voided, brought back."""
