"""One unit on one line of time: filings, changes, inspections, orders, re-inspections, tips."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.services.inspection import lists, unit_history
from counter_app.services.inspection.unit_history import UnitEvent
from counter_app.services.ports import Backend, Subject, UnitKey
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.case_table import day_cell
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.table_model import Row

_COLUMNS: Final = ("日期", "类别", "事项", "编号")
_WORDS: Final = 2
_TONES: Final = {
    None: "accent",
    Subject.INSPECTION: "ink",
    Subject.ORDER: "amber",
    Subject.REINSPECTION: "ink",
    Subject.TIP: "quiet",
}


@frozen
class _UnitHistory:
    """A unit and its events, newest first."""

    unit: UnitKey
    events: tuple[UnitEvent, ...]


class UnitHistoryPage(InspectionSubpage):
    """Every event of one unit, the newest first."""

    ACTS: ClassVar[tuple[Act[UnitHistoryPage], ...]]

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self.acts = PageActs(self, self.ACTS)
        self._asked_for = ""
        self._history: _UnitHistory | None = None
        self.lines: ListPanel[UnitEvent] = ListPanel(
            station, "单位历史记录", lambda event: (event.subject, event.id), columns=_COLUMNS
        )
        self.view = self.lines.view
        self._title, self._about = FittingLabel(), FittingLabel()
        self.lines.nothing.set_text("还没有记录")
        self.lines.nothing.explain("备案、检查、责令改正、复查和举报都会列在这里")
        self._lay_out()
        self.lines.open_wanted.connect(self.open_marked)

    def open(self, subject_id: str) -> None:
        """Show the unit of a case, an inspection, an order or a tip, by its reference or id."""
        self._asked_for = subject_id
        self.lines.wait()

        def read(backend: Backend) -> _UnitHistory:
            unit = unit_history.unit_of(backend, subject_id)
            return _UnitHistory(unit, unit_history.unit_events(backend, unit))

        self.lines.read(read, self._take)

    def resume(self) -> None:
        """The focus goes to the list."""
        self.view.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("单位历史记录", [("↑ ↓", "选择"), *self.acts.told()])]

    def open_marked(self) -> None:
        """Open what is marked: a case among the cases, everything else here."""
        if (event := self.lines.marked) is None:
            return
        subject = event.subject
        if subject is None:
            self.case_wanted.emit(event.id)
            return
        self.station.read(
            lambda backend: lists.page_of_event(backend, subject, event.id, event.number),
            done=lambda found: self.wanted.emit(*found),
            owner=self,
        )

    def open_again(self) -> None:
        """Read the history again."""
        self.open(self._asked_for)

    def plan(self) -> None:
        """Plan an inspection of this unit."""
        if self._history is None:
            return
        filed = [event.id for event in self._history.events if event.subject is None]
        self.wanted.emit("plan", filed[0] if filed else "")

    # Inside ----------------------------------------------------------------------------------------------------------

    def _take(self, history: _UnitHistory) -> None:
        self._history = history
        today = self.station.now().date()
        name = history.unit.name or history.unit.address
        self._title.set_text((f"单位历史记录 · {name}", name))
        self._about.set_text((f"{len(history.events)}条，时间近的在前　{history.unit.uscc}".rstrip(),))
        rows: list[Row] = [
            (
                day_cell(event.day, today),
                (event.subject.label if event.subject else "备案", _TONES[event.subject]),
                (event.words, "ink"),
                (event.number, "quiet"),
            )
            for event in history.events
        ]
        self.lines.show_lines(history.events, rows, wide=_WORDS)
        if self.isVisible():
            self.resume()

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._about, role="quiet")
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=8)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addWidget(self.lines, 1)
        layouts.nest(column, self.acts.foot("↑ ↓ 选择"))


UnitHistoryPage.ACTS = (
    BACK,
    Act("plan", "安排检查", ("N",), UnitHistoryPage.plan),
    Act("open", "打开", ("Return", "Enter"), UnitHistoryPage.open_marked, primary=True),
    Act("refresh", "刷新", ("F5",), UnitHistoryPage.open_again, place=Placement.HINT),
)
