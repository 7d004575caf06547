"""A backup put back while the data are open: told first, then done by another process once this window is closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.backup import restores
from counter_app.services.ports.backup import Restoration
from counter_app.services.ports.keys import KeyLost
from counter_app.ui.base.own_program import begin_program
from counter_app.ui.base.station import Station
from counter_app.ui.settings.restore_dialogs import RecoveryCodeDialog, RestoreDialog, ask_for_backup


class RestoreAfterClosing:
    """Asks where the backup lies, tells what it comes to, asks for the recovery code where the key lacks."""

    def __init__(
        self, station: Station, parent: QWidget, say: Callable[[str], object], refuse: Callable[[Refusal], object]
    ) -> None:
        """`say` tells what is under way on `parent` (empty: nothing), `refuse` what hindered it."""
        self._station = station
        self._parent = parent
        self._say = say
        self._refuse = refuse

    def choose(self) -> None:
        """Ask where the backup lies."""
        ask_for_backup(self._parent, self._station.workstation.backup_folder, self.look_at)

    def look_at(self, folder: Path) -> None:
        """Tell what putting the backup in `folder` back would come to, and ask."""
        self._say("正在核对备份…")
        self._station.job(
            lambda backend, _steps: restores.preview(backend.backups, folder),
            done=self._ask,
            failed=lambda refusal: self._refused(refusal, folder),
            owner=self._parent,
            once="restore",
        )

    def _ask(self, what: Restoration) -> None:
        self._say("")
        RestoreDialog(what, self._begin, self._parent.window()).open()

    def _refused(self, refusal: Refusal, folder: Path) -> None:
        self._say("")
        if isinstance(refusal, KeyLost):
            RecoveryCodeDialog(refusal, lambda: self.look_at(folder), self._parent.window()).open()
        else:
            self._refuse(refusal)

    def _begin(self, what: Restoration) -> None:
        """Let a process of its own do it once this window is closed, and open the window again."""
        words = [word for number in restores.last_written(what) for word in ("--last", number)]
        words += [word for kind in restores.none_written(what) for word in ("--none-since", kind)]
        try:
            begin_program(
                *("restore", str(what.backup), "--yes", "--open", *words, "--data", str(self._station.data_dir)),
                otherwise=Refusal("恢复没有开始", "退出程序后用 counter-app restore 恢复"),
            )
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._parent.window().close()
