"""A backup put back from the page of data that could not be opened; then they are opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.backup import restores
from counter_app.services.ports.backup import Restoration
from counter_app.services.ports.keys import KeyLost
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.settings.restore_dialogs import RecoveryCodeDialog, RestoreDialog, ask_for_backup
from counter_app.ui.shell.open_failed import OpenFailedPage
from counter_app.ui.style.theme import mark


class RestoreHere:
    """Nobody has the data open: they are exchanged at once, off the window's thread."""

    def __init__(self, station: Station, page: OpenFailedPage, then: Callable[[], None]) -> None:
        """What is under way and what was refused is said on `page`; `then` opens the data."""
        if station.backups is None:
            raise LookupError("backups")
        self._backups = station.backups
        self._station = station
        self._page = page
        self._then = then

    def choose(self) -> None:
        """Ask where the backup lies."""
        ask_for_backup(self._page, self._station.workstation.backup_folder, self.look_at)

    def look_at(self, folder: Path) -> None:
        """Tell what putting the backup in `folder` back would come to, and ask."""
        self._say("正在核对备份…")
        self._station.tasks.run(
            lambda: restores.preview(self._backups(), folder),
            done=self._ask,
            failed=lambda refusal: self._refused(refusal, folder),
            owner=self._page,
            once="restore",
        )

    def _ask(self, what: Restoration) -> None:
        self._say("")
        RestoreDialog(what, self._restore, self._page.window()).open()

    def _refused(self, refusal: Refusal, folder: Path) -> None:
        if isinstance(refusal, KeyLost):
            self._say("")
            RecoveryCodeDialog(refusal, lambda: self.look_at(folder), self._page.window()).open()
        else:
            self._say(text_of(refusal), tone="red")

    def _restore(self, what: Restoration) -> None:
        post = self._station.post

        def work(steps: Steps) -> Path | None:
            return restores.restore(self._backups(), what, steps.advance, post=post)

        self._say("正在恢复…")
        self._station.tasks.run_long(
            work,
            done=lambda _done: self._then(),
            failed=lambda refusal: self._say(text_of(refusal), tone="red"),
            progress=lambda done, total, _words: self._say(f"正在恢复，扫描件{done}/{total}个"),
            owner=self._page,
            once="restore",
        )

    def _say(self, words: str, tone: str = "quiet") -> None:
        self._page.under_way.setText(words)
        mark(self._page.under_way, tone=tone)
