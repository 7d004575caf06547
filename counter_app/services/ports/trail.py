"""What the acts need of the trail and of its witness outside the database."""

from __future__ import annotations

from typing import Final, Protocol

from counter_app.domain.trail.report import TrailReport
from counter_app.domain.trail.witness import Rollback, Witness

BEGUN: Final = "trail.begun"
"""Act of the entry that says how many entries before it were chained afterwards."""

ROLLED_BACK: Final = "trail.rolled_back"
"""Act of the entry that says that the database was older than its witness, and what it lacked."""

LOST_NUMBER: Final = "数据退回以前已经编出，这份数据里没有它的记录"
"""Why a number is void that the database lacked."""


class Witnesses(Protocol):
    """What is kept outside the database of how far it had come: beside it, and among the user's own settings."""

    def read(self) -> Witness | None:
        """What it says, also of a time when the database was another; None where nothing there can be believed."""

    def verify(self) -> TrailReport:
        """Hold every entry of the trail against its key, and the trail against this witness."""

    def rollback(self) -> Rollback | None:
        """That the database was found to be older than it, since this program opened it; None where it was not."""
