"""A year at a glance: its months with what is off (休) and worked (班); one day is marked, and turned over by a key."""

from __future__ import annotations

import calendar as gregorian
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFont,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from counter_app.domain.calendar.holiday_draft import DayKind, YearDraft
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.style import grid, theme

WEEKDAYS: Final = "一二三四五六日"
WORKED: Final = (DayKind.MADE_UP, DayKind.WORKDAY)
_MOST_ACROSS: Final = 3
"""Months side by side, where there is space."""
_DAYS: Final = 7
_LINES: Final = 8
"""Lines of a month: its name, the weekdays, six weeks."""
_GAP: Final = 16
_BETWEEN: Final = 6
_TIGHT, _LOOSE = 0.86, 1.8
"""Height of a week, in lines of text, on the smallest screen and on the largest."""
_MARKS: Final = {DayKind.OFF: "休", DayKind.MADE_UP: "班"}
_TONES: Final = {
    DayKind.OFF: ("accent", "accent_soft"),
    DayKind.MADE_UP: ("amber", "amber_soft"),
    DayKind.WEEKEND: ("quiet", ""),
    DayKind.WORKDAY: ("ink", ""),
}
_STEPS: Final = {"Left": -1, "Right": 1, "Up": -_DAYS, "Down": _DAYS}


def day_words(draft: YearDraft, day: date) -> str:
    """A day in words: `10月10日 周六 调休上班（国庆节）`."""
    name = draft.name_of(day)
    year = "" if day.year == draft.year else f"{day.year}年"
    said = f"{year}{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]} {draft.kind(day).label}"
    return f"{said}（{name}）" if name else said


class YearCalendar(QWidget):
    """Arrows move from day to day, PageUp and PageDown from month to month, the space bar turns the day over."""

    ACTS: ClassVar[tuple[Act[YearCalendar], ...]]

    turned = Signal(date)
    """The clerk wants this day (`date`) worked instead of off, or off instead of worked."""
    moved = Signal(date)
    """Another day (`date`) is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begins empty; `show_year` fills it."""
        super().__init__(parent)
        self.acts = PageActs(self, self.ACTS)
        self._draft: YearDraft | None = None
        self._day = date.min
        self._across = _MOST_ACROSS
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("全年日历")
        theme.current().changed.connect(self._dress)

    @property
    def day(self) -> date:
        """The day that is marked."""
        return self._day

    def show_year(self, draft: YearDraft) -> None:
        """Show another year, or the same with other days; the mark stays where it was, if it can."""
        other = self._draft is None or self._draft.year != draft.year
        self._draft = draft
        if other:
            self._day = min(draft.off, default=date(draft.year, 1, 1))
        self.updateGeometry()
        self._tell()

    def go_to(self, day: date) -> None:
        """Mark `day`, where it is shown."""
        if self._draft is not None and (day.year, day.month) in self._draft.months:
            self._day = day
            self._tell()

    def step(self, days: int) -> None:
        """Mark the day so many days later."""
        if self._draft is not None:
            self._move_to(self._day + timedelta(days=days))

    def step_month(self, months: int) -> None:
        """Mark the same day so many months later."""
        if self._draft is not None:
            self._move_to(_month_later(self._day, months))

    def go_to_end(self, month: int, day: int) -> None:
        """Mark a day of the year itself: its first or its last."""
        if self._draft is not None:
            self._move_to(date(self._draft.year, month, day))

    def place_of(self, day: date) -> QRect:
        """Where `day` is painted, for whoever scrolls or clicks there."""
        draft = self._draft
        if draft is None or (day.year, day.month) not in draft.months:
            return QRect()
        left, top, width, line = self._month_place(draft.months.index((day.year, day.month)))
        week, weekday = divmod(date(day.year, day.month, 1).weekday() + day.day - 1, _DAYS)
        cell = width // _DAYS
        return QRect(left + weekday * cell, top + (week + 2) * line, cell, line)

    # Qt --------------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Large enough for every month to be read."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as one month, and as high as all months then are: what is smaller scrolls."""
        rows = -(-self._months // self._across)
        # Tighter than text is set: a week is one line, and below it stands another of digits.
        line = round(self.fontMetrics().height() * _TIGHT)
        return QSize(self._least_width(1), rows * (_LINES * line + grid.px(_BETWEEN)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many months side by side as can be read."""
        super().resizeEvent(event)
        fitting = (across for across in range(_MOST_ACROSS, 1, -1) if self._least_width(across) <= self.width())
        across = next(fitting, 1)
        if across != self._across:
            self._across = across
            self.updateGeometry()

    def _least_width(self, across: int) -> int:
        cell = self.fontMetrics().horizontalAdvance("28休") + 2
        return across * _DAYS * cell + (across - 1) * grid.px(_GAP)

    @property
    def _months(self) -> int:
        return len(self._draft.months) if self._draft is not None else 12

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the day under the mouse."""
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self._move_to(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Turn the day under the mouse over."""
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.turned.emit(day)

    def event(self, event: QEvent) -> bool:
        """Say what the day under the mouse is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._draft is not None:
            day = self._day_at(event.pos())
            QToolTip.showText(event.globalPos(), day_words(self._draft, day) if day is not None else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every month."""
        if self._draft is None:
            return
        painter = QPainter(self)
        for place, (year, month) in enumerate(self._draft.months):
            self._paint_month(painter, place, year, month)
        painter.end()

    # Painting --------------------------------------------------------------------------------------------------------

    def _paint_month(self, painter: QPainter, place: int, year: int, month: int) -> None:
        draft, colours = self._draft, theme.current().colours
        if draft is None:
            return
        left, top, width, line = self._month_place(place)
        cell = width // _DAYS
        title = f"{month}月" if year == draft.year else f"{year}年{month}月"
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(colours["ink"])
        painter.drawText(QRect(left, top, width, line), Qt.AlignmentFlag.AlignCenter, title)
        painter.setFont(self.font())
        painter.setPen(colours["quiet"])
        for weekday, name in enumerate(WEEKDAYS):
            where = QRect(left + weekday * cell, top + line, cell, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, name)
        for number in range(1, gregorian.monthrange(year, month)[1] + 1):
            self._paint_day(painter, draft, date(year, month, number))

    def _paint_day(self, painter: QPainter, draft: YearDraft, day: date) -> None:
        colours, kind, where = theme.current().colours, draft.kind(day), self.place_of(day)
        tone, ground = _TONES[kind]
        inner = where.adjusted(1, 1, -1, -1)
        if ground:
            painter.fillRect(inner, colours[ground])
        painter.setPen(colours[tone])
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, f"{day.day}{_MARKS.get(kind, '')}")
        if day == self._day:
            self._paint_mark(painter, inner, colours["focus"] if self.hasFocus() else colours["edge"])

    def _paint_mark(self, painter: QPainter, where: QRect, colour: QColor) -> None:
        pen = QPen(colour, 2 if self.hasFocus() else 1)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(where)

    def _month_place(self, place: int) -> tuple[int, int, int, int]:
        """Left, top and width of a month, and the height of its lines."""
        rows = -(-self._months // self._across)
        gap, between = grid.px(_GAP), grid.px(_BETWEEN)
        width = (self.width() - (self._across - 1) * gap) // self._across
        line = min((self.height() // rows - between) // _LINES, round(self.fontMetrics().height() * _LOOSE))
        row, column = divmod(place, self._across)
        return column * (width + gap), row * (_LINES * line + between), width, line

    def _day_at(self, point: QPoint) -> date | None:
        for year, month in self._draft.months if self._draft is not None else ():
            first, last = date(year, month, 1), date(year, month, gregorian.monthrange(year, month)[1])
            left, top, width, line = self._month_place((self._draft.months if self._draft else []).index((year, month)))
            if not QRect(left, top, width, line * _LINES).contains(point):
                continue
            days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
            return next((day for day in days if self.place_of(day).contains(point)), None)
        return None

    # Moving ----------------------------------------------------------------------------------------------------------

    def _move_to(self, day: date) -> None:
        if self._draft is not None and (day.year, day.month) in self._draft.months:
            self._day = day
            self._tell()
            self.moved.emit(day)

    def _tell(self) -> None:
        """For who cannot see it: the marked day in words."""
        if self._draft is not None:
            self.setAccessibleDescription(day_words(self._draft, self._day))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()


def _month_later(day: date, step: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def _step(days: int, page: YearCalendar) -> None:
    page.step(days)


_MOVING: Final = "在日历上移动"
YearCalendar.ACTS = (
    Act("turn", "改", ("Space",), lambda page: page.turned.emit(page.day), told="放假、上班互换"),
    *(Act(key.lower(), "移动", (key,), partial(_step, days), group=_MOVING) for key, days in _STEPS.items()),
    Act("next_month", "下个月", ("PgDown",), lambda page: page.step_month(1), group=_MOVING),
    Act("month_before", "上个月", ("PgUp",), lambda page: page.step_month(-1), group=_MOVING),
    Act("first_day", "第一天", ("Home",), lambda page: page.go_to_end(1, 1), group=_MOVING),
    Act("last_day", "最后一天", ("End",), lambda page: page.go_to_end(12, 31), group=_MOVING),
)
