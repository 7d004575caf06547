"""The check-up in the settings: what was looked at, what was found and what to do; packed for whoever helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.doctor.checkup import CheckResult, Checkup
from counter_app.services.doctor import checkups
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import CancelToken, Steps
from counter_app.ui.settings.about_card import facts
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.file_dialogs import ask_where_to_save
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import show_rows, side_by_side
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.selectable import selectable

PACKED: Final = "检查结果.zip"


class DoctorCard(SectionCard):
    """Nothing is looked at until it is asked; it can be broken off, and changes nothing."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """`notifier` says what was packed, and what hindered it."""
        super().__init__("检查", "数据库、编号、办理记录、扫描件、备份、权限和设置；只查看，不改动", parent=parent)
        self._station = station
        self._notifier = notifier
        self._token: CancelToken | None = None
        self.check_button = QPushButton("开始检查")
        when_pressed(self.check_button, self.begin)
        self.stop_button = QPushButton("停止")
        when_pressed(self.stop_button, self.stop)
        self.stop_button.setEnabled(False)
        self.pack_button = QPushButton("导出给维护人员")
        self.pack_button.setToolTip("检查结果和错误报告，不含个人信息")
        when_pressed(self.pack_button, self._ask_where)
        self.under_way = QLabel("还没有检查过")
        mark(self.under_way, role="quiet")
        self.add_wide(side_by_side(self.check_button, self.stop_button, self.pack_button, self.under_way))
        holder = QWidget()
        self._rows = QVBoxLayout(holder)
        grid.space(self._rows, spacing=4)
        self.add_wide(holder)

    @property
    def told(self) -> list[str]:
        """What is shown, a line each."""
        return [label.text() for label in layouts.widgets_in(self._rows) if isinstance(label, QLabel)]

    # Checking --------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Look at everything."""
        self._look(self._show)

    def stop(self) -> None:
        """Break off; nothing was changed."""
        if self._token is not None:
            self._token.cancel()
        self._end("已停止")

    def _look(self, done: Callable[[Checkup], None]) -> None:
        post = self._station.post

        def work(backend: Backend, steps: Steps) -> Checkup:
            return checkups.check_up(backend, steps.advance, post=post)

        def ended(checkup: Checkup) -> None:
            self._end("")
            done(checkup)

        def refused(refusal: Refusal) -> None:
            self._end("")
            self._notifier.refuse(refusal)

        self.check_button.setEnabled(False)
        self.stop_button.setEnabled(True)
        self.under_way.setText("正在检查…")
        self._token = self._station.job(
            work, done=ended, failed=refused, progress=self._progress, owner=self, once="check-up"
        )

    def _progress(self, done: int, total: int, words: str) -> None:
        self.under_way.setText(f"正在检查{words} {done}/{total}" if total else f"正在检查{words}…")

    def _end(self, words: str) -> None:
        self.check_button.setEnabled(True)
        self.stop_button.setEnabled(False)
        self.under_way.setText(words)

    def _show(self, checkup: Checkup) -> None:
        said = f"有{checkup.findings}处要处理" if checkup.findings else "没有发现问题"
        head = QLabel(f"{said}，另有{checkup.advice}条建议" if checkup.advice else said)
        mark(head, role="strong" if checkup.findings else "done")
        show_rows(self._rows, [head, *(row for result in checkup.results for row in _rows_of(result))])

    # Packing ---------------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        ask_where_to_save(self, "导出给维护人员", PACKED, self.pack)

    def pack(self, path: Path) -> None:
        """Look at everything once more, and put it into `path` with the error reports."""
        about = dict(facts(self._station.backend, self._station.data_dir))
        workstation = self._station.workstation

        def packed(checkup: Checkup) -> None:
            self._station.job(
                lambda backend, _steps: checkups.pack(backend.examiner, path, checkup, about, workstation),
                done=lambda _none: self._notifier.confirm(f"已导出：{path}，不含个人信息，可以发给维护人员"),
                failed=self._notifier.refuse,
                owner=self,
            )

        self._look(packed)


def _rows_of(result: CheckResult) -> Iterator[QLabel]:
    """What a check came to: quiet where nothing was found, else each finding with what to do."""
    if not result.findings:
        label = selectable(f"{result.check.label}：{result.told}")
        mark(label, tone="quiet")
        yield label
    for finding in result.findings:
        label = selectable(f"{result.check.label}{'（建议）' if finding.is_advice else ''}：{finding.words}")
        mark(label, tone="ink" if finding.is_advice else "amber")
        yield label
