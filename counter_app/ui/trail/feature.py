"""办理记录: its page, where a supervisor allows it, and its workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature

if TYPE_CHECKING:
    from counter_app.services.office.supervision import Permission
    from counter_app.services.trail.acts import TrailRequest

PAGE = "trail"


class TrailFeature(Feature):
    """Ctrl+Shift+R shows the trail; who reads it is recorded in it."""

    def acts(self) -> dict[str, Callable[[], object]]:
        """The page of the trail."""
        return {PAGE: self.ask}

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the trail."""
        return {PAGE: self._make}

    def ask(self) -> None:
        """Have a supervisor allow it where there is one, and show the page."""
        from counter_app.services.office import supervision

        self.context.station.read(supervision.supervisors, done=self._ask_supervisor, owner=self)

    def _ask_supervisor(self, names: list[str]) -> None:
        from counter_app.ui.papers.supervisor_dialog import ask_supervisor

        if not names:
            self._open(None)
            return
        sentence = "查看办理记录。谁在什么时候办理、查看过什么都在其中，由一名负责人输入 PIN。"
        ask_supervisor(self.context.window, self.context.station, sentence, (), self._open, with_reason=False)

    def _open(self, permission: Permission | None) -> None:
        from counter_app.services.trail import acts

        post = self.context.station.post
        self.context.station.write(
            lambda backend: acts.open_trail(backend, permission, post=post),
            done=lambda _none: self.context.show(PAGE),
            owner=self,
            once=PAGE,
        )

    def _make(self) -> QWidget:
        from counter_app.ui.trail.page import ActsPage

        page = ActsPage(self.context.station, self.context.notifier)
        page.workbook_wanted.connect(self._ask_where)
        page.left.connect(lambda: self.context.show("cases"))
        return page

    def _ask_where(self, request: TrailRequest) -> None:
        from counter_app.services.trail.acts import NAME
        from counter_app.ui.widgets.file_dialogs import ask_where_to_save

        ask_where_to_save(self.context.window, "导出为", f"{NAME}.xlsx", lambda path: self.write(path, request))

    def write(self, path: Path, request: TrailRequest) -> None:
        """Write the workbook, and say how it went."""
        from counter_app.services.trail import acts
        from counter_app.ui.window.list_export import write_out

        post = self.context.station.post
        write_out(
            self.context,
            acts.NAME,
            path,
            lambda backend, told: acts.export_trail(backend, path, request, post=post, progress=told),
            owner=self,
            measure="条",
        )
