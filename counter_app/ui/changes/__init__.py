"""Change filings and the chain of filings of one system."""
