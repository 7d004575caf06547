"""Opening the data: the counter, the office, and the cases that stood open at this window."""

from collections.abc import Callable
from dataclasses import dataclass, field

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import Counter, DeskState


@dataclass(frozen=True, slots=True)
class Opened:
    """What the opening of the database brings: the counter, the office, the cases that stood open at this window.

    `office` is None before the first start. `lost` counts cases of the desk that could not be read again.
    """

    counter: Counter
    office: Office | None
    desk: tuple[cases.OpenCase, ...] = ()
    remembered: DeskState = field(default_factory=DeskState)
    lost: int = 0


def open_counter(connect: Callable[[], Counter], workstation: Workstation) -> Opened:
    """Connect and read what stood open. Slow: for the keeping lane. Raises `Refusal`."""
    counter = connect()
    office = offices.load_office(counter)
    if office is None or not workstation.is_set_up:
        return Opened(counter, office)
    remembered = cases.recall_desk(counter, post=workstation.post)
    desk, lost = _desk_again(counter, remembered)
    return Opened(counter, office, desk, remembered, lost)


def _desk_again(counter: Counter, remembered: DeskState) -> tuple[tuple[cases.OpenCase, ...], int]:
    """Load the remembered cases; one that cannot be read must not keep the others away."""
    found = []
    for reference in remembered.cases:
        try:
            found.append(cases.load_case(counter, reference))
        except Refusal:
            continue
    return tuple(found), len(remembered.cases) - len(found)
