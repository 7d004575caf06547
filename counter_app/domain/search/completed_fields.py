"""Which fields are completed, each with the fields whose values of late it may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

UNIT: Final = "unit.name"
_ADDRESSES: Final = ("system.address", "unit.address")
SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    UNIT: (UNIT,),
    "unit.address": ("unit.address", "system.address"),
    "system.address": _ADDRESSES,
    "system.name": ("system.name",),
    "tip.place": (UNIT,),
    "tip.address": _ADDRESSES,
    "inspection.team": ("inspection.team",),
    "inspection.officers": ("inspection.officers",),
    "reinspection.officers": ("inspection.officers",),
    **{f"devices[].{name}": (f"devices[].{name}",) for name in ("location", "name", "brand", "model")},
}
"""Key of a field to the keys whose values it is completed with. Of persons only officers are among them."""

OF_UNITS: Final = frozenset(key for key, sources in SOURCES.items() if UNIT in sources)
"""The fields that are completed with names of units."""


def is_completed(key: str) -> bool:
    """Whether the field with this key is completed at all."""
    return key in SOURCES
