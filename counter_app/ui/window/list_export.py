"""From a key to a list in a workbook: the question, the place, the writing with its progress, the word at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.lists import registers
from counter_app.services.lists.registers import ExportRequest, Told
from counter_app.services.ports import Backend, RegisterFilter
from counter_app.ui.base.tasks import CancelToken
from counter_app.ui.widgets.file_dialogs import ask_where_to_save
from counter_app.ui.window.export_question import ExportProgress, ExportQuestion
from counter_app.ui.window.feature import WindowContext


class ListExport(QObject):
    """One list on its way out."""

    def __init__(
        self, context: WindowContext, name: str, make: Callable[[Backend], ExportRequest] | None = None
    ) -> None:
        """`make` says which list, off the window's thread; without it the register is written, `name` its name."""
        super().__init__(context.window)
        self._context = context
        self._name = name
        self._make = make or (lambda _backend: ExportRequest(RegisterFilter(), name))
        self._with_days = make is None

    def ask(self) -> None:
        """Ask how much of it, and where it goes."""
        ExportQuestion(self._name, self._ask_where, self._context.window, with_days=self._with_days).open()

    def _ask_where(self, whole: bool, first: date | None, last: date | None) -> None:  # noqa: FBT001 - an answer
        ask_where_to_save(
            self._context.window,
            "导出为",
            f"{self._name}.xlsx",
            lambda path: self.write(path, whole=whole, first=first, last=last),
        )

    def write(self, path: Path, *, whole: bool = False, first: date | None = None, last: date | None = None) -> None:
        """Write the list to `path`, and say how it went."""
        post = self._context.station.post

        def work(backend: Backend, progress: Told) -> int:
            request = self._make(backend)
            if self._with_days:
                request = replace(request, cases=replace(request.cases, first=first, last=last))
            return registers.write_list(backend, path, replace(request, whole=whole), post=post, progress=progress)

        write_out(self._context, self._name, path, work, owner=self)


def write_out(
    context: WindowContext,
    name: str,
    path: Path,
    work: Callable[[Backend, Told], int],
    *,
    owner: QObject,
    measure: str = "件",
) -> None:
    """Write a list called `name` to `path` beside the drafts' lane, with its progress and Esc; say how it went.

    `work` writes it and returns how many lines there are; `measure` is the word that counts them.
    """
    token = CancelToken()
    progress = ExportProgress(name, token, context.window, measure=measure)

    def done(rows: int) -> None:
        progress.accept()
        context.notifier.confirm(f"已导出{rows}{measure}到 {path}")

    def failed(refusal: Refusal) -> None:
        progress.accept()
        context.notifier.refuse(refusal)

    progress.rejected.connect(lambda: context.notifier.note(Refusal("导出已取消", "没有生成文件")))
    progress.open()
    context.station.job(
        lambda backend, steps: work(backend, steps.advance),
        done=done,
        failed=failed,
        progress=progress.advance,
        cancel=token,
        owner=owner,
    )
