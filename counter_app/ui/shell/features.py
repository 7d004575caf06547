"""The features of the window: each brings its acts and its pages, and the shell puts them together.

Loaded before the window can be worked with, so a feature imports its pages when they are wanted.
"""

from collections.abc import Callable
from typing import Final

from counter_app.ui.changes.feature import ChangesFeature
from counter_app.ui.inspection.feature import InspectionFeature
from counter_app.ui.issued.delivery_feature import DeliveryFeature
from counter_app.ui.issued.feature import IssuedPapersFeature
from counter_app.ui.issued.return_visit_feature import ReturnVisitFeature
from counter_app.ui.lists.day_end_feature import DayEndFeature
from counter_app.ui.lists.export_feature import ExportFeature
from counter_app.ui.lists.parking_feature import ParkingFeature
from counter_app.ui.lists.queues_feature import QueuesFeature
from counter_app.ui.lists.search_feature import SearchFeature
from counter_app.ui.manual.feature import ManualFeature
from counter_app.ui.platform.feature import PlatformFeature
from counter_app.ui.scan_folder.feature import ScanFolderFeature
from counter_app.ui.settings.backup_feature import BackupFeature
from counter_app.ui.settings.clerks_feature import ClerksFeature
from counter_app.ui.settings.holidays_feature import HolidaysFeature
from counter_app.ui.settings.protection_feature import ProtectionFeature
from counter_app.ui.settings.templates_feature import TemplatesFeature
from counter_app.ui.statistics.feature import StatisticsFeature
from counter_app.ui.trail.feature import TrailFeature
from counter_app.ui.transfer.feature import TransferFeature
from counter_app.ui.window.feature import Feature, WindowContext

__all__ = ["FEATURES", "Feature", "WindowContext"]

FEATURES: Final[tuple[Callable[[WindowContext], Feature], ...]] = (
    ClerksFeature,  # the first to hear of a scan: a locked screen opens nothing
    IssuedPapersFeature,
    SearchFeature,
    PlatformFeature,
    ScanFolderFeature,
    DeliveryFeature,
    ReturnVisitFeature,
    QueuesFeature,
    HolidaysFeature,
    TemplatesFeature,
    BackupFeature,
    ProtectionFeature,
    TrailFeature,
    ParkingFeature,
    DayEndFeature,
    StatisticsFeature,
    TransferFeature,
    InspectionFeature,
    ExportFeature,
    ChangesFeature,
    ManualFeature,
)
"""Every feature, in the order in which they are made."""
