"""What a case, a notice and a broken promise count for in the statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from counter_app.domain.basics.counted import Counted, Counts, Figure, general_code
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import Filing, FilingState

NOTICED, AT_ONCE = "noticed", "at_once"
"""Whether the first visit of a case ended with a notice."""
FIRST, FURTHER = "first", "further"


@frozen
class CountedCase:
    """What is known of a case where it is counted."""

    received_on: date
    window: str
    clerk: str
    place: str
    kind: str
    state: str
    noticed: bool
    filed_on: date | None

    @classmethod
    def of(cls, filing: Filing, place: str) -> CountedCase:
        """Of a case at hand; `place` is the code of its category."""
        said = (filing.kind.value, filing.state.value, filing.noticed)
        return cls(filing.received_on, filing.window, filing.clerk, place, *said, filing.filed_on)


def counted_case(case: CountedCase) -> Counts:
    """A draft counts for nothing: nobody has been told anything yet.

    A filed case counts twice, for those who came on a day and for what was filed on a day.
    """
    if case.state == FilingState.DRAFT.value:
        return Counter()
    whose = (case.window, case.clerk, case.place)
    detail = f"{case.kind}.{case.state}.{NOTICED if case.noticed else AT_ONCE}"
    counts = Counter({Counted(Figure.CASE, case.received_on, *whose, detail): 1})
    if case.state == FilingState.FILED.value and case.filed_on is not None:
        days = max(0, (case.filed_on - case.received_on).days)
        counts[Counted(Figure.FILED, case.filed_on, *whose, case.kind)] += 1
        counts[Counted(Figure.DAYS_TO_FILING, case.filed_on, *whose, str(days))] += 1
    return counts


@frozen
class CountedNotice:
    """What is known of a notice where it is counted; `codes` are those of its deficiencies."""

    on: date
    window: str
    clerk: str
    place: str
    further: bool
    codes: tuple[str, ...]


def counted_notice(notice: CountedNotice) -> Counts:
    """A notice, and each kind of item on it once: two cameras without a place are one thing that was told."""
    whose = (notice.on, notice.window, notice.clerk, notice.place)
    counts = Counter({Counted(Figure.NOTICE, *whose, FURTHER if notice.further else FIRST): 1})
    for code in _general(notice.codes):
        counts[Counted(Figure.NOTICED, *whose, code)] += 1
    return counts


def counted_promise(on: date, window: str, clerk: str, place: str, code: str) -> Counts:
    """An item that should have been named earlier; each one counts."""
    return Counter({Counted(Figure.BROKEN_PROMISE, on, window, clerk, place, general_code(code)): 1})


def _general(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(general_code, codes)))
