"""What lists and searches need of a case, read from its answers once, when it is saved."""

from __future__ import annotations

import unicodedata

from counter_app.domain.basics.masking import masked_name
from counter_app.domain.basics.reading import half_width, read_code, read_text
from counter_app.domain.forms.answers import Answers


def searchable(answers: Answers) -> dict[str, str]:
    """The columns of `FilingRow` that are read from the answers."""
    name, address = shown(answers, "unit.name"), shown(answers, "system.address")
    return {
        "unit_name": name,
        "unit_key": match_key(name),
        "uscc": read_code(shown(answers, "unit.uscc")),
        "system_address": address,
        "address_key": match_key(address),
        "agent_masked": masked_name(shown(answers, "agent.name")),
        "place_category": shown(answers, "system.place_category", coded=True),
    }


def device_columns(row: Answers, group: str) -> dict[str, str]:
    """The columns of `DeviceRow` that are read from one row of `group`."""
    code = read_code(shown(row, f"{group}[].code"))
    return {
        "location": shown(row, f"{group}[].location"),
        "device_type": shown(row, f"{group}[].device_type", coded=True),
        "code": code,
        "code_reversed": code[::-1],
    }


def match_key(text: str) -> str:
    """`text` without blanks, widths and letter cases: two ways of writing one name are one name."""
    return "".join(half_width(unicodedata.normalize("NFC", text)).split()).casefold()


def shown(answers: Answers, key: str, *, coded: bool = False) -> str:
    """The answer in the words of a paper (its code where `coded`), without what a text column cannot hold."""
    value = answers.get(key) if coded else None
    text = value if isinstance(value, str) else answers.display(key)
    return read_text(text.encode("utf-8", "replace").decode("utf-8"))
