"""How the intake is laid out by hand, and what takes the place of a hand where the form holds more than it knows.

Order and width of fields are the clerk's path, not the form's: what everybody is asked first, optional remarks folded
away. Labels, hints and choices come from the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from counter_app.domain.forms.forms import Field, Form, Section


@dataclass(frozen=True, slots=True)
class Place:
    """Where one field stands: across the whole card or not, folded away or not, and a shorter label for the screen."""

    key: str
    wide: bool = False
    folded: bool = False
    label: str = ""


_HAND: Final[Mapping[str, tuple[Place, ...]]] = {
    "unit": (
        Place("unit.name", wide=True),
        Place("unit.kind"),
        Place("unit.uscc"),
        Place("unit.uscc_absence_reason", wide=True),
        Place("unit.legal_representative", folded=True),
        Place("unit.phone", folded=True),
        Place("unit.address", wide=True, folded=True),
    ),
    "agent": (
        Place("agent.name"),
        Place("agent.id_type"),
        Place("agent.id_number"),
        Place("agent.phone"),
    ),
    "system": (
        Place("system.place_category"),
        Place("system.in_use_since"),
        Place("system.address", wide=True),
        Place("system.function_types", wide=True),
        Place("system.device_count"),
        Place("system.retention_days", label="存储期限（天）"),
        Place("system.sensitive_neighbour", label="窗口核实"),
        Place("system.out_of_use", label="使用状态"),
        Place("system.out_of_use_since"),
        Place("system.name", wide=True, folded=True),
        Place("system.division", folded=True),
        Place("system.longitude", folded=True),
        Place("system.latitude", folded=True),
    ),
}


def places(section: Section) -> tuple[Place, ...]:
    """Where the fields of `section` stand: those known by hand, the rest before what is folded away, none left out."""
    known = {field.key: field for field in section.fields}
    by_hand = [place for place in _HAND.get(section.key, ()) if place.key in known]
    named = {place.key for place in by_hand}
    rest = [Place(key) for key in known if key not in named]
    # A field that an edition has come to demand is not to be looked for behind a fold.
    shown = [place for place in by_hand if not _folded(place, known)]
    return (*shown, *rest, *(place for place in by_hand if _folded(place, known)))


def _folded(place: Place, known: Mapping[str, Field]) -> bool:
    return place.folded and known[place.key].demand is None


def companions(form: Form) -> Mapping[str, str]:
    """Field to the field whose blank makes it worth asking for: 无代码原因 to 统一社会信用代码.

    A field that lifts the demand on another (`unless`) and is not demanded itself is of use only without the other.
    """
    fields = form.fields
    found: dict[str, str] = {}
    for field in fields.values():
        unless = field.demand.unless if field.demand is not None else None
        if unless is None or unless.values or unless.key not in fields:
            continue
        if fields[unless.key].demand is None and fields[unless.key].section == field.section:
            found[unless.key] = field.key
    return found
