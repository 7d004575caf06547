"""Inspections, orders, re-inspections, tips, and the history of a unit."""
