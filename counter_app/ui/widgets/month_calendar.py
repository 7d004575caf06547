"""A month to choose a day from: its head in the order of Chinese, days of other months pale."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid, theme
from counter_app.ui.style.theme import mark

_WEEKEND: Final = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class MonthCalendar(QCalendarWidget):
    """Qt's own head says `十一月 2026`, in the order of another language."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is for whoever cannot see it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setNavigationBarVisible(False)
        weekend = QTextCharFormat()
        weekend.setForeground(theme.current().colours["red"])  # Qt's own red cannot be read on a dark ground
        for day in _WEEKEND:
            self.setWeekdayTextFormat(day, weekend)
        self.head = QLabel()
        self.head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(self.head, role="strong")
        self.before, self.after = QPushButton("◀"), QPushButton("▶")
        self._above = holder = QWidget()
        row = QHBoxLayout(holder)
        grid.space(row, spacing=4)
        row.addWidget(self.before)
        row.addWidget(self.head, 1)
        row.addWidget(self.after)
        for button, words, turn in (
            (self.before, "上个月", self.showPreviousMonth),
            (self.after, "下个月", self.showNextMonth),
        ):
            mark(button, kind="quiet")
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            when_pressed(button, turn)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, holder)
        self.currentPageChanged.connect(self._say_month)
        self._say_month(self.yearShown(), self.monthShown())

    def sizeHint(self) -> QSize:
        """Qt counts the names of the weekdays and six weeks, but no head of ours."""
        return super().sizeHint() + QSize(0, self._above.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return super().minimumSizeHint() + QSize(0, self._above.sizeHint().height())

    def paintCell(self, painter: QPainter, rect: QRect, date: QDate) -> None:
        """Draw a day of another month pale, without the mark of a weekend."""
        if date.month() == self.monthShown():
            super().paintCell(painter, rect, date)
            return
        painter.save()
        painter.setPen(theme.current().colours["quiet"])
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"{date.day()}")
        painter.restore()

    def _say_month(self, year: int, month: int) -> None:
        self.head.setText(f"{year}年{month}月")
