"""Python's cyclic garbage collector, on the UI thread only.

By itself it runs on whichever thread allocates next. There it would delete the wrappers of widgets that belong to the
UI thread, which Qt does not survive.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY: Final = 1_000
_GENERATIONS: Final = 3

_running: set[int] = set()


class GarbageCollector(QObject):
    """While it runs, garbage is collected by a timer of the thread that made it, and by nothing else."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Not running yet."""
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Switch the automatic collection off and look once a second whether there is enough to collect."""
        _running.add(id(self))
        gc.disable()
        self._timer.start()

    @property
    def is_running(self) -> bool:
        """Whether the timer looks."""
        return self._timer.isActive()

    def pause(self) -> None:
        """Collect nothing at all until `start`."""
        self._timer.stop()

    def stop(self) -> None:
        """Leave the collection to Python again, unless another one runs. May be called more than once."""
        self._timer.stop()
        _running.discard(id(self))
        if not _running:
            gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that has reached its threshold, as Python would have done."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in reversed(range(_GENERATIONS)):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
