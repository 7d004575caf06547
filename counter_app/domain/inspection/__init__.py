"""Inspections, orders to correct, re-inspections and tips (第十条至第十七条)."""
