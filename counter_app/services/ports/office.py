"""What the acts need of the history of every act, window states and the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Final, Protocol

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen


@frozen
class HistoryEntry:
    """One act, never overwritten. `details` hold no names and no identity numbers. `at` is UTC and aware.

    `zone` is the office's IANA zone name at that time; `act` a dotted name as `notice.issued`.
    """

    at: datetime
    zone: str
    clerk: str
    window: str
    act: str
    reference: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@frozen
class WindowState:
    """Which cases stand open at one window, in the order of their tabs, which is in front, and which are parked."""

    cases: tuple[str, ...] = ()
    active: str = ""
    parked: tuple[str, ...] = ()


CLOCK_CONFIRMED: Final = "clock.confirmed"
"""Act and reference of the entry that says that the clock was found right; acts before it no longer count."""


class HistoryRepository(Protocol):
    """The append-only history of every act."""

    def record(self, entry: HistoryEntry) -> None:
        """Append one act."""

    def of_case(self, reference: str) -> list[HistoryEntry]:
        """The acts on one case, oldest first."""

    def of_references(self, prefix: str) -> list[HistoryEntry]:
        """The acts on everything whose reference begins with `prefix`, oldest first."""

    def highest_time(self) -> datetime | None:
        """The latest time of any act since the clock was confirmed last; None before the first act."""


class WindowStateRepository(Protocol):
    """What stands open at each window, to be found again after a power cut."""

    def save(self, window: str, state: WindowState) -> None:
        """Record what stands open now."""

    def load(self, window: str) -> WindowState:
        """What stood open last; empty where nothing is known."""

    def save_form(self, window: str, form: str, content: Mapping[str, object]) -> None:
        """Record what was keyed into a form that is no case (`tip:`), as plain JSON data."""

    def load_form(self, window: str, form: str) -> dict[str, object]:
        """What was recorded of a form last; empty where nothing is."""

    def discard_form(self, window: str, form: str) -> None:
        """Forget a form: it was handed in, or given up."""


class OfficeRepository(Protocol):
    """The office's own data, one record for all windows."""

    def load(self) -> Office | None:
        """The office, None before the first start has asked for it."""

    def save(self, office: Office) -> None:
        """Record the office."""
