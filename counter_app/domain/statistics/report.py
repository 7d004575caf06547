"""What the counts of a period come to: each figure of the statistics, defined once, by law and by what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, fields
from datetime import date
from typing import Final

from counter_app.domain.basics.counted import Dimension, Figure
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.counting import AT_ONCE, FIRST, FURTHER, NOTICED
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.statistics.periods import StatisticsPeriod


@frozen
class GroupCount:
    """How often something was counted in a period, for one window, clerk or place category (`group`)."""

    figure: Figure
    group: str
    detail: str
    number: int


@frozen
class DayCount:
    """How often something was counted on a day, or in the month that begins with it."""

    on: date
    figure: Figure
    detail: str
    number: int


@frozen
class CaseFigures:
    """The figures of the filing, whole or of one window, clerk or place category; `DEFINITIONS` says what they are.

    `waiting`, `to_file`, `withdrawn`: where the cases received stand now. `days` counts filed cases by the days from
    their receipt.
    """

    received: int = 0
    at_once: int = 0
    noticed: int = 0
    waiting: int = 0
    to_file: int = 0
    withdrawn: int = 0
    first_notices: int = 0
    further_notices: int = 0
    broken_promises: int = 0
    filed: int = 0
    changed: int = 0
    days: Mapping[int, int] = field(default_factory=dict)

    @property
    def judged(self) -> int:
        """How many first visits ended with a paper."""
        return self.at_once + self.noticed

    @property
    def pass_rate(self) -> float | None:
        """The share of first visits that ended with a receipt; None where none has ended."""
        return self.at_once / self.judged if self.judged else None

    @property
    def finished(self) -> int:
        """All that was filed: first filings and changes."""
        return self.filed + self.changed

    @property
    def median_days(self) -> float | None:
        """The median of the days from receipt to filing; None where nothing was filed."""
        every = sum(self.days.values())
        if not every:
            return None
        return (_day_at(self.days, (every - 1) // 2) + _day_at(self.days, every // 2)) / 2

    @property
    def same_day(self) -> int:
        """How many were filed on the day of their receipt."""
        return self.days.get(0, 0)

    @property
    def longest_days(self) -> int | None:
        """The longest time from receipt to filing, in days; None where nothing was filed."""
        return max(self.days, default=None)


@frozen
class Named:
    """A figure under a name: a defect, an item, a kind."""

    code: str
    words: str
    number: int


@frozen
class Step:
    """A day or month of the course of a period."""

    on: date
    received: int = 0
    finished: int = 0
    at_once: int = 0
    judged: int = 0


@frozen
class HandOvers:
    """Cases handed over in the period; `past_now` lie at the window today past their month, whatever the period."""

    on_time: int = 0
    late: int = 0
    refused: int = 0
    past_now: int = 0

    @property
    def gone(self) -> int:
        """All that were handed over; a refused one is not."""
        return self.on_time + self.late


@frozen
class InspectionCounts:
    """The inspections of one kind."""

    words: str
    conforming: int = 0
    in_breach: int = 0

    @property
    def all(self) -> int:
        """All of this kind."""
        return self.conforming + self.in_breach


@frozen
class OrderFigures:
    """Orders issued in the period, by what became of them; `open_now` and `overdue_now` are those of today."""

    issued: int = 0
    by_state: tuple[Named, ...] = ()
    reinspections: tuple[Named, ...] = ()
    open_now: int = 0
    overdue_now: int = 0


@frozen
class TipLine:
    """The tips of one category, by how far they are."""

    words: str
    all: int = 0
    answered: int = 0
    open: int = 0


@frozen
class StatisticsReport:
    """Everything that the page, the paper and the workbook say of a period."""

    period: StatisticsPeriod
    total: CaseFigures = CaseFigures()
    steps: tuple[Step, ...] = ()
    groups: Mapping[Dimension, tuple[tuple[str, CaseFigures], ...]] = field(default_factory=dict)
    defects: tuple[Named, ...] = ()
    hand_overs: HandOvers = HandOvers()
    inspections: tuple[InspectionCounts, ...] = ()
    breaches: tuple[Named, ...] = ()
    orders: OrderFigures = OrderFigures()
    tips: tuple[TipLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened in the period."""
        total, hand = self.total, self.hand_overs
        of_filing = total.received or total.finished or total.first_notices or total.further_notices
        of_others = hand.gone or hand.refused or self.inspections or self.orders.issued or self.tips
        return not (of_filing or of_others or total.broken_promises or self.orders.reinspections)


def case_figures(lines: Iterable[GroupCount]) -> CaseFigures:
    """The figures of the filing from what was counted."""
    counts: Counter[tuple[Figure, str]] = Counter()
    states: Counter[str] = Counter()
    visits: Counter[str] = Counter()
    days: Counter[int] = Counter()
    for line in lines:
        counts[line.figure, line.detail] += line.number
        if line.figure is Figure.CASE:
            _kind, state, visit = line.detail.split(".")
            states[state] += line.number
            # Withdrawn before any paper was issued, a case has had no first visit that ended with one.
            visits[visit if visit == NOTICED or state != FilingState.WITHDRAWN else state] += line.number
        elif line.figure is Figure.DAYS_TO_FILING:
            days[int(line.detail)] += line.number
    return CaseFigures(
        received=states.total(),
        at_once=visits[AT_ONCE],
        noticed=visits[NOTICED],
        waiting=states[FilingState.DEFICIENT],
        to_file=states[FilingState.COMPLETE],
        withdrawn=states[FilingState.WITHDRAWN],
        first_notices=counts[Figure.NOTICE, FIRST],
        further_notices=counts[Figure.NOTICE, FURTHER],
        broken_promises=sum(number for (figure, _), number in counts.items() if figure is Figure.BROKEN_PROMISE),
        filed=counts[Figure.FILED, FilingKind.INITIAL],
        changed=counts[Figure.FILED, FilingKind.CHANGE],
        days=dict(sorted(days.items())),
    )


def together(parts: Iterable[CaseFigures]) -> CaseFigures:
    """The figures of some windows, clerks or place categories as those of one."""
    parts = tuple(parts)
    days: Counter[int] = Counter()
    for part in parts:
        days.update(part.days)
    numbers = (one.name for one in fields(CaseFigures) if one.name != "days")
    return CaseFigures(**{name: sum(getattr(part, name) for part in parts) for name in numbers}, days=days)


def course(period: StatisticsPeriod, lines: Iterable[DayCount]) -> tuple[Step, ...]:
    """Each day or month of a period, also those in which nothing happened."""
    by_day: dict[date, list[GroupCount]] = {}
    for line in lines:
        by_day.setdefault(line.on, []).append(GroupCount(line.figure, "", line.detail, line.number))
    steps = []
    for on in period.steps:
        told = case_figures(by_day.get(on, ()))
        steps.append(Step(on, told.received, told.finished, told.at_once, told.judged))
    return tuple(steps)


DEFINITIONS: Final = (
    ("受理", "收件日期在本期、已出具告知书或收件凭证的件（《规定》第八条），含后来撤回的；登记中的草稿不计。"),
    (
        "首次即齐全",
        "首次来办材料齐全、当场出具收件凭证的件，占首次来办已有结果的件的比例；告知书作废的，不算告知。",
    ),
    ("一次性告知书", "本期出具且未作废的告知书（第八条第一款）；对同一件第二次以后的，计入再次告知。"),
    ("未一次性告知", "再次告知时列入、首次告知时就能看出的事项，按项计（第八条第一款）。"),
    ("备案", "备案日期在本期的件（第八条），含备案变更（第九条）；撤销备案的不计。"),
    ("办理用时", "从收件日期到备案日期的日历天数，当日备案为0天；中位数不受个别久拖件影响。"),
    ("按期移交", "移交日期不晚于收到材料之日起一个月（第八条第二款）；被退回的不算移交。"),
    ("监督检查", "本期已出具检查笔录的检查（第十条至第十二条）；有一项不符合即为发现问题。"),
    (
        "责令改正",
        "本期出具且未作废的通知书（第十四条）；超期未复查指三个工作日内（第十五条）没有登记复查。",
    ),
    ("举报", "本期登记的举报（第十六条）。"),
    ("按窗口、工作人员", "件计入最后办理它的窗口和工作人员，告知书计入出具它的窗口和工作人员。"),
)
"""What each figure means, in the words of the law and of the count."""


def _day_at(days: Mapping[int, int], place: int) -> int:
    """The days of the case at `place`, counted from the quickest, from 0."""
    passed = 0
    for day, number in sorted(days.items()):
        passed += number
        if place < passed:
            return day
    raise IndexError(place)
