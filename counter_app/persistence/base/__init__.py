"""The engine, the schema, transactions, yearly numbers, and whether the file is sound."""
