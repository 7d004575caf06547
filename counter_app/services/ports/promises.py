"""What the acts need around the one-time promise: supervisors, deliveries of notices, promises that were broken."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Protocol

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.delivery import Delivery


@frozen
class Supervisor:
    """A supervisor (负责人) as kept: the hash of the PIN with its salt, never the PIN. `set_at` is UTC and aware."""

    name: str
    pin_hash: str = field(repr=False)
    set_at: datetime


@frozen
class BrokenPromise:
    """An item that an earlier notice should have named, and who let it pass, and why. `at` is UTC and aware.

    `paper_id` is the notice on which the item stands at last; `code` that of the deficiency.
    """

    paper_id: str
    reference: str
    code: str
    reason: str
    supervisor: str
    at: datetime
    clerk: str
    window: str


class SupervisorRepository(Protocol):
    """Who may let an exception pass."""

    def all(self) -> list[Supervisor]:
        """Every supervisor, by name."""

    def get(self, name: str) -> Supervisor | None:
        """The supervisor of this name, None where there is none."""

    def hold(self, name: str) -> Supervisor | None:
        """As `get`; until the transaction ends nobody else holds the same one, and all that is read is new."""

    def save(self, supervisor: Supervisor) -> None:
        """Record a supervisor, in the place of one of the same name."""

    def remove(self, name: str) -> None:
        """Take a supervisor out; nothing where there is none of this name."""


class DeliveryRepository(Protocol):
    """How each notice reached the applicant (送达). Append-only: the last entry of a paper counts."""

    def add(self, delivery: Delivery) -> None:
        """Append how a paper was served."""

    def of_papers(self, paper_ids: list[str]) -> dict[str, Delivery]:
        """The entry that counts, by paper; papers of which nothing was recorded are not in it."""


class BrokenPromiseRepository(Protocol):
    """The one-time promises that were broken. Append-only."""

    def add(self, promise: BrokenPromise) -> None:
        """Append one broken promise."""

    def between(self, since: datetime, until: datetime) -> list[BrokenPromise]:
        """Those from `since` (included) to `until` (not included), both aware, oldest first."""
