"""Issuing, printing, serving and voiding numbered papers."""
