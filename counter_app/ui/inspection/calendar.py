"""A month of inspections and last days: what is planned, what took place, what falls due."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from datetime import date, timedelta
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter_app.services.inspection import unit_history
from counter_app.services.inspection.lists import page_of_event
from counter_app.services.inspection.unit_history import CalendarDay
from counter_app.services.ports import Backend, InspectionLine, Subject
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.style import grid, layouts, theme
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.wrapped_list import WrappedList

_WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKS: Final = 6
_DAYS: Final = 7
_SIDE: Final = 340
_SHORT: Final = {
    Subject.INSPECTION: "检查",
    Subject.ORDER: "责令",
    Subject.REINSPECTION: "复查",
    Subject.TIP: "举报",
}
_DUE: Final = "到期"


class InspectionCalendarPage(InspectionSubpage):
    """Arrows move from day to day, Enter goes to what the day has."""

    ACTS: ClassVar[tuple[Act[InspectionCalendarPage], ...]]

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self._month = date.min
        self._shown: dict[date, tuple[tuple[str, InspectionLine], ...]] = {}
        self._days: list[date] = []
        self.table = QTableWidget(_WEEKS, _DAYS)
        self.list = WrappedList()
        self._title, self._day_title = QLabel(), QLabel()
        self.acts = PageActs(self, self.ACTS)
        PageActs(self, _LIST_ACTS, self.list)
        self._lay_out()
        self.table.currentCellChanged.connect(lambda *_cells: self._show_day())
        self.list.itemActivated.connect(lambda _item: self.open_marked())

    @property
    def day(self) -> date:
        """The day that is marked."""
        place = self.table.currentRow() * _DAYS + self.table.currentColumn()
        return self._days[place] if 0 <= place < len(self._days) else self._month

    def open(self, subject_id: str) -> None:
        """Show this month, or that of a day written as `2026-09-30`."""
        day = date.fromisoformat(subject_id) if subject_id else self.station.now().date()
        if self._month == date.min or subject_id:
            self._go_to(day)
        else:
            self._ask()

    def resume(self) -> None:
        """The focus goes to the days."""
        self.table.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("检查日历", [("← → ↑ ↓", "日"), *self.acts.told()])]

    def look(self) -> None:
        """Go to what the day has, or open what is marked of it."""
        if self.list.hasFocus():
            self.open_marked()
        elif self._shown.get(self.day):
            self.list.setFocus()

    def turn(self, months: int) -> None:
        """Show another month, from its first day."""
        month = self._month.year * 12 + self._month.month - 1 + months
        self.table.setFocus()
        self._go_to(date(month // 12, month % 12 + 1, 1))

    def go_today(self) -> None:
        """Mark today."""
        self.table.setFocus()
        self._go_to(self.station.now().date())

    def open_marked(self) -> None:
        """Open what is marked of the day."""
        lines = self._shown.get(self.day, ())
        row = self.list.currentRow()
        if 0 <= row < len(lines):
            line = lines[row][1]
            number = line.number.barcode if line.number is not None else ""
            self.station.read(
                lambda backend: page_of_event(backend, line.subject, line.id, number),
                done=lambda found: self.wanted.emit(*found),
                owner=self,
            )

    # Inside ----------------------------------------------------------------------------------------------------------

    def _go_to(self, day: date) -> None:
        if (day.year, day.month) != (self._month.year, self._month.month):
            self._month = day.replace(day=1)
            weeks = Calendar().monthdatescalendar(day.year, day.month)
            first = weeks[0][0]
            self._days = [first + timedelta(days=place) for place in range(_WEEKS * _DAYS)]
            self._title.setText(f"{day.year}年{day.month}月")
            self._shown = {}
            self._show_days()
        place = self._days.index(day)
        self.table.setCurrentCell(place // _DAYS, place % _DAYS)
        self._ask()

    def _ask(self) -> None:
        year, month = self._month.year, self._month.month

        def take(found: tuple[CalendarDay, ...]) -> None:
            if (year, month) == (self._month.year, self._month.month):
                self._shown = {one.day: one.lines for one in found}
                self._show_days()
                self._show_day()

        def read(backend: Backend) -> tuple[CalendarDay, ...]:
            return unit_history.inspection_month(backend, year, month)

        self.station.read(read, done=take, owner=self)

    def _show_days(self) -> None:
        calendar = self.station.backend.calendar
        colours = theme.current().colours
        today = self.station.now().date()
        for place, day in enumerate(self._days):
            within = day.month == self._month.month
            rest = not calendar.is_working_day(day)
            made_up = day.weekday() >= 5 and not rest  # noqa: PLR2004 - Saturday
            beside = "　班" if made_up else "　休" if rest and day.weekday() < 5 else ""  # noqa: PLR2004
            lines = self._shown.get(day, ()) if within else ()
            head = f"{day.day}{beside}{'　今天' if day == today else ''}"
            item = QTableWidgetItem("\n".join([head, *_summary(lines)]))
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            due = any(_DUE in words for words, _line in lines)
            tone = "quiet" if not within or rest else "ink"
            if due:
                tone = "red" if day < today else "amber"
            item.setForeground(QColor(colours[tone]))
            if len(lines) > 1:
                item.setToolTip(item.text())  # a low window has no space for a third line
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{day.month}月{day.day}日，{'，'.join(_summary(lines)) or '没有安排'}",
            )
            self.table.setItem(place // _DAYS, place % _DAYS, item)

    def _show_day(self) -> None:
        day = self.day
        lines = self._shown.get(day, ())
        self._day_title.setText(f"{day.month}月{day.day}日　{_WEEKDAYS[day.weekday()]}")
        self.list.clear()
        self.list.addItems([f"{words}\n{line.unit}" for words, line in lines] or [])
        self._none.setVisible(not lines)
        self.list.setVisible(bool(lines))
        if lines:
            self.list.setCurrentRow(0)

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._day_title, role="title")
        table = self.table
        table.setHorizontalHeaderLabels(list(_WEEKDAYS))
        table.verticalHeader().hide()
        table.setAccessibleName("检查日历")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setHighlightSections(False)
        mark(self.list, role="choices")
        self.list.setAccessibleName("这一天")
        self._none = QLabel("当日没有检查和到期的事项")
        self._none.setWordWrap(True)
        mark(self._none, role="quiet")
        side = QWidget()
        grid.fix(side, width=_SIDE)
        column = QVBoxLayout(side)
        grid.space(column, spacing=8)
        column.addWidget(self._day_title)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        middle = QHBoxLayout()
        grid.space(middle, spacing=16)
        middle.addWidget(table, 1)
        middle.addWidget(side)
        whole = QVBoxLayout(self)
        grid.space(whole, 24, 16, 24, 12, spacing=12)
        whole.addWidget(self._title)
        layouts.nest(whole, middle, 1)
        layouts.nest(whole, self.acts.foot(of_fields=True))


InspectionCalendarPage.ACTS = (
    BACK,
    Act("before", "上月", ("PgUp",), lambda page: page.turn(-1)),
    Act("next", "下月", ("PgDown",), lambda page: page.turn(1)),
    Act(
        "look",
        "查看当日",
        ("Return", "Enter"),
        InspectionCalendarPage.look,
        place=Placement.HINT,
        told="查看当日；打开",
    ),
    Act("today", "今天", ("Home",), InspectionCalendarPage.go_today, place=Placement.HINT),
)
_LIST_ACTS: Final[tuple[Act[InspectionCalendarPage], ...]] = (
    Act("days", "回到日历", ("Esc",), lambda page: page.table.setFocus()),
)


def _summary(lines: tuple[tuple[str, InspectionLine], ...]) -> list[str]:
    """What a day has, a line a kind: `检查 3`, `复查到期 1`."""
    kinds = Counter(words if words.endswith(_DUE) else _SHORT[line.subject] for words, line in lines)
    return [f"{kind} {number}" for kind, number in kinds.items()]
