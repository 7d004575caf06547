"""Issuing, previewing and printing numbered papers."""
