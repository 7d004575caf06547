"""Judging one open case between the clerk's keys: for a few milliseconds a turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Final, TypeAlias

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Findings

SLICE: Final = 8
"""Milliseconds of judging at a time: a key pressed meanwhile waits no longer, and half a frame is left for it."""

LONG: Final = 1_000
"""Rows of a list from which on whatever is held against each of them is done beside the window."""

Steps: TypeAlias = Generator[None, None, Findings]


class CaseJudge(QObject):
    """Judges a case that goes on changing. A pass that was overtaken by a change is dropped and begun anew.

    Nearly every case is judged in one turn; with thousands of rows pasted at once it takes a few hundred. Not on a
    worker: Python lets one thread run at a time, and keys would wait longer for it than for a slice.
    """

    found = Signal(Findings)
    """`Findings` of the case as it stands."""

    def __init__(self, begin: Callable[[], Steps], findings: Findings, parent: QObject) -> None:
        """`begin` begins to judge the case as it then stands; `findings` is what it came to before."""
        super().__init__(parent)
        self._begin = begin
        self._steps: Steps | None = None
        self._waiting: list[Callable[[], None]] = []
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        self.findings = findings
        """What the case came to when it was last judged to the end."""

    @property
    def is_under_way(self) -> bool:
        """Whether the case has changed since."""
        return self._timer.isActive()

    def judge(self) -> None:
        """The case has changed: judge it, beginning with the next turn of the event loop."""
        self._steps = None
        self._timer.start()

    def finish(self) -> Findings:
        """Judge to the end without waiting for the event loop."""
        self._steps = None
        while not self._step():
            pass
        return self.findings

    def take(self, findings: Findings) -> None:
        """The case was judged elsewhere, as it was read."""
        self._end(findings)

    def when_done(self, done: Callable[[], None]) -> None:
        """Call `done` once the case is judged as it stands: now, where a slice is enough for it."""
        if self.is_under_way:
            self._timer.stop()
            self._go_on()
        if self.is_under_way:
            self._waiting.append(done)
        else:
            done()

    def _go_on(self) -> None:
        turn = QElapsedTimer()
        turn.start()
        while not self._step():
            if turn.elapsed() >= SLICE:
                self._timer.start()
                return

    def _step(self) -> bool:
        """Whether that was the last one."""
        if self._steps is None:
            self._steps = self._begin()
        try:
            next(self._steps)
        except StopIteration as end:
            self._end(end.value)
            return True
        return False

    def _end(self, findings: Findings) -> None:
        self._steps = None
        self._timer.stop()
        self.findings = findings
        self.found.emit(findings)
        waiting: list[Callable[[], None]] = []
        if not self.is_under_way:  # whoever heard of it may have changed the case
            waiting, self._waiting = self._waiting, waiting
        for done in waiting:
            done()


def is_long(answers: Answers) -> bool:
    """Whether there are so many rows that comparing them is not done between two keys."""
    return any(len(rows) > LONG for rows in answers.all_rows().values())
