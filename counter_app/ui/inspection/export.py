"""The register of 检查 on its way into a workbook: which days, where to, how it went."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from counter_app.domain.basics.reading import read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.forms import FieldType
from counter_app.services.inspection import unit_history
from counter_app.services.lists.registers import Told
from counter_app.services.ports import Backend
from counter_app.ui.widgets.file_dialogs import ask_where_to_save
from counter_app.ui.widgets.line_dialog import LineDialog, LineField
from counter_app.ui.window.feature import WindowContext
from counter_app.ui.window.list_export import write_out


class InspectionExport(QObject):
    """One register on its way out."""

    def __init__(self, context: WindowContext) -> None:
        """Asks nothing before `ask`."""
        super().__init__(context.window)
        self._context = context

    def ask(self) -> None:
        """Ask for the first and the last day; this year is proposed."""
        today = self._context.station.now().date()
        LineDialog(
            "导出检查台账",
            "检查、责令改正、复查和举报，每件一行，不含举报人信息。导出记入历史。",
            [
                LineField("first", "从", f"{today.year}-01-01", "填写开始的日期，如 2026-1-1", kind=FieldType.DATE),
                LineField("last", "到", f"{today:%Y-%m-%d}", "填写结束的日期，如 2026-12-31", kind=FieldType.DATE),
            ],
            "导出",
            self._answered,
            self._context.window,
        ).open()

    def _answered(self, answers: dict[str, str]) -> None:
        first, last = read_date(answers["first"]), read_date(answers["last"])
        if first is None or last is None or last < first:
            self._context.notifier.refuse(
                Refusal("日期范围无法读取，没有导出", "写成 2026-1-1，开始日期不晚于结束日期")
            )
            return
        name = f"{unit_history.REGISTER}.xlsx"
        ask_where_to_save(self._context.window, "导出为", name, lambda path: self.write(path, first, last))

    def write(self, path: Path, first: date, last: date) -> None:
        """Write it to `path`, and say how it went."""
        post = self._context.station.post

        def work(backend: Backend, progress: Told) -> int:
            return unit_history.write_register(backend, path, first, last, post=post, progress=progress)

        write_out(self._context, unit_history.REGISTER, path, work, owner=self, measure="行")
