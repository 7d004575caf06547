"""The templates of papers: none confirmed, one confirmed, one changed since; what asks who confirmed it."""

from datetime import date

from counter_app.services.papers import confirmations
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.pictures.album import SIZES, SMALL, Album, clear_dialogs, settle, with_shell
from tests.ui.shell_fakes import Running


def templates(album: Album) -> None:
    """Each state of the page."""
    backend = MemoryBackend.make()

    def act(running: Running) -> None:
        running.shell.show("templates")
        page = running.shell.window.page("templates")
        settle(running)
        album.take(running, "templates-none")
        confirmations.confirm(backend, "inspection_record", "法制大队张某", date(2026, 2, 27), post=POST)
        backend.renderer.wording = "of the office"
        confirmations.confirm(backend, "correction_order", "法制大队张某", date(2026, 2, 27), post=POST)
        page.refresh()
        settle(running)
        album.take(running, "templates", {**SIZES, **SMALL})
        page.confirm()
        album.take(running, "templates-ask", {"1366": SIZES["1366"]})
        clear_dialogs(running)

    with_shell(backend, act)


CHAPTERS = (templates,)
