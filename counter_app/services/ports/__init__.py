"""What the acts of the counter need from the outside: a database, numbers, history, forms, a clock, a renderer."""

from counter_app.services.ports.backend import Backend, FormSource, UnitOfWork
from counter_app.services.ports.bags import (
    BagContent,
    BagFault,
    BagFile,
    BagIndex,
    BagReport,
    FaultKind,
    IndexFile,
    PackedBag,
    PackedCase,
)
from counter_app.services.ports.cases import CaseLine, ChangedElsewhere, UnknownCase
from counter_app.services.ports.inspections import InspectionLine, Subject, UnitKey, UnknownInspection
from counter_app.services.ports.known import KnownCase
from counter_app.services.ports.lists import DayNumber, PageCursor, QueueLine, RegisterFilter, RegisterRow, SeriesOfYear
from counter_app.services.ports.office import CLOCK_CONFIRMED, HistoryEntry, WindowState
from counter_app.services.ports.papers import IssuedPaper, TemplateConfirmation, VoidedAlready
from counter_app.services.ports.platform import PlatformCase, PlatformTick
from counter_app.services.ports.promises import BrokenPromise, Supervisor
from counter_app.services.ports.results import DetachedSignature
from counter_app.services.ports.scans import (
    Attachment,
    Incoming,
    Raster,
    RenderRequest,
    Scan,
    ScanFacts,
    StoredFile,
    UnknownScan,
    Watch,
)
from counter_app.services.ports.search import FEW, IndexState, RecordHit, RecordResults, SearchHit, SearchResults
from counter_app.services.ports.transfers import (
    BatchCase,
    BatchLine,
    HandedOver,
    InAnotherBatch,
    Reception,
    TrustedKey,
    UnknownBatch,
)

__all__ = [
    "CLOCK_CONFIRMED",
    "FEW",
    "Attachment",
    "Backend",
    "BagContent",
    "BagFault",
    "BagFile",
    "BagIndex",
    "BagReport",
    "BatchCase",
    "BatchLine",
    "BrokenPromise",
    "CaseLine",
    "ChangedElsewhere",
    "DayNumber",
    "DetachedSignature",
    "FaultKind",
    "FormSource",
    "HandedOver",
    "HistoryEntry",
    "InAnotherBatch",
    "Incoming",
    "IndexFile",
    "IndexState",
    "InspectionLine",
    "IssuedPaper",
    "KnownCase",
    "PackedBag",
    "PackedCase",
    "PageCursor",
    "PlatformCase",
    "PlatformTick",
    "QueueLine",
    "Raster",
    "Reception",
    "RecordHit",
    "RecordResults",
    "RegisterFilter",
    "RegisterRow",
    "RenderRequest",
    "Scan",
    "ScanFacts",
    "SearchHit",
    "SearchResults",
    "SeriesOfYear",
    "StoredFile",
    "Subject",
    "Supervisor",
    "TemplateConfirmation",
    "TrustedKey",
    "UnitKey",
    "UnitOfWork",
    "UnknownBatch",
    "UnknownCase",
    "UnknownInspection",
    "UnknownScan",
    "VoidedAlready",
    "Watch",
    "WindowState",
]
