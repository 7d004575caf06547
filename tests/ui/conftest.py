"""Every test of a widget has our theme, our font and Chinese; a test of a page has a window on a backend in memory."""

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.ui.base import application
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.layout_items import kept_items
from tests.ui.shell_fakes import start_shell


@pytest.fixture(scope="session")
def qapp(qapp_args, qapp_cls, pytestconfig):
    """The application with its style, applied once; replaces the bare one of pytest-qt."""
    running = QApplication.instance() or qapp_cls([*qapp_args, *application.STYLE])
    application.apply_style(running, bundled_font=True)
    return running


@pytest.fixture
def theme(qapp):
    """The theme, back at its beginning afterwards."""
    from counter_app.ui.style.theme import ThemeName, current

    yield current()
    current().use(ThemeName.LIGHT)
    current().set_zoom(100)


@pytest.fixture
def backend():
    return MemoryBackend.make()


@pytest.fixture
def begin(qtbot, qapp, tmp_path):
    """Start the window on a backend, or on what `connect` brings; every window ends with the test.

    `settle` of what it returns waits until nothing is under way; with `wait=False` the window is not waited for.
    Whatever a test did with it, no item of a layout is left for Python to mistake for something else.
    """
    started = []

    def start(backend=None, *, connect=None, wait=True, **options):
        one = start_shell(connect or (lambda: backend), tmp_path, **options)
        started.append(one)
        one.settle = lambda: qtbot.waitUntil(lambda: not one.station.tasks.is_busy)
        if wait:
            qtbot.waitUntil(lambda: not one.station.tasks.is_busy and one.shell.window.shown != "busy")
        return one

    yield start
    assert kept_items() == []
    for one in started:
        one.end()
    assert kept_items() == []


@pytest.fixture
def running(begin, backend):
    return begin(backend)
