"""What is keyed of an inspection, read tolerantly: times, officers with their badge numbers, names of files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import Final

from counter_app.domain.basics.reading import chinese_date, half_width, read_date, read_text
from counter_app.domain.basics.unseen import without_unseen
from counter_app.domain.inspection.inspections import Officer, SignedAs, Signing

_TIME: Final = re.compile(r"(?P<hour>\d{1,2})\s*(?:[:.时点]\s*(?P<minute>\d{1,2})?\s*分?)?|(?P<whole>\d{3,4})")
_ENDS_WITH_TIME: Final = re.compile(r"^(?P<day>.*?)[\s日T]\s*(?P<time>\d{1,2}\s*[:.时点]\s*\d{0,2}\s*分?|\d{3,4})$")
_OFFICER: Final = re.compile(
    r"(?P<name>[^\d\s、，,;；()（）:：]+)[\s(（:：]*(?:警号)?[\s:：]*(?P<badge>[A-Za-z]?\d+)?[)）]?"
)
_BETWEEN: Final = re.compile(r"[、，,;；\n]+")
_MINUTES: Final = 100


def read_moment(raw: str, day: date, zone: tzinfo) -> datetime | None:
    """A time at the office: `0930`, `9:30`, `9时30分` are on `day`, `2026-3-2 9:30` is not; None for anything else."""
    text = half_width(without_unseen(raw)).strip()
    if (at := _time(text)) is not None:
        return datetime.combine(day, at, zone)
    match = _ENDS_WITH_TIME.match(text)
    if match is None:
        return None
    on, at = read_date(match["day"] + ("日" if "月" in match["day"] else "")), _time(match["time"])
    return datetime.combine(on, at, zone) if on is not None and at is not None else None


def moment_words(at: datetime | None) -> str:
    """A time at the office as it stands in its field: `2026年3月2日 09:30`; empty for none."""
    return f"{chinese_date(at.date())} {at:%H:%M}" if at is not None else ""


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    if match["whole"]:
        hour, minute = divmod(int(match["whole"]), _MINUTES)
    elif match["minute"] is None and not re.search(r"[:.时点]", text):
        return None  # a lone number is no time
    else:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def read_officers(raw: str) -> tuple[Officer, ...]:
    """Officers as keyed in one line: `王某530001、李某（警号530002）`; one without a badge has an empty one."""
    text = half_width(read_text(raw)).replace("(", " ").replace(")", " ")
    return tuple(
        Officer(match["name"].removesuffix("警号"), match["badge"] or "")
        for match in _OFFICER.finditer(text)
        if match["name"].removesuffix("警号")
    )


def officers_words(officers: Iterable[Officer]) -> str:
    """Officers as they stand in their field: `王某 530001、李某 530002`."""
    return "、".join(f"{one.name} {one.badge}".strip() for one in officers)


def names_words(names: Iterable[str]) -> str:
    """Names of files as they stand in their field."""
    return "、".join(names)


def read_signing(how: str, reason: str, witness: str, recording: str = "") -> Signing:
    """How a paper was signed; reason, witness and recording belong to a refusal or an absence only."""
    signed = SignedAs(how) if how else SignedAs.OPEN
    if signed not in (SignedAs.REFUSED, SignedAs.ABSENT):
        return Signing(signed)
    return Signing(signed, reason, witness, recording)


def signing_code(signing: Signing) -> str | None:
    """How a paper was signed as its field holds it; None where that is open."""
    return None if signing.how is SignedAs.OPEN else signing.how.value


def read_names(raw: str) -> tuple[str, ...]:
    """Names of files as keyed in one line, between commas."""
    return tuple(name for part in _BETWEEN.split(raw) if (name := read_text(part)))
