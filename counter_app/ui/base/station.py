"""One workstation at work: its counter once it is open, its office, who sits there, the road to the keeping lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.tasks import Lane, Tasks

if TYPE_CHECKING:  # the first picture needs none of them
    from counter_app.domain.basics.office import Office, Post
    from counter_app.services.office.workstation import Workstation, WorkstationBook
    from counter_app.services.ports import Counter
    from counter_app.ui.base.opened import Opened

T = TypeVar("T")


class Station(QObject):
    """The workstation's state, shared by the pages. `counter` may be asked for only after `opened`."""

    opened = Signal()
    """The counter can be worked with; emitted once."""
    workstation_changed = Signal()
    """Clerk, window, printer or looks were changed."""
    office_changed = Signal()
    """The office's data were changed."""
    acted = Signal(str)
    """An act on the case with this reference was kept; lists show it."""
    clock_doubted = Signal(object)
    """An act was refused because of the clock (`WrongClock`), wherever that is shown: it can be confirmed."""

    def __init__(
        self, tasks: Tasks, workstations: WorkstationBook, data_dir: Path, parent: QObject | None = None
    ) -> None:
        """`data_dir` is where the data lie, for the settings page to show."""
        super().__init__(parent)
        self.tasks = tasks
        self.data_dir = data_dir
        self._workstations = workstations
        self.workstation = workstations.load()
        self.trouble = workstations.trouble
        """What of this workstation's settings could not be read."""
        self.office: Office | None = None
        self._counter: Counter | None = None

    @property
    def counter(self) -> Counter:
        """The open counter. Raises `LookupError` before it is open."""
        if self._counter is None:
            raise LookupError("counter")
        return self._counter

    @property
    def is_open(self) -> bool:
        """Whether there is a counter to work with."""
        return self._counter is not None

    @property
    def prefix(self) -> str:
        """What the office writes before its numbers; nothing before there is an office."""
        return self.office.prefix if self.office is not None else ""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the office."""
        from counter_app.domain.basics.office import Office  # noqa: PLC0415 - the first picture needs none

        return ZoneInfo((self.office or Office("")).time_zone)

    def now(self) -> datetime:
        """The time at the office."""
        return self.counter.clock().astimezone(self.zone)

    @property
    def post(self) -> Post:
        """Who acts, and where."""
        return self.workstation.post

    def take_over(self, opened: Opened) -> None:
        """Work with what was opened; the name of the office is remembered for the next start's first picture."""
        self._counter = opened.counter
        self.office = opened.office
        if opened.office is not None and opened.office.name != self.workstation.office_name:
            self.remember(replace(self.workstation, office_name=opened.office.name))

    def remember(self, workstation: Workstation) -> Refusal | None:
        """Change the workstation's own choices; returns why they could not be written (they hold till the end)."""
        self.workstation = workstation
        try:
            self._workstations.save(workstation)
        except Refusal as refusal:
            return refusal
        finally:
            self.workstation_changed.emit()
        return None

    def settle(self, office: Office, workstation: Workstation) -> Refusal | None:
        """Take the office's data that were just kept, and keep the workstation's; as `remember`."""
        self.office = office
        refusal = self.remember(replace(workstation, office_name=office.name))
        self.office_changed.emit()
        return refusal

    def keep(
        self,
        act: Callable[[Counter], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refusal], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Do `act` with the counter in the keeping lane, one after the other; tell `done` or `failed`."""
        from counter_app.services.office.offices import WrongClock  # noqa: PLC0415 - the first picture needs none

        counter = self.counter

        def refused(refusal: Refusal) -> None:
            if isinstance(refusal, WrongClock):
                self.clock_doubted.emit(refusal)
            (failed or self.tasks.refused.emit)(refusal)

        self.tasks.run(lambda: act(counter), done=done, failed=refused, lane=Lane.KEEPING, owner=owner)
