"""Autosave of one open case: one save at a time in the background, tried again while it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from shiboken6 import isValid

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.services.filing import cases
from counter_app.services.ports import Backend, ChangedElsewhere
from counter_app.ui.base.tasks import Lane, Tasks

SAVE_AFTER: Final = 700
"""Milliseconds from the first unsaved key to the save: with the save itself it stays far below two seconds."""

PATIENCE: Final = (1_000, 2_000, 5_000, 10_000, 30_000)
"""Milliseconds before the next try, after each failure in a row."""


class CaseAutosave(QObject):
    """Saves a case that goes on changing. Belongs to the UI thread; the saves run in the write lane."""

    saved = Signal(object)
    """Aware `datetime` of the save that reached the disk."""
    failed = Signal(object)
    """`Refusal` that kept the case from the disk."""
    conflict_found = Signal(object)
    """`ChangedElsewhere`: nothing more is saved until `rebase`, or `give_up` where a clerk has to choose."""

    def __init__(
        self, filing: Callable[[], Filing], backend: Backend, *, post: Post, tasks: Tasks, parent: QObject
    ) -> None:
        """`filing` gives the case as it stands; a copy of it is saved."""
        super().__init__(parent)
        self._filing = filing
        self._backend = backend
        self._post = post
        self._tasks = tasks
        self._waiting: list[tuple[Callable[[], None], Callable[[Refusal], None]]] = []
        self._under_way = 0
        self._failures = 0
        self._dirty_since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save)
        self._version = _Version(filing().version)
        self._suspended = False
        self._settling = False
        self._over: tuple[cases.Overwritten, ...] = ()
        self.base = replace(filing())
        """The case as it stood on the disk when it was last read or saved here."""
        self.is_dirty = False
        self.conflict: ChangedElsewhere | None = None

    @property
    def is_saving(self) -> bool:
        """Whether a save is on its way to the disk."""
        return self._under_way > 0

    def set_post(self, post: Post) -> None:
        """See `CaseSession.set_post`."""
        self._post = post

    def mark_dirty(self) -> None:
        """Something is unsaved from now on."""
        if self.is_dirty:
            return
        self.is_dirty = True
        self._dirty_since.start()
        if not self._under_way and not self._suspended and not self._timer.isActive():
            self._timer.start(SAVE_AFTER)

    def suspend(self) -> None:
        """Send nothing to the disk while an act changes the case there: a save of before would come too late."""
        self._suspended = True
        self._timer.stop()

    def resume(self) -> None:
        """Go on saving: the act is done, or was refused."""
        self._suspended = False
        if self.is_dirty and not self._under_way:
            self._timer.start(0)

    def save(self, *, queue: bool = False) -> None:
        """Save now, or right after the save under way; with `queue` line up behind it (the program is closing)."""
        if not self.is_dirty or self._suspended or self.conflict is not None or (self._under_way and not queue):
            return
        self._timer.stop()
        self.is_dirty = False
        self._under_way += 1
        copy, version, over = replace(self._filing()), self._version, self._over
        self._tasks.run(
            lambda: version.save(self._backend, copy, self._post, over),
            done=lambda at: self._reached(at, copy, over),
            failed=self._refused,
            lane=Lane.WRITE,
        )

    def flush(self, done: Callable[[], None], failed: Callable[[Refusal], None]) -> None:
        """Call `done` as soon as everything is on disk, `failed` when that cannot be."""
        if self.conflict is not None and not self._settling:
            failed(self.conflict)
            return
        if not self.is_dirty and not self._under_way:
            done()
            return
        self._waiting.append((done, failed))
        self.save()

    def rebase(self, kept: Filing, over: tuple[cases.Overwritten, ...] = ()) -> None:
        """The case was read from the disk as `kept`: nothing is unsaved, and the next save is one upon that.

        What the next save writes `over`, after a clerk chose so, goes into the history with it.
        """
        self._timer.stop()
        self._suspended = self._settling = False
        self._version = _Version(kept.version)
        self.base = replace(kept)
        self._over += over
        self.is_dirty = False
        self.conflict = None
        self._failures = 0

    def give_up(self) -> None:
        """What both windows wrote cannot be put together without a clerk: whoever waits for the disk is told."""
        self._settling = False
        if self.conflict is not None:
            self.failed.emit(self.conflict)
            self._answer(self.conflict)

    def stop(self, conflict: ChangedElsewhere) -> None:
        """Save nothing more: a clerk has to choose."""
        self._timer.stop()
        self._suspended = False
        self.conflict = conflict

    def _reached(self, at: datetime, copy: Filing, over: tuple[cases.Overwritten, ...]) -> None:
        if not isValid(self):
            return
        self._under_way -= 1
        self._failures = 0
        self.base = copy
        self._over = tuple(one for one in self._over if one not in over)
        self._filing().version = self._version.number
        self.saved.emit(at)
        if self.is_dirty:
            # Whoever waits for the disk waits for everything that was typed until now.
            self._timer.start(0 if self._waiting else max(0, SAVE_AFTER - self._dirty_since.elapsed()))
        elif not self._under_way:
            self._answer(None)

    def _refused(self, refusal: Refusal) -> None:
        if not isValid(self):
            return
        self._under_way -= 1
        self.is_dirty = True
        if isinstance(refusal, ChangedElsewhere):
            first = self.conflict is None
            self.conflict = refusal
            self._settling = True
            if first:
                self.conflict_found.emit(refusal)
            return
        self._timer.start(PATIENCE[min(self._failures, len(PATIENCE) - 1)])
        self._failures += 1
        self.failed.emit(refusal)
        self._answer(refusal)

    def _answer(self, refusal: Refusal | None) -> None:
        waiting, self._waiting = self._waiting, []
        for done, failed in waiting:
            if refusal is None:
                done()
            else:
                failed(refusal)


class _Version:
    """The version the next save builds upon. Written only by the one worker that keeps, so saves may line up."""

    def __init__(self, number: int) -> None:
        self.number = number

    def save(self, backend: Backend, copy: Filing, post: Post, over: tuple[cases.Overwritten, ...]) -> datetime:
        """Save `copy` and say when."""
        copy.version = self.number
        self.number = cases.save_draft(backend, copy, post=post, over=over)
        return backend.clock()
