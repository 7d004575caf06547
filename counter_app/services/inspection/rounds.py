"""Choosing whom to inspect: filed systems by any piece of their name, and what was inspected before (第十七条)."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind
from counter_app.services.inspection import inspections
from counter_app.services.inspection.facts import place_on_file
from counter_app.services.inspection.inspections import EarlierInspection
from counter_app.services.ports import Backend, UnitKey
from counter_app.services.search.search import find_cases

ROUND: Final = 60
"""So many systems are offered at once; who wants others narrows the list."""


def candidates(backend: Backend, line: str, category: str = "") -> list[InspectedPlace]:
    """The filed systems for what was typed, at most `ROUND`, each once in its newest state. Raises `NoOffice`."""
    found = find_cases(backend, line, state=FilingState.FILED, place=category, limit=ROUND).cases
    with backend.work() as work:
        places = [place_on_file(work, case.reference) for case in found]
    return list({place.reference: place for place in places}.values())


def inspected_before(backend: Backend, place: InspectedPlace) -> tuple[EarlierInspection, ...]:
    """What 第十七条 warns of for one place, newest first."""
    return tuple(inspections.earlier(backend, UnitKey(place.unit, place.uscc, place.address)))


def earlier_words(one: EarlierInspection, office: Office) -> str:
    """When, by whom, with what result: `2026年3月2日 一般检查，翠华派出所，未发现不符合（检字〔2026〕1号）`."""
    day = chinese_date(one.day) if one.day is not None else "没有定日期"
    number = f"（{office.written(one.number)}）" if one.number is not None else ""
    return f"{day}　{InspectionKind(one.line.kind).label}，{one.team}，{one.result}{number}"
