"""Parts of the window's work: each brings its acts and its pages, and the shell brings them together.

Loaded before the window can be worked with, so a part imports its pages when they are wanted.
"""

from collections.abc import Callable
from typing import Final

from counter_app.ui.parts.changing import Changing
from counter_app.ui.parts.closing import ClosingTime
from counter_app.ui.parts.finding import FindingCases
from counter_app.ui.parts.handing_over import HandingOver
from counter_app.ui.parts.holidays import HolidayYears
from counter_app.ui.parts.inspecting import Inspecting
from counter_app.ui.parts.lists_out import ListsOut
from counter_app.ui.parts.papers import Papers
from counter_app.ui.parts.parking import Parking
from counter_app.ui.parts.part import Part, Surroundings
from counter_app.ui.parts.platform import Platform
from counter_app.ui.parts.returning import Returning
from counter_app.ui.parts.scans import Scans
from counter_app.ui.parts.serving import Serving
from counter_app.ui.parts.waiting import WaitingCases

__all__ = ["PARTS", "Part", "Surroundings"]

PARTS: Final[tuple[Callable[[Surroundings], Part], ...]] = (
    Papers,
    FindingCases,
    Platform,
    Scans,
    Serving,
    Returning,
    WaitingCases,
    HolidayYears,
    Parking,
    ClosingTime,
    HandingOver,
    Inspecting,
    ListsOut,
    Changing,
)
"""Every part, in the order in which they are made."""
