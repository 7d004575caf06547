"""Journeys within this process dress their window as the widget tests do."""

from tests.ui.conftest import qapp

__all__ = ["qapp"]
