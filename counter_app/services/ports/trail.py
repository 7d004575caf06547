"""What the acts need of the trail and of its witness outside the database."""

from __future__ import annotations

from typing import Protocol

from counter_app.domain.trail.witness import Witness


class WitnessFiles(Protocol):
    """The small signed files outside the database: beside it, and among the user's own settings."""

    def read(self) -> Witness | None:
        """What they say together, also of a time when the database was another; None where none can be believed."""
