"""What the opening of the data brings."""

from __future__ import annotations

from dataclasses import dataclass, field

from counter_app.domain.basics.office import Office
from counter_app.services.filing import cases
from counter_app.services.ports import Backend, DeskState


@dataclass(frozen=True, slots=True)
class Opened:
    """What the opening of the database brings: the counter, the office, the cases that stood open at this window.

    `office` is None before the first start. `lost` counts cases of the desk that could not be read again.
    """

    counter: Backend
    office: Office | None
    desk: tuple[cases.OpenCase, ...] = ()
    remembered: DeskState = field(default_factory=DeskState)
    lost: int = 0
