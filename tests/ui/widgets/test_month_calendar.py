"""The month to choose a day from: its head in Chinese order, days of other months pale."""

from collections import Counter

from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QWidget

from counter_app.ui.style import theme
from counter_app.ui.widgets.month_calendar import MonthCalendar
from counter_app.ui.widgets.text_editors import DateEditor


def test_its_head_says_year_and_month_and_turns_the_month(qtbot, qapp):
    calendar = MonthCalendar("收件日期：日历")
    qtbot.addWidget(calendar)
    calendar.setSelectedDate(QDate(2026, 11, 29))
    calendar.show()
    assert calendar.head.text() == "2026年11月"
    QTest.mouseClick(calendar.after, Qt.MouseButton.LeftButton)
    assert calendar.head.text() == "2026年12月"


def test_all_weeks_and_the_names_of_their_days_are_in_sight(qtbot, qapp):
    window = QWidget()
    field = DateEditor("a", "收件日期", parent=window)
    qtbot.addWidget(window)
    window.resize(600, 600)
    window.show()
    field.set_value("2026-11-11")
    field.open_calendar()
    [days] = window.findChildren(QTableView)
    assert days.model().index(0, 0).data() == "周一"
    top, bottom = (days.visualRect(days.model().index(row, 0)) for row in (0, 6))
    assert top.top() >= 0
    assert bottom.bottom() < days.viewport().height()


def test_days_of_other_months_are_pale(qtbot, qapp):
    calendar = MonthCalendar("日历")
    qtbot.addWidget(calendar)
    calendar.setSelectedDate(QDate(2026, 11, 11))
    calendar.resize(420, 320)
    calendar.show()
    image = calendar.grab().toImage()
    pale, ink = theme.current().colours["quiet"], theme.current().colours["ink"]
    counts = Counter(
        image.pixelColor(x, y).rgb()
        for x in range(image.width() // 3, image.width())  # 30 November begins the last row
        for y in range(image.height() * 5 // 6, image.height())
    )
    assert counts[pale.rgb()] > 0
    assert counts[ink.rgb()] == 0
