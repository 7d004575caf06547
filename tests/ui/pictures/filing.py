"""Keying into the national platform, and filing: empty, half done, odd numbers, filed."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from counter_app.domain.basics.office import Post
from counter_app.services.filing import cases
from counter_app.services.office import supervision
from counter_app.services.papers import issuing
from counter_app.services.platform import platform_entry, platform_filing
from counter_app.services.scans import scans
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog
from counter_app.ui.platform.page import PlatformPage
from counter_app.ui.style import theme
from tests.fakes import scan_samples
from tests.fakes.memory_backend import OFFICE, POST, MemoryBackend
from tests.ui.pictures.album import (
    NAMES,
    SIZES,
    SMALL,
    Album,
    backend_of_a_day,
    sample,
    settle,
    with_shell,
)
from tests.ui.shell_fakes import Running

NUMBER = "530624202600000123"


def _complete(backend: MemoryBackend, name: str, unit: str, scan: bytes = b"") -> str:
    reference = cases.open_case(backend, post=POST, intake=sample(name, unit)).filing.reference
    if scan:
        scans.attach_scan(backend, reference, "device_list", scan, post=POST)
    issuing.issue_receipt(backend, reference, post=POST)
    return reference


def _page(running: Running) -> PlatformPage:
    running.shell.act("platform")
    settle(running)
    page = running.shell.window.page("platform")
    assert isinstance(page, PlatformPage)
    return page


def _beside_the_right_edge(running: Running, page: PlatformPage) -> None:
    """Where the strip stands beside a browser."""
    window = running.shell.window
    page.beside.resize(320, window.height() - 96)
    page.beside.move(window.pos() + QPoint(window.width() - 344, 56))


def _more(album: Album, running: Running) -> None:
    """What is on paper, and other looks."""
    running.shell.show("cases")
    running.shell.workspace.show_place(1)
    settle(running)
    album.take(running, "case-complete")
    page = _page(running)
    page.list.go_to(page.list.model_.places[-1])
    album.take(running, "platform-paper")
    theme.current().use(theme.ThemeName.DARK)
    album.take(running, "platform-dark")
    theme.current().use(theme.ThemeName.HIGH_CONTRAST)
    album.take(running, "platform-contrast", SMALL)
    album.dress()
    theme.current().set_zoom(150)
    album.take(running, "platform-zoom")
    theme.current().set_zoom(100)


def platform(album: Album) -> None:
    """The items as they are keyed, the number, a filed case, its undoing."""
    backend = backend_of_a_day()
    backend.store.kept.office = dataclasses.replace(OFFICE, platform_number_format="#{18}")
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    other = _complete(backend, "01", NAMES[2])
    platform_filing.file_case(backend, other, NUMBER, post=POST)
    here = _complete(backend, "12", NAMES[0])
    paper = _complete(backend, "08", NAMES[1], scan_samples.png((1240, 1754)))
    backend.store.kept.window_states[POST.window] = cases.WindowState((here, paper), here)

    def act(running: Running) -> None:
        page = _page(running)
        album.take(running, "platform-begun", {**SIZES, **SMALL})
        platform_entry.tick(
            backend, here, [i.key for i in page.list.model_.items()[:9] if i.is_due], post=Post("李强", "4号窗口")
        )
        page.look()
        settle(running)
        page.list.go_to(next(p for p in page.list.model_.places if page.list.model_.item(p).row == 1))
        album.take(running, "platform-row")
        page.acts.trigger("beside")
        album.take(running, "platform-strip", stage=lambda: _beside_the_right_edge(running, page))
        page.beside.close()
        QTest.keyClick(page.list, Qt.Key.Key_F11)
        page.strip.number.set_value("5306242026")
        page.strip.submit()
        settle(running)
        album.take(running, "platform-odd")
        page.strip.number.set_value(NUMBER)
        page.strip.number.edited.emit()
        page.strip.submit()
        settle(running)
        album.take(running, "platform-same", {**SIZES, **SMALL})
        page.strip.again.set_value(NUMBER)
        page.strip.submit()
        settle(running, 200)
        album.take(running, "platform-filed")
        page.strip.undo_wanted.emit()
        settle(running)
        album.take(running, "platform-undo")
        running.shell.window.findChild(SupervisorDialog).reject()
        settle(running)
        _more(album, running)

    with_shell(backend, act)


CHAPTERS = (platform,)
