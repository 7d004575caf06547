"""Issued papers, deliveries, supervisors and broken promises."""
