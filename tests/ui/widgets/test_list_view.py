"""Lists of cases: nothing cut while there is space, and nothing to cross on a large screen."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHelpEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QToolTip, QVBoxLayout, QWidget

from counter_app.ui.widgets.column_memory import ColumnMemory
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.list_view import fit_columns, fitted, list_view
from counter_app.ui.widgets.table_model import Ordered, box
from tests.ui.clerk import click_heading, press_in

LONG = "云南昭通乌蒙山国家级风景名胜区大关黄连河景区旅游开发股份有限公司"


@pytest.fixture
def view(qtbot, theme):
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["时间", "单位", "状态", "编号"])
    for unit in ("大关县筇竹中学", LONG):
        model.appendRow([QStandardItem(text) for text in ("09:15", unit, "待录入", "收字〔2026〕6号")])
    view = list_view(model, "受理列表")
    view.kept = model
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    fit_columns(view, 1)
    return view


def test_on_a_large_screen_what_is_left_over_goes_to_all_columns(qtbot, view):
    view.resize(1700, 600)
    wanted = [view.sizeHintForColumn(column) for column in range(4)]
    qtbot.waitUntil(lambda: view.horizontalHeader().length() == view.viewport().width())
    spare = [view.columnWidth(column) - wanted[column] for column in range(4)]
    assert min(spare) > 100
    assert max(spare) - min(spare) < 30


@pytest.mark.parametrize(
    ("space", "said"),
    [
        (1000, [109, 591, 129, 171]),  # what is left over goes to all
        (860, [80, 560, 100, 120]),  # the number is cut first, to the width of short columns
        (600, [80, 316, 100, 104]),  # then the unit, to sixteen characters
        (500, [80, 252, 84, 84]),  # then all others to what a day needs, and the unit further
        (300, [60, 160, 60, 70]),  # nothing is cut to less than its heading
    ],
)
def test_the_number_gives_way_first_and_the_unit_before_what_is_short(space, said):
    assert fitted([80, 560, 100, 142], [60, 60, 60, 70], 1, space) == said


def test_where_space_is_short_the_short_columns_stay_whole(qtbot, view):
    view.resize(560, 300)
    qtbot.waitUntil(lambda: view.horizontalHeader().length() == view.viewport().width())
    for column in (0, 2):
        assert view.columnWidth(column) >= view.sizeHintForColumn(column)
    assert 260 <= view.columnWidth(1) < view.sizeHintForColumn(1)


# By mouse ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot, theme, tmp_path):
    """A list in a window that keeps the widths of its columns."""
    windows = []

    def make(width=900):
        window = QWidget()
        window.lines = ListPanel(FakeStation(), "队列", lambda line: line, columns=("单位", "收件", "编号", "选入"))
        QVBoxLayout(window).addWidget(window.lines)
        ColumnMemory(tmp_path / "window.ini", window)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(width, 300)
        rows = [
            (unit, Ordered(f"{day:%-m月%-d日}", "red", "", day), (number, "ink"), box(ticked=False))
            for unit, day, number in (
                (("示例中学", "ink"), date(2026, 3, 2), "收字〔2026〕12号"),
                (("阿里超市", "ink"), date(2025, 12, 30), ""),
                (("大关县青禾商贸", "ink"), date(2026, 2, 14), "收字〔2026〕9号"),
            )
        ]
        window.lines.show_lines(["示例", "阿里", "大关"], rows, otherwise=2)
        window.show()
        return window.lines

    return make


class FakeStation(QObject):
    """No list here is read."""

    acted = Signal(str)


def drag_edge(panel, column, by):
    port = panel.view.horizontalHeader().viewport()
    header = panel.view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) - 1, header.height() // 2)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(port, at + QPoint(by // 2, 0))
    QTest.mouseMove(port, at + QPoint(by, 0))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at + QPoint(by, 0))


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        (0, ["阿里", "大关", "示例"], ["示例", "大关", "阿里"]),  # as people look names up: by pinyin
        (1, ["阿里", "大关", "示例"], ["示例", "大关", "阿里"]),  # by the day, not by its figures
        (2, ["大关", "示例", "阿里"], ["示例", "大关", "阿里"]),  # 9 before 12, what is blank last
    ],
)
def test_a_click_on_a_heading_sorts_a_second_turns_round_a_third_puts_back(panel, column, up, down):
    lines = panel()
    assert lines.marked == "大关"
    for wanted, arrow in ((up, " ↑"), (down, " ↓"), (["示例", "阿里", "大关"], "")):
        click_heading(lines.view, column)
        assert lines.lines == wanted
        assert lines.marked == "大关"
        said = lines.table.headerData(column, Qt.Orientation.Horizontal)
        assert said == lines.table.columns[column] + arrow


def test_the_order_chosen_stays_when_the_list_is_read_anew_and_holds_what_comes_later(panel):
    lines = panel()
    click_heading(lines.view, 0)
    lines.append(["北区"], [(("北区停车场", "ink"), ("", "ink"), ("", "ink"), box(ticked=False))])
    assert lines.lines == ["阿里", "北区", "大关", "示例"]
    rows = [((name, "ink"),) * 3 + (box(ticked=True),) for name in ("乙", "甲")]
    lines.show_lines(["乙", "甲"], rows)
    assert lines.lines == ["甲", "乙"]


def test_a_column_that_was_dragged_stays_so_after_the_next_start(panel, qtbot):
    lines = panel()
    before = lines.view.columnWidth(1)
    drag_edge(lines, 1, 90)
    assert lines.view.columnWidth(1) == before + 90
    qtbot.waitUntil(lambda: panel(1400).view.columnWidth(1) == before + 90)
    again = panel(1400)
    click = next(action for action in again.view.horizontalHeader().actions() if action.text() == "恢复默认列宽")
    click.trigger()
    assert again.view.columnWidth(1) != before + 90
    assert panel().view.columnWidth(1) == before


def test_a_box_is_ticked_by_a_click_and_by_none_that_ends_elsewhere(panel):
    lines, told = panel(), []
    lines.table.ticked.connect(told.append)
    port, first, second = (
        lines.view.viewport(),
        *(lines.view.visualRect(lines.table.index(row, 3)).center() for row in (0, 1)),
    )
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=second)
    assert told == [1]
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=second)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseClick(port, Qt.MouseButton.RightButton, pos=first)
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=lines.view.visualRect(lines.table.index(0, 0)).center())
    assert told == [1]


def test_the_marked_line_keeps_the_colour_of_its_state(panel, theme):
    lines = panel()
    place = lines.view.visualRect(lines.table.index(2, 1))
    picture = lines.view.viewport().grab(place).toImage()
    dots = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert theme.colours["red"].name() in dots
    assert theme.colours["ink"].name() not in dots


def test_rows_cells_and_the_whole_list_are_copied(panel):
    lines, clipboard = panel(), QGuiApplication.clipboard()
    lines.window().activateWindow()
    lines.view.setFocus()
    press_in(lines.window(), (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier))
    assert clipboard.text() == "大关县青禾商贸\t2月14日\t收字〔2026〕9号\t未选"
    acts = {action.text(): action for action in lines.view.actions()}
    lines.view.setCurrentIndex(lines.table.index(0, 2))
    acts["复制单元格"].trigger()
    assert clipboard.text() == "收字〔2026〕12号"
    acts["复制整个列表"].trigger()
    assert clipboard.text().splitlines()[:2] == ["单位\t收件\t编号\t选入", "示例中学\t3月2日\t收字〔2026〕12号\t未选"]


@pytest.mark.parametrize(("width", "tells"), [(1400, False), (520, True)])
def test_a_tool_tip_says_what_is_cut_and_nothing_that_can_be_read(panel, width, tells, qtbot):
    lines = panel(width)
    lines.show_lines([LONG], [((LONG, "ink"), ("3月2日", "ink"), ("", "ink"), box(ticked=True))])
    view, index = lines.view, lines.table.index(0, 0)
    qtbot.waitUntil(lambda: view.horizontalHeader().length() == view.viewport().width())
    QToolTip.hideText()
    at = view.visualRect(index).center()
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at)))
    assert (QToolTip.text() == LONG) is tells
    QToolTip.hideText()


def test_of_a_number_that_is_cut_its_end_is_seen(panel):
    view = panel().view
    option = QStyleOptionViewItem()
    view.itemDelegate().initStyleOption(option, view.model().index(0, 2))
    assert option.text == "收字〔2026〕12号"
    assert option.textElideMode == Qt.TextElideMode.ElideLeft
