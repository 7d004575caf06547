"""Inspections, orders, re-inspections, tips and their attachments."""
