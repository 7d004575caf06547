"""移交: the batches that are under way, and the one that is being worked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.forecast import Forecast
from counter_app.services.lists import queues
from counter_app.services.ports import Backend, BatchLine, Reception
from counter_app.services.transfer import batches
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import BACK, Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.sounds import Sounds
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.transfer.batch_page import BatchPage
from counter_app.ui.transfer.commands import TransferCommands
from counter_app.ui.transfer.reception import ReceptionPage
from counter_app.ui.transfer.tables import BATCH_COLUMNS, batch_rows
from counter_app.ui.widgets.current_stack import CurrentStack
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.messages import EmptyState


class TransferPage(Page):
    """The batches that are under way or settled; a batch or a reception stands in their place while it is open."""

    ACTS: ClassVar[tuple[Act[TransferPage], ...]]
    refused = Signal(Refusal)
    opened = Signal()
    """A batch was opened: its keys are those of `batch`."""

    def __init__(self, station: Station, sounds: Sounds, parent: QWidget | None = None) -> None:
        """Asks for the batches whenever it is shown."""
        super().__init__(parent)
        self._station = station
        self._settled = False
        self._title = QLabel("移交")
        self._ahead = QLabel()
        self._list = QWidget()
        self.commands = TransferCommands(station, self)
        self.acts = PageActs(self, self.ACTS, self._list)
        self.lines: ListPanel[BatchLine] = ListPanel(
            station,
            "移交批次",
            lambda line: line.batch_id,
            columns=BATCH_COLUMNS,
            again=self.acts.offer("refresh"),
        )
        self.view = self.lines.view
        self._empty = EmptyState(
            "没有进行中的移交批次",
            "收存的纸质材料应当在一个月内移交科技信息化部门归档。新建批次后扫描材料上的条码，或按到期日提取",
            action=self.acts.offer("new"),
        )
        self.batch = BatchPage(station, sounds)
        self.reception = ReceptionPage(station)
        self._whole = CurrentStack()
        self._lay_out()
        self.batch.left.connect(self.show_list)
        self.batch.refused.connect(self.refused)
        self.reception.left.connect(self.show_list)
        self.reception.refused.connect(self.refused)
        self.commands.refused.connect(self.refused)
        self.commands.batch_opened.connect(self.open)
        self.commands.reception_opened.connect(self.show_reception)
        self.lines.open_wanted.connect(self.open_marked)
        self.lines.marked_changed.connect(self.acts.refresh)
        self.lines.keep_fresh(self.refresh)

    # Page ------------------------------------------------------------------------------------------------------------

    def resume(self) -> None:
        """The focus goes to the scan field of an open batch, or to the list."""
        if self.in_batch:
            self.batch.resume()
        elif self.in_reception:
            self.reception.view.setFocus()
        else:
            self._focus_list()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        if self.in_batch:
            return self.batch.keys()
        if self.in_reception:
            return self.reception.keys()
        return [("移交", [("↑ ↓", "选择批次"), *self.acts.told(), BACK])]

    @property
    def in_batch(self) -> bool:
        """Whether one batch is being worked on."""
        return self._whole.currentWidget() is self.batch

    def handle_barcode(self, text: str) -> bool:
        """A scan for the batch in sight; False where none takes scans now."""
        if self.in_reception:
            return self.reception.handle_barcode(text)
        return self.in_batch and self.batch.handle_barcode(text)

    @property
    def in_reception(self) -> bool:
        """Whether a package of another installation is being received."""
        return self._whole.currentWidget() is self.reception

    def show_reception(self, reception: Reception) -> None:
        """Show a package that was received."""
        self._whole.setCurrentWidget(self.reception)
        self.reception.show_reception(reception)
        self.way_changed.emit()

    def open(self, batch_id: str) -> None:
        """Show one batch."""
        self._whole.setCurrentWidget(self.batch)
        self.batch.open(batch_id)
        self.opened.emit()
        self.way_changed.emit()

    def show_list(self) -> None:
        """Back to all batches."""
        self._whole.setCurrentIndex(0)
        self._focus_list()
        self.way_changed.emit()

    def show_first(self) -> None:
        """All batches, whatever was open."""
        self.show_list()

    def way(self) -> list[tuple[str, Callable[[], object]]]:
        """The batch or the package that is open."""
        if self.in_batch:
            return [("移交批次", self.batch.resume)]
        return [("接收电子包", self.resume)] if self.in_reception else []

    def _focus_list(self) -> None:
        (self.view if self.lines.lines else self.acts.buttons["new"]).setFocus()

    # Acts ------------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a batch and open it."""
        post = self._station.post
        self._station.write(
            lambda backend: batches.open_batch(backend, post=post),
            done=lambda view: self.open(view.batch.batch_id),
            owner=self,
            once="begin",
        )

    def refresh(self) -> None:
        """Ask for the batches again."""
        settled = self._settled

        def ask(backend: Backend) -> tuple[list[BatchLine], Forecast]:
            return batches.batch_lines(backend, settled=settled), queues.forecast(backend)

        self.lines.read(ask, self._take)

    def _take(self, found: tuple[list[BatchLine], Forecast]) -> None:
        lines, ahead = found
        self._ahead.setText(forecast_words(ahead))
        self._title.setText("移交  已办结的批次" if self._settled else "移交  进行中的批次")
        self.acts.say("settled", "进行中" if self._settled else "已办结")
        self._empty.set_text("还没有办结的批次" if self._settled else "没有进行中的移交批次")
        rows = batch_rows(lines, self._station.office or Office(""), self._station.now().date())
        self.lines.show_lines(lines, rows, nothing=self._empty)

    def has_marked(self) -> bool:
        """Whether a batch is marked in the list."""
        return self.lines.has_marked()

    def open_marked(self) -> None:
        """Open the batch that is marked."""
        if (line := self.lines.marked) is not None:
            self.open(line.batch_id)

    def switch(self) -> None:
        """Show the settled batches instead of those under way, or the other way round."""
        self._settled = not self._settled
        self.refresh()

    # Qt --------------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read the batch in sight again: another window may have acted."""
        super().showEvent(event)
        if self.in_batch:
            self.batch.refresh()

    # Looks -----------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        self.lines.addWidget(self._empty)
        all_batches = self._list
        column = QVBoxLayout(all_batches)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        self._ahead.setWordWrap(True)
        column.addWidget(self._title)
        column.addWidget(self._ahead)
        column.addWidget(self.commands.progress)
        column.addWidget(self.lines, 1)
        layouts.nest(column, self.acts.foot("↑ ↓ 选择"))
        self._whole.addWidget(all_batches)
        self._whole.addWidget(self.batch)
        self._whole.addWidget(self.reception)
        whole = QVBoxLayout(self)
        grid.space(whole, 0)
        whole.addWidget(self._whole)


TransferPage.ACTS = (
    Act("report", "统计", ("S",), lambda page: page.commands.show_report(), told="移交统计"),
    Act("result", "导入接收结果", ("I",), lambda page: page.commands.ask_for_result()),
    Act(
        "package",
        "接收电子数据包",
        ("R",),
        lambda page: page.commands.ask_for_package(),
        told="接收电子数据包（科技信息化部门）",
    ),
    Act("settled", "已办结", ("T",), TransferPage.switch, told="进行中、已办结"),
    Act("open", "打开", ("Return", "Enter"), TransferPage.open_marked, TransferPage.has_marked, told="打开批次"),
    Act("new", "新建批次", ("N",), TransferPage.begin, primary=True),
    Act("refresh", "刷新", ("F5",), TransferPage.refresh, place=Placement.HINT),
)


def forecast_words(ahead: Forecast) -> str:
    """How much of the paper at the window falls due when: `待移交：超期1件；本周3件，下周5件；以后12件`."""
    weeks = "，".join(f"{week.label(ahead.today)}{week.due}件" for week in ahead.weeks if week.due)
    later = f"更晚{ahead.later}件" if ahead.later else ""
    parts = [f"超期{ahead.past}件" if ahead.past else "", weeks, later]
    said = "；".join(part for part in parts if part)
    unknown = "" if all(week.complete for week in ahead.weeks) else "。有的年份没有放假安排，按周末推算"
    return f"待移交的到期情况：{said}{unknown}" if said else "窗口没有待移交的纸质材料"
