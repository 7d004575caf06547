"""Inspections, orders, re-inspections and tips."""
