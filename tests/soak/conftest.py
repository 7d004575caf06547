"""The trials begin with the office and the printer of the journeys."""

from tests.journeys.conftest import data, printer

__all__ = ["data", "printer"]
