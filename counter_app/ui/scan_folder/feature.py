"""Scans: the key that shows them, the camera's folder, and what a power cut left of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.scan_folder.folder_watch import FolderWatch
from counter_app.ui.window.feature import Feature, WindowContext

_SEAL_SECONDS: Final = 1.0
_PAUSE: Final = 500
"""Milliseconds."""


class ScanFolderFeature(Feature):
    """Offers what the camera scanned to the case in front."""

    def __init__(self, context: WindowContext) -> None:
        """Watches from the moment on at which the data are open."""
        super().__init__(context)
        self._offered: deque[Path] = deque()
        self.watch = FolderWatch(context.station.tasks, self)
        self.watch.arrived.connect(self._offer)
        self.watch.lost.connect(context.notifier.caution)
        context.station.opened.connect(self._begin)
        context.station.workstation_changed.connect(self._follow)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Show the scans; attach the newest file of the folder."""
        return {"scans": self.toggle, "attach_new_scan": self.take}

    def toggle(self) -> None:
        """Open or close the viewer of the case in front."""
        if (page := self.context.workspace.page) is not None:
            page.scans.toggle()

    def take(self) -> None:
        """Attach the file that was scanned first and not taken yet to the current material, or to the first that waits.

        The file itself is left where it lies: the folder is the camera's, and other programs know their files by it.
        """
        page = self.context.workspace.page
        if not self._offered:
            self.context.notifier.note(self._nothing_new())
        elif page is not None:
            self.context.notifier.clear()
            page.scans.take(self._offered.popleft())
            if self._offered:
                self._say()

    def _nothing_new(self) -> Refusal:
        if self.context.station.workstation.scan_folder:
            return Refusal("扫描文件夹里没有新文件", "扫描完成后稍候再按")
        return Refusal("还没有选择扫描文件夹", f"在设置（{keys_of('settings')}）中选高拍仪存文件的文件夹")

    def _begin(self) -> None:
        self._follow()
        tasks, sweep = self.context.station.tasks, self._sweep(self.context.station.backend)
        tasks.run(sweep, done=lambda _removed: self._seal(), failed=lambda _refusal: None, owner=self)

    @staticmethod
    def _sweep(backend: Backend) -> Callable[[], int]:
        def sweep() -> int:
            from counter_app.services.scans.scans import sweep_scans

            return sweep_scans(backend)

        return sweep

    def _seal(self) -> None:
        """Encrypt what older versions kept as it was: a little at a time, so that other work on files comes between."""
        from counter_app.services.scans.scans import seal_some

        self.context.station.job(
            lambda backend, _steps: seal_some(backend, _SEAL_SECONDS),
            done=lambda more: QTimer.singleShot(_PAUSE, self, self._seal) if more else None,
            failed=lambda _refusal: None,
            owner=self,
        )

    def _follow(self) -> None:
        if self.context.station.is_open:
            self.watch.watch(self.context.station.workstation.scan_folder)

    def _offer(self, paths: list[Path]) -> None:
        self._offered.extend(paths)
        self._say()

    def _say(self) -> None:
        page = self.context.workspace.page
        name, more = self._offered[0].name, len(self._offered) - 1
        words = f"收到新扫描的文件 {name}" + (f"，另有{more}个" if more else "")
        if page is None or not page.scans.may_attach:
            self.context.notifier.note(Refusal(words, f"打开要附扫描件的业务，按 {keys_of('attach_new_scan')} 附上"))
            return
        label = page.scans.awaiting_label()
        goal = f"附到{label}" if label else "附到材料"
        self.context.notifier.note(
            Refusal(words, f"按 {keys_of('attach_new_scan')} {goal}"),
            (f"附上  {keys_of('attach_new_scan')}", self.take),
        )
