"""What the opening of the data brings."""

from __future__ import annotations

from dataclasses import field

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.services.filing import cases
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import Backend, WindowState


@frozen
class OpenedBackend:
    """What the opening of the database brings: the counter, the office, the cases that stood open at this window.

    `office` is None before the first start, or unnamed where only the command line was used. `lost`
    counts open cases that could not be read again.
    """

    backend: Backend
    office: Office | None
    open_cases: tuple[cases.OpenCase, ...] = ()
    remembered: WindowState = field(default_factory=WindowState)
    lost: int = 0
    workstation: Workstation | None = None
    """Who works here, where that could be read only once the key of the data was there."""
