"""Opening the data: the counter, the office, and the cases that stood open at this window."""

from collections.abc import Callable

from counter_app.domain.basics.office import Post
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import Backend, WindowState
from counter_app.ui.base.opened import OpenedBackend


def open_backend(
    connect: Callable[[], Backend], workstation: Workstation, named: Callable[[], Workstation]
) -> OpenedBackend:
    """Connect and read what stood open. Slow: for a background lane. Raises `Refusal`.

    `named` reads once more who works here: without the key of the data it is not known.
    """
    backend = connect()
    office = offices.load_office(backend)
    late = None
    if not workstation.is_set_up and (read := named()).is_set_up:
        late = workstation = read
    if not offices.is_set_up(office) or not workstation.is_set_up:
        return OpenedBackend(backend, office, workstation=late)
    remembered = cases.load_window_state(backend, post=workstation.post)
    open_cases, lost = _reopened(backend, remembered, workstation.post)
    return OpenedBackend(backend, office, open_cases, remembered, lost, late)


def _reopened(backend: Backend, remembered: WindowState, post: Post) -> tuple[tuple[cases.OpenCase, ...], int]:
    """The remembered cases that can be read, and how many cannot."""
    found = cases.view_cases(backend, remembered.cases, post=post)
    return tuple(found), len(remembered.cases) - len(found)
