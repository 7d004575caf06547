"""Signed results of the receiving department."""
