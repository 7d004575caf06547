"""What this process itself saved last, so that the next save of a long case need not read it back to compare."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final, TypeAlias

from counter_app.domain.forms.answers import Answers

Rows: TypeAlias = Mapping[str, tuple[Answers, ...]]

CASES: Final = 20
"""As many as stand open at one window; the rows are those of the open cases themselves, so they take no space."""


class LastSaved:
    """Case and version to the rows committed under it. Safe to share between threads.

    A version is committed once and by one window only, and row objects are never changed, so a row object that is
    still the same is what the database holds.
    """

    def __init__(self) -> None:
        """Nothing is known at first."""
        self._saved: OrderedDict[str, tuple[int, Rows]] = OrderedDict()
        self._lock = threading.Lock()

    def rows_at(self, reference: str, version: int) -> Rows | None:
        """The rows of the case at exactly this version, None where this process did not save them."""
        with self._lock:
            saved = self._saved.get(reference)
        return saved[1] if saved is not None and saved[0] == version else None

    def remember(self, reference: str, version: int, rows: Rows) -> None:
        """Record what has just been committed."""
        with self._lock:
            self._saved[reference] = (version, dict(rows))
            self._saved.move_to_end(reference)
            if len(self._saved) > CASES:
                self._saved.popitem(last=False)
