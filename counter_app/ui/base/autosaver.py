"""Autosave of whatever a page edits: one save at a time in the background, soon after the first unsaved key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol, TypeAlias

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend

SAVE_AFTER: Final = 700
"""Milliseconds from the first unsaved key to the save: with the save itself it stays far below two seconds."""

PATIENCE: Final = (1_000, 2_000, 5_000, 10_000, 30_000)
"""Milliseconds before the next try, after each failure in a row."""

Save: TypeAlias = Callable[[Backend], Any]
Waiting: TypeAlias = tuple[Callable[[], None], Callable[[Refusal], None] | None]


class Write(Protocol):
    """Runs a save in the write lane, as `Station.write` does; also where the page is gone by then."""

    def __call__(self, act: Save, *, done: Callable[[Any], None], failed: Callable[[Refusal], None]) -> None:
        """Do `act` after everything that was asked before."""


class Autosaver(QObject):
    """Brings what changes to the disk. Belongs to the UI thread; the saves run in the write lane."""

    def __init__(
        self,
        read: Callable[[], Save],
        write: Write,
        *,
        reached: Callable[[Any], None],
        refused: Callable[[Refusal], bool],
        is_closed: Callable[[], bool],
        retries: bool = False,
        parent: QObject,
    ) -> None:
        """`read` takes a copy of what stands now and returns the act that saves it; `reached` hears its result.

        `refused` hears why it could not be saved, and says whether those who wait for the disk may be told. With
        `retries` the next try follows by itself, else with the next change. Once `is_closed` nothing can be saved.
        """
        super().__init__(parent)
        self._read = read
        self._write = write
        self._reached = reached
        self._refused = refused
        self._is_closed = is_closed
        self._retries = retries
        self._waiting: list[Waiting] = []
        self._under_way = self._failures = self._round = 0
        self._suspended = False
        self._dirty_since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save)
        self.is_dirty = False

    @property
    def is_saving(self) -> bool:
        """Whether a save is on its way to the disk."""
        return self._under_way > 0

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for the disk who wants to be told of a failure."""
        return any(failed is not None for _done, failed in self._waiting)

    def mark_dirty(self) -> None:
        """Something is unsaved from now on."""
        if self.is_dirty:
            return
        self.is_dirty = True
        self._dirty_since.start()
        if not self._under_way and not self._suspended and not self._timer.isActive():
            self._timer.start(SAVE_AFTER)

    def save(self, *, queue: bool = False) -> None:
        """Save now, or right after the save under way; with `queue` line up behind it (the program is closing)."""
        if not self.is_dirty or self._suspended or (self._under_way and not queue) or self._is_closed():
            return
        self._timer.stop()
        self.is_dirty = False
        self._under_way += 1
        current = self._round
        self._write(self._read(), done=self._saved, failed=lambda refusal: self._failed(refusal, current))

    def flush(self, done: Callable[[], None], failed: Callable[[Refusal], None] | None = None) -> None:
        """Call `done` as soon as everything is on disk, `failed` when that cannot be."""
        if self._is_closed() or not (self.is_dirty or self._under_way):
            done()
            return
        self._waiting.append((done, failed))
        self.save()

    def suspend(self) -> None:
        """Send nothing to the disk until `resume` or `clear`."""
        self._suspended = True
        self._timer.stop()

    def resume(self) -> None:
        """Go on saving."""
        self._suspended = False
        if self.is_dirty and not self._under_way:
            self._timer.start(0)

    def clear(self) -> None:
        """Nothing is unsaved: what stands now was just read, or is another thing."""
        self._timer.stop()
        self._suspended = self.is_dirty = False
        self._failures = 0
        self._round += 1

    def answer(self, refusal: Refusal | None) -> None:
        """Tell whoever waits for the disk that all is there, or why it cannot be."""
        waiting, self._waiting = self._waiting, []
        for done, failed in waiting:
            if refusal is None:
                done()
            elif failed is not None:
                failed(refusal)

    def _saved(self, result: Any) -> None:  # noqa: ANN401 - whatever the save returned
        if not isValid(self):
            return
        self._under_way -= 1
        self._failures = 0
        self._reached(result)
        if self.is_dirty:
            # Whoever waits for the disk waits for everything that was typed until now.
            self._timer.start(0 if self._waiting else max(0, SAVE_AFTER - self._dirty_since.elapsed()))
        elif not self._under_way:
            self.answer(None)

    def _failed(self, refusal: Refusal, current: int) -> None:
        if not isValid(self):
            return
        self._under_way -= 1
        self.is_dirty = self.is_dirty or current == self._round
        if not self._refused(refusal):
            return
        if self._retries:
            self._timer.start(PATIENCE[min(self._failures, len(PATIENCE) - 1)])
            self._failures += 1
        self.answer(refusal)
