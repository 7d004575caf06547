"""Every widget test runs dressed: our theme, our font, in Chinese."""

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.ui.base import application


@pytest.fixture(scope="session")
def qapp(qapp_args, qapp_cls, pytestconfig):
    """The application, dressed once; replaces the bare one of pytest-qt."""
    running = QApplication.instance() or qapp_cls(qapp_args)
    application.apply_style(running, bundled_font=True)
    return running


@pytest.fixture
def theme(qapp):
    """The theme, back at its beginning afterwards."""
    from counter_app.ui.style.theme import ThemeName, current

    yield current()
    current().use(ThemeName.LIGHT)
    current().set_zoom(100)
