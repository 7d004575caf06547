"""How the intake is laid out by hand, and what takes the place of a hand where the form holds more than it knows.

Order and width of fields are the clerk's path, not the form's: what everybody is asked first, optional remarks folded
away. Labels, hints and choices come from the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from counter_app.domain.forms.forms import Field, Form, Section
from counter_app.ui.widgets.fields_card import FieldSlot

_BY_HAND: Final[Mapping[str, tuple[FieldSlot, ...]]] = {
    "unit": (
        FieldSlot("unit.name", wide=True),
        FieldSlot("unit.kind"),
        FieldSlot("unit.uscc"),
        FieldSlot("unit.uscc_absence_reason", wide=True),
        FieldSlot("unit.legal_representative", folded=True),
        FieldSlot("unit.phone", folded=True),
        FieldSlot("unit.address", wide=True, folded=True),
    ),
    "agent": (
        FieldSlot("agent.name"),
        FieldSlot("agent.id_type"),
        FieldSlot("agent.id_number"),
        FieldSlot("agent.phone"),
    ),
    "system": (
        FieldSlot("system.place_category"),
        FieldSlot("system.in_use_since"),
        FieldSlot("system.address", wide=True),
        FieldSlot("system.function_types", wide=True),
        FieldSlot("system.device_count"),
        FieldSlot("system.retention_days", label="存储期限（天）"),
        FieldSlot("system.sensitive_neighbour", label="窗口核实"),
        FieldSlot("system.out_of_use", label="使用状态"),
        FieldSlot("system.out_of_use_since"),
        FieldSlot("system.name", wide=True, folded=True),
        FieldSlot("system.division", folded=True),
        FieldSlot("system.longitude", folded=True),
        FieldSlot("system.latitude", folded=True),
    ),
}


def slots(section: Section) -> tuple[FieldSlot, ...]:
    """Where the fields of `section` stand: those known by hand, the rest before what is folded away, none left out."""
    known = {field.key: field for field in section.fields}
    by_hand = [slot for slot in _BY_HAND.get(section.key, ()) if slot.key in known]
    named = {slot.key for slot in by_hand}
    rest = [FieldSlot(key) for key in known if key not in named]
    # A field that an edition has come to demand is not to be looked for behind a fold.
    shown = [slot for slot in by_hand if not _folded(slot, known)]
    return (*shown, *rest, *(slot for slot in by_hand if _folded(slot, known)))


def _folded(slot: FieldSlot, known: Mapping[str, Field]) -> bool:
    return slot.folded and not known[slot.key].is_needed


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
