"""A list that wraps its words, in whatever width it comes to have."""

from PySide6.QtWidgets import QApplication

from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.wrapped_list import WrappedList


def test_a_line_gets_higher_where_the_list_becomes_narrower_after_it_was_filled(qtbot):
    lines = WrappedList()
    qtbot.addWidget(lines)
    lines.resize(600, 200)
    lines.addItems(["填写在场人员，或登记无人在场", "填写检查的起止时间"])
    lines.show()
    one = lines.visualItemRect(lines.item(0)).height()
    lines.resize(150, 200)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: lines.visualItemRect(lines.item(0)).height() >= 2 * one)
    assert lines.visualItemRect(lines.item(1)).top() >= 2 * one


def test_a_line_is_as_high_as_its_words_within_the_padding_of_the_style_sheet(qtbot):
    lines = WrappedList()
    qtbot.addWidget(lines)
    mark(lines, role="choices")
    metrics = lines.fontMetrics()
    words = "补打的文书注明补打并计入次数"
    lines.resize(metrics.horizontalAdvance(words) + 14, 200)  # enough without the padding, and not with it
    lines.addItem(words)
    lines.show()
    assert lines.visualItemRect(lines.item(0)).height() >= 2 * metrics.lineSpacing()
