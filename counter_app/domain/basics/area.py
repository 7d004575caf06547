"""The part of the country in which the systems of an office lie."""

from __future__ import annotations

from decimal import Decimal

from counter_app.domain.basics.records import frozen


@frozen
class Area:
    """The box of degrees (WGS-84 or GCJ-02, the difference does not matter here) in which the office's systems lie."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal

    def holds(self, longitude: Decimal, latitude: Decimal) -> bool:
        """Whether the point lies in the box."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


CHINA = Area(Decimal(73), Decimal(3), Decimal(136), Decimal(54))
"""Outermost degrees of the country, for an office that has set no area of its own."""
