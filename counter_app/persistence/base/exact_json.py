"""JSON that gives back what was put in: key order, empty strings, whole and broken numbers, any character typed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from counter_app.domain.forms.answers import Raw

_TOLERANT: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


def encode(value: object) -> str:
    """`value` as compact JSON, readable Chinese included. Dates become ISO text."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        # Half a surrogate pair, as a broken input method can leave behind: no UTF-8 holds it, an escape does.
        return _TOLERANT.encode(msgspec.to_builtins(value))


def decode(text: str | bytes) -> Any:  # noqa: ANN401 - JSON holds anything
    """What `encode` was given, dates as ISO text."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return json.loads(text)


def plain(raw: Mapping[str, Raw]) -> Mapping[str, Any]:
    """Answers as typed, ready for `encode`: a number that is none (NaN, infinity) becomes its text."""
    if float not in map(type, raw.values()):
        return raw
    return {key: str(value) if _is_no_number(value) else value for key, value in raw.items()}


def _is_no_number(value: Raw) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
