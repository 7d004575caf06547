"""Freezing what the papers of a hand-over say, as plain JSON data, and thawing it for a reprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from counter_app.domain.transfer.batch import TransferPackage
from counter_app.domain.transfer.papers import ListedCase, TransferFacts, TransferredSheet

_CASE_DAYS: Final = ("received_on", "held_since", "due", "filed_on")


def freeze_transfer(facts: TransferFacts) -> dict[str, Any]:
    """Everything `facts` says; days and times as ISO 8601."""
    plain: dict[str, Any] = _written(asdict(facts))
    return plain


def thaw_transfer(content: Mapping[str, Any]) -> TransferFacts:
    """What `freeze_transfer` froze."""
    package = content["package"]
    return TransferFacts(
        **{
            **content,
            "closed_on": date.fromisoformat(content["closed_on"]),
            "cases": tuple(_case(case) for case in content["cases"]),
            "package": None if package is None else thaw_package(package),
        }
    )


def thaw_package(content: Mapping[str, Any]) -> TransferPackage:
    """A package, its time read back."""
    return TransferPackage(**{**content, "packed_at": datetime.fromisoformat(content["packed_at"])})


def _case(content: Mapping[str, Any]) -> ListedCase:
    days = {key: _day(content[key]) for key in _CASE_DAYS}
    return ListedCase(
        **{
            **content,
            **days,
            "sheets": tuple(_sheet(sheet) for sheet in content["sheets"]),
            "failed": tuple(content["failed"]),
        }
    )


def _sheet(content: Mapping[str, Any]) -> TransferredSheet:
    return TransferredSheet(**{**content, "day": _day(content["day"])})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written is not None else None


def _written(value: object) -> Any:  # noqa: ANN401 - JSON data
    match value:
        case date():  # a time is a date too
            return value.isoformat()
        case dict():
            return {key: _written(each) for key, each in value.items()}
        case list() | tuple():
            return [_written(each) for each in value]
        case _:
            return value
