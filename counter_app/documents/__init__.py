"""Papers: what stands on them (`blocks`), how it is composed from a template, and two writers, `pdf` and `word`."""
