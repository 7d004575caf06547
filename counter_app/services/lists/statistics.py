"""What the counter did in a span of days, as far as it has to answer for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.services.office.offices import at_office
from counter_app.services.ports import Backend, BrokenPromise


@frozen
class BrokenPromiseLine:
    """One broken promise: the item by its words on the notice, that notice's number, and the day at the office."""

    promise: BrokenPromise
    label: str
    message: str
    number: Number | None
    on: date


@frozen
class BrokenPromises:
    """The broken promises of a span of days, oldest first."""

    lines: tuple[BrokenPromiseLine, ...] = ()

    @property
    def count(self) -> int:
        """How many items were told only on a later notice."""
        return len(self.lines)

    @property
    def notices(self) -> int:
        """On how many notices they stand."""
        return len({line.promise.paper_id for line in self.lines})


def broken_promises(backend: Backend, first: date, last: date) -> BrokenPromises:
    """The one-time promises broken from `first` to `last`, both days at the office included. Raises `NoOffice`."""
    with at_office(backend) as now:
        zone = now.zone
        since = datetime.combine(first, time.min, zone)
        until = datetime.combine(last + timedelta(days=1), time.min, zone)
        lines = []
        for promise in now.work.promises.between(since, until):
            paper = now.work.papers.get(promise.paper_id)
            told = [(item.label, item.message) for item in paper.deficiencies if item.code == promise.code]
            label, message = told[-1] if told else (promise.code, "")
            lines.append(BrokenPromiseLine(promise, label, message, paper.number, promise.at.astimezone(zone).date()))
        return BrokenPromises(tuple(lines))
