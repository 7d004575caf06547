"""TOML in, domain objects out; refuses what it does not know, with file, key and reason."""
