"""Batches of paper handed over to the department (第八条第二款), and what came of them."""
