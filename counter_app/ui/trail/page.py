"""办理记录: every act of the office, the newest first; filtered, exported, held against its key and its witness."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.forms import FieldType
from counter_app.domain.trail.report import TrailReport
from counter_app.services.trail import acts
from counter_app.services.trail.acts import TrailLine, TrailPage, TrailRequest
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import BACK, Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.table_model import Row
from counter_app.ui.widgets.text_editors import show_as_read

_COLUMNS: Final = ("序号", "时间", "工作人员", "办理", "业务、文书", "说明")
_TIME: Final = 1
_NAMED: Final = 3
_ABOUT: Final = "办理、查看、打印、导出和 PIN 输入都在这里；改动、删除和数据退回都能核对出来。"


class ActsPage(Page):
    """A line an act; nothing of it can be changed here or anywhere else."""

    ACTS: ClassVar[tuple[Act[ActsPage], ...]]

    left = Signal()
    """The page is to be put away."""
    workbook_wanted = Signal(TrailRequest)
    """The entries that this asks for are wanted as a workbook."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Asks whenever it is shown."""
        super().__init__(parent)
        self._station = station
        self._notifier = notifier
        self._below: int | None = None
        self._reader = ""
        self.acts = PageActs(self, self.ACTS)
        self.lines: ListPanel[TrailLine] = ListPanel(
            station, "办理记录", lambda line: line.ordinal, columns=_COLUMNS, again=self.acts.offer("refresh")
        )
        self.lines.nothing.set_text("没有符合条件的办理记录")
        self.text = QLineEdit()
        say_what_to_write(self.text, "业务编号、工作人员或窗口")
        self.text.setAccessibleName("筛选办理记录")
        self.text.setClearButtonEnabled(True)
        self.first, self.last = _day_line("日期 自"), _day_line("日期 至")
        self.report = QLabel()
        self.report.setWordWrap(True)
        self._lay_out()
        for line in (self.text, self.first, self.last):
            line.returnPressed.connect(self.refresh)

    def resume(self) -> None:
        """The focus goes to the list."""
        self.lines.view.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("办理记录", [("↑ ↓", "选择"), *self.acts.told(), BACK])]

    def record_looks(self) -> None:
        """Another clerk sat down: what was allowed to the one before is put away."""
        if self._reader != self._station.post.clerk:
            self.left.emit()

    def refresh(self) -> None:
        """Read the newest entries again."""
        request = self._request()
        if request is not None:
            self.lines.read(lambda backend: acts.trail_page(backend, request), self._take)

    # Acts ------------------------------------------------------------------------------------------------------------

    def has_more(self) -> bool:
        """Whether there are older entries than those in sight."""
        return self._below is not None

    def more(self) -> None:
        """Read those before the last one in sight."""
        request, below = self._request(), self._below
        if request is not None and below is not None:
            self.lines.read(lambda backend: acts.trail_page(backend, request, below), self._append)

    def verify(self) -> None:
        """Hold every entry against the key, and the whole against the witness."""
        post = self._station.post
        self.report.setText("正在核对…")
        mark(self.report, tone="quiet")
        self._station.job(
            lambda backend, _steps: acts.verify_trail(backend, post=post),
            done=self._verified,
            failed=self._not_verified,
            owner=self,
        )

    def export(self) -> None:
        """Have the entries that are asked for written as a workbook."""
        request = self._request()
        if request is not None:
            self.workbook_wanted.emit(request)

    # Inside ----------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read again: others may have acted."""
        super().showEvent(event)
        self._reader = self._station.post.clerk
        self.refresh()

    def _request(self) -> TrailRequest | None:
        days = []
        for line in (self.first, self.last):
            written = line.text().strip()
            day = read_date(written) if written else None
            if written and day is None:
                self._notifier.refuse(Refusal("筛选的日期不是真实日期", "如：2026-03-02；不限日期的，留空"))
                line.setFocus()
                return None
            days.append(day)
        first, last = days
        return TrailRequest(first, last, self.text.text())

    def _take(self, page: TrailPage) -> None:
        self._below = page.below
        self.lines.show_lines(page.lines, [_row(line) for line in page.lines], wide=_TIME)
        self.acts.refresh()

    def _append(self, page: TrailPage) -> None:
        self._below = page.below
        self.lines.append(page.lines, [_row(line) for line in page.lines])
        self.acts.refresh()

    def _verified(self, report: TrailReport) -> None:
        words, tone = said_of(report)
        self.report.setText(words)
        mark(self.report, tone=tone)
        self.refresh()

    def _not_verified(self, refusal: Refusal) -> None:
        self.report.setText("")
        self._notifier.refuse(refusal)

    def _lay_out(self) -> None:
        title = QLabel("办理记录")
        mark(title, role="headline")
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        mark(about, role="quiet")
        asked = QHBoxLayout()
        grid.space(asked, spacing=8)
        asked.addWidget(self.text, 1)
        for words, line in (("日期 自", self.first), ("至", self.last)):
            asked.addWidget(QLabel(words))
            asked.addWidget(line)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=8)
        for widget in (title, about):
            column.addWidget(widget)
        layouts.nest(column, asked)
        column.addWidget(self.lines, 1)
        column.addWidget(self.report)
        layouts.nest(column, self.acts.foot("↑ ↓ 选择"))


def said_of(report: TrailReport) -> tuple[str, str]:
    """What came of holding the trail against its key, and the tone it is said in."""
    gaps = [gap.sentence for gap in report.gaps]
    if report.is_sound:
        return "；".join((f"✓ 已核对{report.entries}条，完整、未被改动", *gaps)), "green"
    named = [finding.sentence for finding in report.findings[:_NAMED]]
    if len(report.findings) > _NAMED:
        named.append(f"共{len(report.findings)}处")
    return "；".join((*named, "请停止办理，联系维护人员查明", *gaps)), "red"


def _day_line(words: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText("不限")
    line.setAccessibleName(words)
    grid.fix(line, width=130)
    show_as_read(line, FieldType.DATE)
    return line


def _row(line: TrailLine) -> Row:
    return (
        (str(line.ordinal), "quiet"),
        (f"{line.at:%Y-%m-%d %H:%M}", "ink"),
        (f"{line.window} {line.clerk}".rstrip(), "ink"),
        (line.words, "ink"),
        (line.reference, "ink"),
        (line.details, "quiet"),
    )


ActsPage.ACTS = (
    Act("more", "更早的记录", ("F6",), ActsPage.more, ActsPage.has_more),
    Act("export", "导出为 Excel", ("F9",), ActsPage.export),
    Act("verify", "核对是否被改动", ("F7",), ActsPage.verify, primary=True),
    Act("refresh", "刷新", ("F5",), ActsPage.refresh, place=Placement.HINT),
)
