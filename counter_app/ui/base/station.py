"""One workstation at work: its counter once it is open, its office, who sits there, its writes, reads and file jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.tasks import CancelToken, Lane, Steps, Tasks

if TYPE_CHECKING:  # the startup window needs none of them
    from zoneinfo import ZoneInfo

    from counter_app.domain.basics.numbering import Number
    from counter_app.domain.basics.office import Office, Post
    from counter_app.domain.forms.facts import Facts
    from counter_app.services.office.noting import Viewing
    from counter_app.services.office.workstation import Workstation, WorkstationStore
    from counter_app.services.ports import Backend
    from counter_app.services.ports.backup import BackupPorts
    from counter_app.ui.base.looks import Seen
    from counter_app.ui.base.opened import OpenedBackend

T = TypeVar("T")


class Station(QObject):
    """The workstation's state, shared by the pages. `backend` may be asked for only after `opened`."""

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
    short_pin_used = Signal(str)
    """Somebody of this name typed a PIN that was right and has fewer digits than one that is set today."""

    def __init__(
        self, tasks: Tasks, workstations: WorkstationStore, data_dir: Path, parent: QObject | None = None
    ) -> None:
        """`data_dir` is where the data lie, for the settings page to show."""
        super().__init__(parent)
        self.tasks = tasks
        self.data_dir = data_dir
        self._workstations = workstations
        self.workstation = workstations.load()
        self.trouble = workstations.trouble
        """What of this workstation's settings could not be read."""
        self.backups: Callable[[], BackupPorts] | None = None
        """How backups are reached while the data cannot be opened, where they can be."""
        self.is_updating: Callable[[], bool] = lambda: False
        """Whether the opening of the data has come to bringing them up to date, which may take minutes."""
        self.office: Office | None = None
        self._backend: Backend | None = None
        self._early: Callable[[], Backend] | None = None
        self._is_open = False
        self._newest: dict[tuple[int, str], CancelToken] = {}

    @property
    def backend(self) -> Backend:
        """The counter, open or being opened. Raises `LookupError` before there is one."""
        if self._backend is None:
            raise LookupError("counter")
        return self._backend

    @property
    def is_open(self) -> bool:
        """Whether there is a counter to work with."""
        return self._is_open

    def offer_early(self, early: Callable[[], Backend]) -> None:
        """While the data are being opened, `early` gives the counter at which a case can be begun already."""
        self._early = early

    def begin_early(self) -> Backend | None:
        """The counter before its data are open; None where nobody offers one, or it cannot be had."""
        if self._backend is None and self._early is not None:
            try:
                self._backend = self._early()
            except Refusal:
                self._early = None  # the opening, which needs the same, tells why
        return self._backend

    def written(self, number: Number | None, *, prefix: bool = True) -> str:
        """A number as it stands on its paper (`Office.written`)."""
        return self.office.written(number, prefix=prefix) if self.office is not None else ""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the office."""
        from zoneinfo import ZoneInfo

        from counter_app.domain.basics.office import Office

        return ZoneInfo((self.office or Office("")).time_zone)

    def now(self) -> datetime:
        """The time at the office."""
        return self.backend.clock().astimezone(self.zone)

    def facts(self) -> Facts:
        """What a form is judged with that is no case."""
        from counter_app.domain.forms.facts import Facts

        now = self.now()
        return Facts(now.date(), self.backend.calendar, now=now)

    @property
    def post(self) -> Post:
        """Who acts, and where."""
        return self.workstation.post

    def open_backend(self, opened: OpenedBackend) -> None:
        """Work with what was opened; the name of the office is remembered for the next start's startup window.

        Names of people that lie open are sealed now that there is a key.
        """
        self._backend, self._is_open = opened.backend, True
        self.office = opened.office
        if opened.workstation is not None:
            self.workstation, self.trouble = opened.workstation, self._workstations.trouble
            self.workstation_changed.emit()
        name = opened.office.name if opened.office is not None else self.workstation.office_name
        if name != self.workstation.office_name or self._workstations.names_are_open:
            self.save_workstation(replace(self.workstation, office_name=name))

    def read_workstation(self) -> Workstation:
        """Who works here, read once more; nothing is changed by it."""
        return self._workstations.load()

    def save_workstation(self, workstation: Workstation) -> Refusal | None:
        """Change the workstation's own choices; returns why they could not be written (they hold till the end)."""
        self.workstation = workstation
        try:
            self._workstations.save(workstation)
        except Refusal as refusal:
            return refusal
        finally:
            self.workstation_changed.emit()
        return None

    def save_office(self, office: Office, workstation: Workstation) -> Refusal | None:
        """Take the office's data that were just kept, and keep the workstation's; as `save_workstation`."""
        self.office = office
        refusal = self.save_workstation(replace(workstation, office_name=office.name))
        self.office_changed.emit()
        return refusal

    def look(self, seen: Seen, looks: Iterable[Viewing]) -> None:
        """Record that whoever sits here sees these, as far as `seen` does not know it yet."""
        if self._is_open:
            seen.record(looks, self.backend, self.tasks, self.post)

    def write(
        self,
        act: Callable[[Backend], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refusal], None] | None = None,
        owner: QObject | None = None,
        once: str = "",
    ) -> None:
        """Do `act` with the counter, in the order asked; tell `done` or `failed` unless `owner` is gone by then.

        Without `failed` a refusal is told by the window. While one of `owner` with the same name `once` is under way
        another is none. Only for what ends soon: drafts wait for it.
        """
        backend = self.backend
        self.tasks.run(
            lambda: act(backend), done=done, failed=self._doubting(failed), lane=Lane.WRITE, owner=owner, once=once
        )

    def read(
        self,
        query: Callable[[Backend], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Refusal], None] | None = None,
        owner: QObject | None = None,
        newest: str = "",
    ) -> None:
        """Ask `query` beside other reads; it sees everything that was asked of `write` before.

        Of those with one `owner` and the same name `newest` only the last is told.
        """
        backend = self.backend
        token = CancelToken()
        if newest and owner is not None:
            asked = (id(owner), newest)
            if (before := self._newest.get(asked)) is not None:
                before.cancel()
            else:
                owner.destroyed.connect(lambda: self._newest.pop(asked, None))
            self._newest[asked] = token
        self.tasks.run(
            lambda: query(backend),
            done=done,
            failed=self._doubting(failed),
            lane=Lane.READ,
            cancel=token,
            owner=owner,
            after_writes=True,
        )

    def job(
        self,
        work: Callable[[Backend, Steps], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refusal], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        cancel: CancelToken | None = None,
        owner: QObject | None = None,
        once: str = "",
    ) -> CancelToken:
        """Do `work` that may be slow without bound (a stick, a share, a printer); no draft and no page waits for it.

        `progress` hears done, total and words; `cancel`, or the token that is returned, cancels it. `once` as in
        `write`; the token is then that of the work under way.
        """
        backend = self.backend
        return self.tasks.run_long(
            lambda steps: work(backend, steps),
            done=done,
            failed=self._doubting(failed),
            progress=progress,
            lane=Lane.FILES,
            cancel=cancel,
            owner=owner,
            once=once,
        )

    def _doubting(self, failed: Callable[[Refusal], None] | None) -> Callable[[Refusal], None]:
        """`failed`, or the window's words; a clock that is doubted is told wherever that is shown."""
        from counter_app.services.office.offices import WrongClock

        def refused(refusal: Refusal) -> None:
            if isinstance(refusal, WrongClock):
                self.clock_doubted.emit(refusal)
            (failed or self.tasks.refused.emit)(refusal)

        return refused
