"""What the acts of the counter need from the outside: a database, numbers, history, forms, a clock, a renderer.

A name is imported from its module when it is first asked for: a new case needs few of them, and begins sooner.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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
        ScanSource,
    )
    from counter_app.services.ports.cases import CaseLine, ChangedElsewhere, UnknownCase
    from counter_app.services.ports.inspections import InspectionLine, Subject, UnitKey, UnknownInspection
    from counter_app.services.ports.known import KnownCase
    from counter_app.services.ports.lists import (
        DayNumber,
        PageCursor,
        QueueLine,
        RegisterFilter,
        RegisterRow,
        SeriesOfYear,
    )
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
        ScanChanged,
        ScanContent,
        ScanFacts,
        ScanLost,
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
    "ScanChanged",
    "ScanContent",
    "ScanFacts",
    "ScanLost",
    "ScanSource",
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

_NAMES: Final = {
    "backend": (
        "Backend",
        "FormSource",
        "UnitOfWork",
    ),
    "bags": (
        "BagContent",
        "BagFault",
        "BagFile",
        "BagIndex",
        "BagReport",
        "FaultKind",
        "IndexFile",
        "PackedBag",
        "PackedCase",
        "ScanSource",
    ),
    "cases": (
        "CaseLine",
        "ChangedElsewhere",
        "UnknownCase",
    ),
    "inspections": (
        "InspectionLine",
        "Subject",
        "UnitKey",
        "UnknownInspection",
    ),
    "known": ("KnownCase",),
    "lists": (
        "DayNumber",
        "PageCursor",
        "QueueLine",
        "RegisterFilter",
        "RegisterRow",
        "SeriesOfYear",
    ),
    "office": (
        "CLOCK_CONFIRMED",
        "HistoryEntry",
        "WindowState",
    ),
    "papers": (
        "IssuedPaper",
        "TemplateConfirmation",
        "VoidedAlready",
    ),
    "platform": (
        "PlatformCase",
        "PlatformTick",
    ),
    "promises": (
        "BrokenPromise",
        "Supervisor",
    ),
    "results": ("DetachedSignature",),
    "scans": (
        "Attachment",
        "Incoming",
        "Raster",
        "RenderRequest",
        "Scan",
        "ScanChanged",
        "ScanContent",
        "ScanFacts",
        "ScanLost",
        "StoredFile",
        "UnknownScan",
        "Watch",
    ),
    "search": (
        "FEW",
        "IndexState",
        "RecordHit",
        "RecordResults",
        "SearchHit",
        "SearchResults",
    ),
    "transfers": (
        "BatchCase",
        "BatchLine",
        "HandedOver",
        "InAnotherBatch",
        "Reception",
        "TrustedKey",
        "UnknownBatch",
    ),
}
_MODULES: Final = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    """The class or constant `name`, from its module."""
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    globals()[name] = value  # asked for once
    return value
