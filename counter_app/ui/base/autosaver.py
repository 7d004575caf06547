"""Autosave of whatever a page edits: one save at a time in the background, soon after the first unsaved key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend
from counter_app.ui.base.tasks import Lane, Tasks

SAVE_AFTER: Final = 700
"""Milliseconds from the first unsaved key to the save: with the save itself it stays far below two seconds."""

PATIENCE: Final = (1_000, 2_000, 5_000, 10_000, 30_000)
"""Milliseconds before the next try, after each failure in a row."""

Save: TypeAlias = Callable[[Backend], Any]


class Autosaver(QObject):
    """Brings what changes to the disk. Belongs to the UI thread; the saves run in the write lane.

    What is kept of a subject, and what happens once it is there or cannot be, say `read`, `reached` and `refuse`.
    """

    refused = Signal(Refusal)
    """Why it could not be saved (`Refusal`), where nobody waited who is told. It stays where it was typed."""

    def __init__(self, tasks: Tasks, backend: Callable[[], Backend], parent: QObject, *, retries: bool = False) -> None:
        """With `retries` a failed save is tried again by itself, else with the next change."""
        super().__init__(parent)
        self._tasks = tasks
        self._open_backend = backend
        self._retries = retries
        self._waiting: list[tuple[Callable[[], None], Callable[[Refusal], None] | None]] = []
        self._under_way = self._failures = self._round = 0
        self._dirty = self._suspended = False
        self._dirty_since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save)

    def read(self) -> Save:
        """Take a copy of what stands now and return the act that saves it."""
        raise NotImplementedError

    def reached(self, result: Any) -> None:  # noqa: ANN401 - whatever the save returned
        """A save reached the disk and returned `result`."""

    def refuse(self, refusal: Refusal) -> bool:
        """It could not be saved; returns whether those who wait for the disk may be told."""
        if not self.is_awaited:
            self.refused.emit(refusal)
        return True

    @property
    def is_dirty(self) -> bool:
        """Whether something is not on the disk yet."""
        return self._dirty or self._under_way > 0

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
        if self._dirty:
            return
        self._dirty = True
        self._dirty_since.start()
        if not self._under_way and not self._suspended and not self._timer.isActive():
            self._timer.start(SAVE_AFTER)

    def save(self, *, queue: bool = False) -> None:
        """Save now, or right after the save under way; with `queue` line up behind it (the program is closing)."""
        if not self._dirty or self._suspended or (self._under_way and not queue) or self._tasks.is_closed:
            return
        self._timer.stop()
        self._dirty = False
        self._under_way += 1
        act, backend, current = self.read(), self._open_backend(), self._round
        # Without an owner: it reaches the disk also where the page is gone by then.
        self._tasks.run(
            lambda: act(backend),
            done=self._saved,
            failed=lambda refusal: self._failed(refusal, current),
            lane=Lane.WRITE,
        )

    def flush(self, then: Callable[[], None] | None = None, otherwise: Callable[[Refusal], None] | None = None) -> None:
        """Save what is unsaved, then go on with `then`; where it could not be saved, with `otherwise`."""
        if self._tasks.is_closed or not self.is_dirty:
            if then is not None:
                then()
            return
        if then is not None:
            self._waiting.append((then, otherwise))
        self.save()

    def suspend(self) -> None:
        """Send nothing to the disk until `resume` or `clear`."""
        self._suspended = True
        self._timer.stop()

    def resume(self) -> None:
        """Go on saving."""
        self._suspended = False
        if self._dirty and not self._under_way:
            self._timer.start(0)

    def clear(self) -> None:
        """Nothing is unsaved: what stands now was just read, or is another thing."""
        self._timer.stop()
        self._suspended = self._dirty = False
        self._failures = 0
        self._round += 1

    def answer(self, refusal: Refusal | None) -> None:
        """Tell whoever waits for the disk that all is there, or why it cannot be."""
        waiting, self._waiting = self._waiting, []
        for then, otherwise in waiting:
            if refusal is None:
                then()
            elif otherwise is not None:
                otherwise(refusal)

    def _saved(self, result: Any) -> None:  # noqa: ANN401 - as `reached`
        if not isValid(self):
            return
        self._under_way -= 1
        self._failures = 0
        self.reached(result)
        if self._dirty:
            # Whoever waits for the disk waits for everything that was typed until now.
            self._timer.start(0 if self._waiting else max(0, SAVE_AFTER - self._dirty_since.elapsed()))
        elif not self._under_way:
            self.answer(None)

    def _failed(self, refusal: Refusal, current: int) -> None:
        if not isValid(self):
            return
        self._under_way -= 1
        self._dirty = self._dirty or current == self._round
        if not self.refuse(refusal):
            return
        if self._retries:
            self._timer.start(PATIENCE[min(self._failures, len(PATIENCE) - 1)])
            self._failures += 1
        self.answer(refusal)
