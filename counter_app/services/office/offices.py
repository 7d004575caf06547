"""The office of an act, its clock and its context; asked for at the first start, changed in the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.numbering import Number, faults_of_words
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.filing.platform_number import NumberFormat
from counter_app.domain.forms.facts import Facts
from counter_app.services.ports import CLOCK_CONFIRMED, Backend, HistoryEntry, UnitOfWork

_CLOCKS_DIFFER: Final = timedelta(minutes=10)
_DAY: Final = timedelta(days=1)


class NoOffice(Refusal):
    """The office has not been set up yet."""

    def __init__(self) -> None:
        """One sentence and the way out."""
        super().__init__("还没有填写机关、窗口等信息", "打开程序，在首次启动页填写后再办理")


class WrongClock(Refusal):
    """The computer's clock may be wrong: a paper issued now would bear a wrong date, perhaps a wrong year."""


class ClockBehind(WrongClock):
    """The computer's clock stands before an act that is recorded."""


class ClockAhead(WrongClock):
    """The computer's clock stands more than a working day after the last act that is recorded."""


@frozen
class OfficeTime:
    """Now, as the counter needs it: `at` UTC for keeping, `local` and `day` in the office's zone for papers."""

    at: datetime
    local: datetime
    day: date


@frozen
class OfficeContext(OfficeTime):
    """One transaction at one office, at one moment."""

    backend: Backend
    work: UnitOfWork
    office: Office

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the office."""
        return ZoneInfo(self.office.time_zone)

    @property
    def facts(self) -> Facts:
        """What a form is judged with that is no case."""
        return Facts(self.day, self.backend.calendar, now=self.local)


@frozen
class ActContext(OfficeContext):
    """One act: by whom and at which window. Nothing stays without `commit`."""

    post: Post

    def record(self, act: str, reference: str = "", details: Mapping[str, str | int] | None = None) -> None:
        """Append the act to the history. `details` hold no names and no identity numbers. Raises `WrongClock`."""
        self.refuse_wrong_clock()
        self._put_down(self.at, act, reference, details)

    def note(self, act: str, reference: str, details: Mapping[str, str | int] | None = None) -> None:
        """As `record`, for what is never refused: where the clock is wrong, the latest time that is known is kept."""
        try:
            self.refuse_wrong_clock()
            at = self.at
        except WrongClock:
            at = self.work.history.highest_time() or self.at
        self._put_down(at, act, reference, details)

    def refuse_wrong_clock(self) -> None:
        """Raise `ClockBehind` or `ClockAhead` where the clock cannot be right. Asked by every act that is recorded.

        The clock is behind where any act since the last confirmation was done later than now, by more than the clocks
        of windows differ. It is ahead where a whole working day has passed without any act: dates are taken from the
        clock, and a number taken in a wrong year is spoilt.
        """
        last = self.work.history.highest_time()
        if last is None:
            return
        then = last.astimezone(self.local.tzinfo)
        if self.at < last - _CLOCKS_DIFFER:
            raise ClockBehind(
                f"电脑系统时间是{self.local:%Y-%m-%d %H:%M}，早于上一次办理的时间{then:%Y-%m-%d %H:%M}",
                "校准电脑系统时间后再办理；系统时间无误的，确认后继续",
            )
        day = then.date() + _DAY
        while day < self.day:
            if self.backend.calendar.is_working_day(day):
                raise ClockAhead(
                    f"电脑系统时间是{self.local:%Y-%m-%d %H:%M}，距上一次办理的时间{then:%Y-%m-%d %H:%M}超过一个工作日",
                    "核对电脑的日期，不对的校准后再办理；系统时间无误的，确认后继续",
                )
            day += _DAY

    def commit(self) -> None:
        """Let everything stand that was done."""
        self.work.commit()

    def _put_down(self, at: datetime, act: str, reference: str, details: Mapping[str, str | int] | None) -> None:
        zone, post = self.office.time_zone, self.post
        self.work.history.record(HistoryEntry(at, zone, post.clerk, post.window, act, reference, details or {}))


@contextmanager
def at_office(backend: Backend) -> Iterator[OfficeContext]:
    """What is recorded, as it stands now. Raises `NoOffice`."""
    with backend.work() as work:
        office = work.office.load()
        if office is None:
            raise NoOffice
        now = office_time(backend, office)
        yield OfficeContext(now.at, now.local, now.day, backend, work, office)


@contextmanager
def act(backend: Backend, post: Post) -> Iterator[ActContext]:
    """One act in one transaction. Raises `NoOffice`."""
    with at_office(backend) as now:
        yield ActContext(now.at, now.local, now.day, backend, now.work, now.office, post)


def office_time(backend: Backend, office: Office) -> OfficeTime:
    """What time it is at the office."""
    at = backend.clock()
    local = at.astimezone(ZoneInfo(office.time_zone))
    return OfficeTime(at, local, local.date())


def load_office(backend: Backend) -> Office | None:
    """The office, None before the first start has asked for it."""
    with backend.work() as work:
        return work.office.load()


def office_or_none_yet(work: UnitOfWork) -> Office:
    """The office, one without a name before the first start has asked for it."""
    return work.office.load() or Office("")


def read_number(work: UnitOfWork, text: str) -> Number | None:
    """The number that somebody wrote or scanned, also in the office's own words; None where it is none of ours."""
    return Number.read(text, office_or_none_yet(work).series_words)


def is_set_up(office: Office | None) -> bool:
    """Whether somebody has said which office this is."""
    return office is not None and not office.is_unnamed


def save_office(backend: Backend, office: Office, *, post: Post) -> None:
    """Record the office. Raises as `saving_office`."""
    with saving_office(backend, office, post=post) as now:
        now.commit()


@contextmanager
def saving_office(backend: Backend, office: Office, *, post: Post) -> Iterator[ActContext]:
    """The act in which the office is recorded; it stays only with `commit`.

    Raises `Refusal` for a blank name, words of numbers that cannot be told apart, and a format of platform numbers
    nobody can read.
    """
    if is_blank(office.name):
        raise Refusal("填写机关名称", "如：大关县公安局")
    for fault in faults_of_words(office.series_words).values():
        raise Refusal(fault, "在设置的编号用字中修改")
    NumberFormat.read(office.platform_number_format)
    with backend.work() as work:
        work.office.save(office)
        time = office_time(backend, office)
        now = ActContext(time.at, time.local, time.day, backend, work, office, post)
        now.record("office.saved")
        yield now


def use_national_ciphers(backend: Backend, wanted: bool, *, post: Post) -> Office:  # noqa: FBT001 - what it is about
    """Record by which ciphers is protected what is written from here on; what is written stays. Raises `NoOffice`."""
    with act(backend, post) as now:
        office = replace(now.office, national_ciphers=wanted)
        now.work.office.save(office)
        now.record("office.ciphers", details={"national": int(wanted)})
        now.commit()
        return office


def confirm_clock(backend: Backend, *, post: Post) -> None:
    """Record that somebody looked at the clock and found it right; acts go on from here."""
    with act(backend, post) as now:
        now.work.history.record(
            HistoryEntry(now.at, now.office.time_zone, post.clerk, post.window, CLOCK_CONFIRMED, CLOCK_CONFIRMED)
        )
        now.commit()
