"""Freezing what the papers of an inspection say, as plain JSON data, and thawing it for a reprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from counter_app.domain.inspection.inspections import (
    Breach,
    Compliance,
    Consequence,
    InspectedPlace,
    InspectionKind,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.papers import DeviceFacts, InspectionFacts, ItemFacts


def freeze_inspection(facts: InspectionFacts) -> dict[str, Any]:
    """Everything `facts` says; days and times as ISO 8601, codes by their value."""
    frozen: dict[str, Any] = plain(asdict(facts))
    return frozen


def thaw_inspection(content: Mapping[str, Any], zone: ZoneInfo) -> InspectionFacts:
    """What `freeze_inspection` froze, its times in `zone`."""
    return InspectionFacts(
        **{
            **content,
            "kind": InspectionKind(content["kind"]),
            "place": thaw_place(content["place"]),
            "items": tuple(_item(item) for item in content["items"]),
            "officers": thaw_officers(content["officers"]),
            "planned_for": _day(content["planned_for"]),
            "started_at": _time(content["started_at"], zone),
            "ended_at": _time(content["ended_at"], zone),
            "recordings": tuple(content["recordings"]),
            "attachments": tuple(content["attachments"]),
            "signing": thaw_signing(content["signing"]),
            "devices": tuple(DeviceFacts(**device) for device in content["devices"]),
        }
    )


def thaw_place(content: Mapping[str, Any]) -> InspectedPlace:
    """A place, its day read back."""
    return InspectedPlace(**{**content, "filed_on": _day(content["filed_on"])})


def thaw_officers(content: list[Mapping[str, str]]) -> tuple[Officer, ...]:
    """Officers."""
    return tuple(Officer(**officer) for officer in content)


def thaw_signing(content: Mapping[str, Any]) -> Signing:
    """How a paper was signed."""
    return Signing(**{**content, "how": SignedAs(content["how"])})


def plain(value: object) -> Any:  # noqa: ANN401 - JSON data
    """`value` (what `asdict` gives) as JSON data."""
    match value:
        case Enum():
            return value.value
        case date():  # a time is a date too
            return value.isoformat()
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case frozenset() | set():
            return sorted(plain(each) for each in value)
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value


def _item(content: Mapping[str, Any]) -> ItemFacts:
    return ItemFacts(
        **{
            **content,
            "look_at": tuple(content["look_at"]),
            "evidence": tuple(content["evidence"]),
            "offered": tuple(_breach(breach) for breach in content["offered"]),
            "found": Compliance(content["found"]),
            "breaches": tuple(_breach(breach) for breach in content["breaches"]),
        }
    )


def _breach(content: Mapping[str, Any]) -> Breach:
    return Breach(
        **{
            **content,
            "forms": tuple(OrderForm(form) for form in content["forms"]),
            "consequence": Consequence(content["consequence"]),
            "kinds": frozenset(InspectionKind(kind) for kind in content["kinds"]),
        }
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written is not None else None


def _time(written: str | None, zone: ZoneInfo) -> datetime | None:
    return datetime.fromisoformat(written).astimezone(zone) if written is not None else None
