"""Parts of the window's work: each brings its acts and its pages, and the shell brings them together.

Loaded before the window can be worked with, so a part imports its pages when they are wanted.
"""

from collections.abc import Callable
from typing import Final

from counter_app.ui.changes.feature import Changing
from counter_app.ui.inspection.feature import Inspecting
from counter_app.ui.issued.delivery import Serving
from counter_app.ui.issued.feature import Papers
from counter_app.ui.issued.return_visit import Returning
from counter_app.ui.lists.day_end_feature import ClosingTime
from counter_app.ui.lists.export_feature import ListsOut
from counter_app.ui.lists.parking import Parking
from counter_app.ui.lists.queues_feature import WaitingCases
from counter_app.ui.lists.search_feature import FindingCases
from counter_app.ui.platform.feature import Platform
from counter_app.ui.scan_folder.feature import Scans
from counter_app.ui.settings.holidays_feature import HolidayYears
from counter_app.ui.transfer.feature import HandingOver
from counter_app.ui.window.feature import Part, Surroundings

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
