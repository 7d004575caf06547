"""What the statistics need: the counts, read whole months at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from counter_app.domain.basics.counted import Dimension, Figure
from counter_app.domain.statistics.periods import Grain
from counter_app.domain.statistics.report import DayCount, GroupCount


class StatisticsRepository(Protocol):
    """How often things were counted, never the things themselves."""

    def by_group(self, first: date, last: date, by: Dimension | None) -> list[GroupCount]:
        """What was counted from `first` to `last`, all together, or `OF_FILING` by window, clerk or place category."""

    def course(self, first: date, last: date, grain: Grain, figures: Sequence[Figure]) -> list[DayCount]:
        """How often `figures` were counted on each day, or in each month, from `first` to `last`."""
