"""Freezing what the papers of orders, re-inspections and tips say, and thawing it for a reprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.inspection.correction import Conclusion, CorrectionResult, OrderedItem
from counter_app.domain.inspection.correction_papers import (
    OrderFacts,
    ReinspectedItemFacts,
    ReinspectionFacts,
    TipFacts,
)
from counter_app.domain.inspection.inspections import Consequence, OrderForm
from counter_app.domain.inspection.tips import TipCategory
from counter_app.services.papers.inspection_snapshots import plain, thaw_officers, thaw_place, thaw_signing


def freeze_correction(facts: OrderFacts | ReinspectionFacts | TipFacts) -> dict[str, Any]:
    """Everything `facts` says; days and times as ISO 8601, codes by their value."""
    frozen: dict[str, Any] = plain(asdict(facts))
    return frozen


def thaw_order(content: Mapping[str, Any]) -> OrderFacts:
    """What was frozen of an order."""
    return OrderFacts(
        **{
            **content,
            "form": OrderForm(content["form"]),
            "place": thaw_place(content["place"]),
            "items": tuple(_ordered(item) for item in content["items"]),
            "officers": thaw_officers(content["officers"]),
            "ordered_on": date.fromisoformat(content["ordered_on"]),
            "inspected_on": _day(content["inspected_on"]),
            "deadline": _day(content["deadline"]),
            "reinspection": _due(content["reinspection"]),
        }
    )


def thaw_reinspection(content: Mapping[str, Any], zone: ZoneInfo) -> ReinspectionFacts:
    """What was frozen of a re-inspection, its time in `zone`."""
    return ReinspectionFacts(
        **{
            **content,
            "form": OrderForm(content["form"]),
            "place": thaw_place(content["place"]),
            "at": datetime.fromisoformat(content["at"]).astimezone(zone),
            "items": tuple(
                ReinspectedItemFacts(**{**item, "mended": CorrectionResult(item["mended"])})
                for item in content["items"]
            ),
            "conclusion": Conclusion(content["conclusion"]),
            "ordered_on": _day(content["ordered_on"]),
            "deadline": _day(content["deadline"]),
            "due": _due(content["due"]),
            "prolonged_to": _day(content["prolonged_to"]),
            "penalty": tuple(content["penalty"]),
            "examined": tuple(content["examined"]),
            "officers": thaw_officers(content["officers"]),
            "recordings": tuple(content["recordings"]),
            "signing": thaw_signing(content["signing"]),
        }
    )


def thaw_tip(content: Mapping[str, Any], zone: ZoneInfo) -> TipFacts:
    """What was frozen of a tip, its time in `zone`."""
    days = {key: _day(content[key]) for key in ("check_due", "checked_on", "replied_on")}
    at = datetime.fromisoformat(content["received_at"]).astimezone(zone)
    return TipFacts(**{**content, **days, "received_at": at, "category": TipCategory(content["category"])})


def _ordered(content: Mapping[str, Any]) -> OrderedItem:
    return OrderedItem(**{**content, "consequence": Consequence(content["consequence"])})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written is not None else None


def _due(content: Mapping[str, Any] | None) -> DueDate | None:
    if content is None:
        return None
    return DueDate(date.fromisoformat(content["date"]), content["explanation"], content["calendar_complete"])
