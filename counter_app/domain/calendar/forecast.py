"""How much paper falls due when: past, today, and week by week, each last day reckoned once (《规定》第八条第二款)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.calendar.waiting import SOON, Urgency, urgency
from counter_app.domain.calendar.working_days import WorkingCalendar

_WEEK = timedelta(days=7)
_SUNDAY = 6
_SHORTEST_MONTH = 28


@frozen
class Week:
    """From Monday to Sunday: how many cases fall due. `complete` is False where a year's notice is not known."""

    first: date
    last: date
    due: int = 0
    complete: bool = True

    def label(self, today: date) -> str:
        """`本周`, `下周`, else its days: `12月7日至13日`."""
        if self.first <= today <= self.last:
            return "本周"
        if self.first <= today + _WEEK <= self.last:
            return "下周"
        last = f"{self.last.day}日" if self.last.month == self.first.month else f"{self.last.month}月{self.last.day}日"
        return f"{self.first.month}月{self.first.day}日至{last}"


@frozen
class DueCounts:
    """How many last days are urgent: within five days (`soon`, today's among them), today, and past."""

    soon: int = 0
    today: int = 0
    past: int = 0

    @property
    def all(self) -> int:
        """How many are urgent or overdue."""
        return self.soon + self.past

    def words(self) -> str:
        """`超期1件，今日到期2件，5日内到期4件`; empty for none."""
        near = self.soon - self.today
        said = [(self.past, "超期"), (self.today, "今日到期"), (near, f"{SOON}日内到期")]
        return "，".join(f"{words}{number}件" for number, words in said if number)


@frozen
class Forecast:
    """What falls due: in the first of `weeks` from today on; `later` is what falls due after the last of them."""

    today: date
    past: int
    due_today: int
    weeks: tuple[Week, ...]
    later: int = 0


def forecast(held: Mapping[date, int], today: date, calendar: WorkingCalendar, *, weeks: int) -> Forecast:
    """What falls due, of cases counted by the day from which their paper is `held`; `weeks` is 1 or more."""
    monday = today - timedelta(days=today.weekday())
    dues = [0] * weeks
    complete = [True] * weeks
    past = due_today = later = 0
    for since, cases in held.items():
        due = transfer_due(since, calendar)
        if due.date < today:
            past += cases
            continue
        due_today += cases if due.date == today else 0
        place = (due.date - monday) // _WEEK
        if place >= weeks:
            later += cases
        else:
            dues[place] += cases
            complete[place] &= due.calendar_complete
    firsts = (monday + place * _WEEK for place in range(weeks))
    found = (
        Week(first, first + timedelta(days=_SUNDAY), due, known)
        for first, due, known in zip(firsts, dues, complete, strict=True)
    )
    return Forecast(today, past, due_today, tuple(found), later)


def due_counts(held: Mapping[date, int], today: date, calendar: WorkingCalendar) -> DueCounts:
    """How many last days are urgent, of cases counted by the day from which their paper is `held`."""
    soon = at_once = past = 0
    for since, cases in held.items():
        due = transfer_due(since, calendar).date
        match urgency(due, today):
            case Urgency.OVERDUE:
                past += cases
            case Urgency.SOON:
                soon += cases
                at_once += cases if due == today else 0
            case Urgency.NORMAL:
                pass
    return DueCounts(soon, at_once, past)


def latest_urgent_receipt(today: date) -> date:
    """The latest day of receipt whose last day can be urgent `today`: no month is shorter than 28 days."""
    return today + timedelta(days=SOON - _SHORTEST_MONTH)
