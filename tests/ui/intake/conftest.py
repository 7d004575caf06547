"""A page of the intake on a counter in memory."""

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from counter_app.services.filing import cases
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.intake.page import IntakePage
from counter_app.ui.intake.session import CaseSession
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.intake.reading import SMALL, sample


@pytest.fixture
def backend():
    return MemoryBackend.make()


@pytest.fixture
def tasks(qapp, tmp_path):
    tasks = Tasks(ErrorReporter(tmp_path / "reports"))
    yield tasks
    assert tasks.close()
    delete(tasks)


@pytest.fixture
def open_page(qtbot, backend, tasks):
    """Opens a case (of a sample) and shows its page with the focus where one begins."""
    shown = []

    def open_one(name=None, *, size=SMALL, reference=None):
        if reference is None:
            intake = sample(name) if name else None
            case = cases.open_case(backend, post=POST, intake=intake)
        else:
            case = cases.load_case(backend, reference)
        session = CaseSession(backend, case, post=POST, tasks=tasks, parent=tasks)
        page = IntakePage(session)
        page.resize(*size)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        shown.append(page)
        return page

    yield open_one
    for page in shown:
        page.hide()
        delete(page)


@pytest.fixture
def page(open_page):
    return open_page()
