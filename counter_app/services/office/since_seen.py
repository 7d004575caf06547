"""How much time has passed since something was first seen, by a clock that nobody can set."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta


class SinceSeen:
    """Remembers when each mark was asked about first. What is remembered ends with the program. Safe between threads.

    The time a computer shows can be set; the time since it was started cannot. Where the computer sleeps it may stand
    still: then more time has passed than is said.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        """`seconds` counts up from anywhere."""
        self._seconds = seconds
        self._first: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, mark: str) -> timedelta:
        """How long ago `mark` was first asked about; nothing at all where that is now."""
        with self._lock:
            now = self._seconds()
            return timedelta(seconds=now - self._first.setdefault(mark, now))
