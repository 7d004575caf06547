"""Opening the data: the counter, the office, and the cases that stood open at this window."""

from collections.abc import Callable

from counter_app.domain.basics.office import Post
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import Backend, WindowState
from counter_app.ui.base.opened import OpenedBackend


def open_backend(connect: Callable[[], Backend], workstation: Workstation) -> OpenedBackend:
    """Connect and read what stood open. Slow: for a background lane. Raises `Refusal`."""
    backend = connect()
    office = offices.load_office(backend)
    if not offices.is_set_up(office) or not workstation.is_set_up:
        return OpenedBackend(backend, office)
    remembered = cases.load_window_state(backend, post=workstation.post)
    open_cases, lost = _reopened(backend, remembered, workstation.post)
    return OpenedBackend(backend, office, open_cases, remembered, lost)


def _reopened(backend: Backend, remembered: WindowState, post: Post) -> tuple[tuple[cases.OpenCase, ...], int]:
    """The remembered cases that can be read, and how many cannot."""
    found = cases.view_cases(backend, remembered.cases, post=post)
    return tuple(found), len(remembered.cases) - len(found)
