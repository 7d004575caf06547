"""The device table: what a spreadsheet can, with every step undoable, and no trap for the keyboard."""

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.forms.forms import Severity
from counter_app.ui.intake import device_model
from counter_app.ui.intake.device_model import DeviceColumn, RowMark
from counter_app.ui.intake.device_table import DeviceTable
from counter_app.ui.widgets import table_text
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.sheet import sheet_of
from counter_app.ui.widgets.text_editors import TextEditor
from tests.ui.clerk import cell, click_by_mouse, double_click_by_mouse

Key = Qt.Key
Modifier = Qt.KeyboardModifier
TYPES = [("bullet", "枪机"), ("dome", "半球"), ("ptz", "球机"), ("other", "其他")]
COLUMNS = [
    DeviceColumn("location", "安装位置", demanded=True),
    DeviceColumn("device_type", "设备类型", "choice", TYPES, demanded=True),
    DeviceColumn("code", "设备编码", "code"),
]
THREE = [
    {"location": "一楼东门", "device_type": "dome"},
    {"location": "地下停车场入口", "device_type": "bullet"},
    {"location": "三楼扶梯口", "device_type": "ptz"},
]


@pytest.fixture
def page(qtbot):
    """A table between two sections with a field each."""
    window = QWidget()
    column = QVBoxLayout(window)
    window.before, window.table, window.after = TextEditor("a", "其前"), DeviceTable(COLUMNS), TextEditor("b", "其后")
    for title, widget in (("系统", window.before), ("设备", window.table), ("材料", window.after)):
        card = SectionCard(title)
        card.add_wide(widget)
        column.addWidget(card)
    qtbot.addWidget(window)
    window.resize(700, 600)
    window.show()
    window.activateWindow()
    window.table.focus_cell()
    qtbot.waitUntil(window.table.view.hasFocus)
    yield window
    window.close()


@pytest.fixture
def table(page):
    return page.table


def clip(text):
    QGuiApplication.clipboard().setText(text)


def select(table, top, left, bottom, right):
    model, selection = table.model, table.view.selectionModel()
    selection.setCurrentIndex(model.index(top, left), QItemSelectionModel.SelectionFlag.NoUpdate)
    selection.select(
        QItemSelection(model.index(top, left), model.index(bottom, right)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )


def cell_editor(table):
    return next(
        (
            widget
            for widget in table.view.viewport().findChildren(QWidget)
            if isinstance(widget, QLineEdit | QComboBox)
            and widget.isVisible()
            and widget.parent() is table.view.viewport()
        ),
        None,
    )


def here(table):
    index = table.view.currentIndex()
    return index.row(), index.column()


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("一楼东门\t半球\r\n二楼\t枪机\r\n", [["一楼东门", "半球"], ["二楼", "枪机"]]),
        ('"地下\n停车场"\t枪机\n', [["地下 停车场", "枪机"]]),
        ('"写着""出口""的门"\t枪机', [['写着"出口"的门', "枪机"]]),
        ('"东门"\t半球', [['"东门"', "半球"]]),
        ('5" 屏\t半球\n"东\t枪机', [['5" 屏', "半球"], ['"东', "枪机"]]),
        ("a\t\t\n\t\t\n", [["a", "", ""]]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_the_clipboard_of_spreadsheets_is_read(text, cells):
    assert table_text.parse(text, 9) == cells


@pytest.mark.parametrize("text", ["a\nb\nc", '"a"\nb\nc', 'a\n"b\nb"\nc\n\n'])
def test_no_more_rows_are_read_than_were_asked_for(text):
    assert len(table_text.parse(text, 3)) == 3
    with pytest.raises(table_text.TooManyRowsError):
        table_text.parse(text, 2)


@pytest.mark.parametrize("text", ["a\nb" + "\n" * 50_000, '"a"\nb' + "\r\n \t" * 50_000])
def test_blank_rows_at_the_end_are_no_rows_too_many(text):
    assert len(table_text.parse(text, 2)) == 2


def test_what_is_written_for_a_spreadsheet_is_read_back():
    cells = [["一楼\n东门", 'a"b', ""], ["x\ty", "枪机", "1"]]
    assert table_text.parse(table_text.write(cells), 2) == [["一楼 东门", 'a"b', ""], ["x y", "枪机", "1"]]


def test_pasting_grows_the_table_and_takes_answers_by_their_label(qtbot, table):
    clip("一楼东门\t半球\n地下停车场入口\t枪机\n三楼扶梯口\t球机\n")
    with qtbot.waitSignal(table.changed) as changed:
        table.editing.paste()
    assert changed.args == [THREE]
    assert table.rows() == THREE


def refusals_of(table):
    said = []
    table.refused.connect(said.append)
    return said


def test_as_many_rows_are_pasted_as_a_file_may_hold(table):
    said = refusals_of(table)
    lines = "\n".join(["一楼东门"] * MOST_ROWS)
    clip(f"安装位置\n{lines}\n")
    table.editing.paste()
    assert (table.model.rowCount(), said) == (MOST_ROWS, [])


@pytest.mark.parametrize("count", [MOST_ROWS + 1, 100_000])
def test_more_rows_than_a_file_may_hold_are_refused_in_one_sentence(table, count):
    said = refusals_of(table)
    table.set_rows(THREE)
    clip("安装位置\n" + "\n".join(["一楼东门"] * count))
    table.editing.paste()
    assert table.rows() == THREE
    assert [refusal.sentence.startswith("设备清单最多20000行，粘贴") for refusal in said] == [True]
    assert said[0].sentence.endswith("后会超过，没有改动")


def test_a_full_list_takes_no_further_row(qtbot, table, monkeypatch):
    monkeypatch.setattr(device_model, "MOST_ROWS", 3)
    said = refusals_of(table)
    table.set_rows(THREE)
    table.focus_cell(1, "location")
    table.editing.add_row()
    table.editing.insert(table.model.rowCount(), THREE, "导入设备")
    select(table, 2, 0, 2, 0)
    clip("东门\n西门")
    table.editing.paste()
    assert table.rows() == THREE
    assert here(table) == (2, 0)
    assert [refusal.sentence for refusal in said] == [
        f"设备清单最多3行，{words}后会超过，没有改动" for words in ("添加一行", "导入设备", "粘贴2行")
    ]


def test_a_list_kept_before_there_was_a_limit_can_be_changed_and_shortened(table, monkeypatch):
    monkeypatch.setattr(device_model, "MOST_ROWS", 2)
    said = refusals_of(table)
    table.set_rows(THREE * 2)
    select(table, 0, 0, 0, 0)
    clip("东门\n西门")
    table.editing.paste()
    assert [row["location"] for row in table.rows()[:3]] == ["东门", "西门", "三楼扶梯口"]
    select(table, 0, 0, 1, 0)
    table.editing.delete_rows()
    assert table.model.rowCount() == 4
    table.model.undo_stack.undo()
    assert (table.model.rowCount(), said) == (6, [])


def test_a_cell_shows_what_was_typed_as_it_is_read_and_is_written_and_copied_as_typed(qtbot, table):
    table.set_rows([{"location": " 一楼  东门", "device_type": "dome", "code": "530624-1ab"}])
    cells = [table.model.index(0, column) for column in range(3)]
    assert [cell.data() for cell in cells] == ["一楼 东门", "半球", "5306241AB"]
    assert [cell.data(Qt.ItemDataRole.EditRole) for cell in cells] == [" 一楼  东门", "半球", "530624-1ab"]
    select(table, 0, 0, 0, 2)
    table.editing.copy()
    assert QGuiApplication.clipboard().text().strip("\n") == " 一楼  东门\t半球\t530624-1ab"


def test_a_row_of_headings_says_which_column_is_which(table):
    clip("设备类型\t厂家\t安装位置 *\n半球\t某厂\t一楼东门\n")
    table.editing.paste()
    assert table.rows() == [THREE[0]]


def test_totals_and_signatures_below_pasted_rows_are_left_out(table):
    clip("安装位置\t设备类型\n一楼东门\t半球\n合计\t1台\n填表人：张三\t\n")
    table.editing.paste()
    assert table.rows() == [THREE[0]]


def test_pasting_into_rows_keeps_what_it_does_not_reach(table):
    table.set_rows([{**THREE[0], "code": "53062400001310000001"}, THREE[1]])
    select(table, 0, 0, 0, 0)
    clip("东门")
    table.editing.paste()
    assert table.rows()[0] == {"location": "东门", "device_type": "dome", "code": "53062400001310000001"}
    assert table.rows()[1] == THREE[1]


def test_one_cell_pasted_into_many_fills_them(table):
    table.set_rows(THREE)
    select(table, 0, 1, 2, 1)
    clip("球机")
    table.editing.paste()
    assert [row["device_type"] for row in table.rows()] == ["ptz", "ptz", "ptz"]


def test_what_no_list_knows_is_kept_as_it_came(table):
    clip("一楼东门\t针孔")
    table.editing.paste()
    assert table.rows() == [{"location": "一楼东门", "device_type": "针孔"}]


def test_cells_that_reach_past_the_last_column_are_left_out(table):
    clip("一楼东门\t半球\t5306\t多出来的")
    table.editing.paste()
    assert table.rows() == [{**THREE[0], "code": "5306"}]


def test_filling_down_repeats_the_topmost_value(table):
    table.set_rows(THREE)
    select(table, 0, 0, 2, 1)
    table.editing.fill_down()
    assert table.rows() == [THREE[0]] * 3


def test_filling_down_one_cell_takes_the_one_above(table):
    table.set_rows(THREE)
    select(table, 1, 1, 1, 1)
    table.editing.fill_down()
    assert table.rows()[1] == {"location": "地下停车场入口", "device_type": "dome"}
    select(table, 0, 1, 0, 1)
    table.editing.fill_down()
    assert table.rows()[0] == THREE[0]


def test_every_step_can_be_taken_back_and_done_again(table):
    table.set_rows(THREE)
    table.view.selectAll()
    table.editing.clear()
    assert table.rows() == [{}, {}, {}]
    table.editing.delete_rows()
    stack = table.model.undo_stack
    stack.undo()
    stack.undo()
    assert table.rows() == THREE
    stack.redo()
    assert table.rows() == [{}, {}, {}]


def test_rows_that_did_not_change_stay_the_same_objects(table):
    table.set_rows(THREE)
    before = table.rows()
    table.model.setData(table.model.index(1, 0), "地下入口")
    after = table.rows()
    assert [a is b for a, b in zip(before, after, strict=True)] == [True, False, True]


def test_deleting_rows_keeps_the_others(table):
    table.set_rows(THREE)
    table.view.clearSelection()
    for row in (0, 2):
        table.view.selectionModel().select(table.model.index(row, 1), QItemSelectionModel.SelectionFlag.Select)
    table.editing.delete_rows()
    assert table.rows() == [THREE[1]]


def test_copying_gives_labels(table):
    table.set_rows(THREE)
    select(table, 0, 0, 1, 1)
    table.editing.copy()
    assert QGuiApplication.clipboard().text() == "一楼东门\t半球\n地下停车场入口\t枪机\n"


def test_the_keys_work_in_the_table(qtbot, table):
    qtbot.keyClick(table.view, Key.Key_Insert)
    assert table.rows() == [{}]
    clip("一楼东门\t半球")
    qtbot.keyClick(table.view, Key.Key_V, Modifier.ControlModifier)
    assert table.rows() == [THREE[0]]
    qtbot.keyClick(table.view, Key.Key_Delete, Modifier.ControlModifier)
    assert table.rows() == []
    qtbot.keyClick(table.view, Key.Key_Z, Modifier.ControlModifier)
    assert table.rows() == [THREE[0]]
    qtbot.keyClick(table.view, Key.Key_Delete)
    assert table.rows() == [{"device_type": "dome"}]


def test_two_devices_keyed_without_leaving_the_keyboard(qtbot, table):
    qtbot.keyClick(table.view, Key.Key_Insert)
    for location, number in (("A1", "2"), ("B2", "1")):
        qtbot.keyClicks(table.view, location[0])
        qtbot.keyClicks(cell_editor(table), location[1])
        qtbot.keyClick(cell_editor(table), Key.Key_Return)
        qtbot.keyClicks(table.view, number)
        qtbot.keyClick(cell_editor(table), Key.Key_Return)
    assert table.rows() == [
        {"location": "A1", "device_type": "dome"},
        {"location": "B2", "device_type": "bullet"},
        {},
    ]
    assert here(table) == (2, 0)


def test_the_first_letter_typed_into_an_empty_table_makes_its_row(qtbot, table):
    qtbot.keyClicks(table.view, "A")
    qtbot.keyClick(cell_editor(table), Key.Key_Return)
    assert table.rows() == [{"location": "A"}]


def test_the_first_letter_composed_over_an_empty_table_makes_its_row_too(qtbot, table):
    assert table.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(table.view, QInputMethodEvent("d", []))
    committed = QInputMethodEvent()
    committed.setCommitString("东门")
    QApplication.sendEvent(cell_editor(table), committed)
    qtbot.keyClick(cell_editor(table), Key.Key_Return)
    assert table.rows() == [{"location": "东门"}]
    table.set_rows([])
    assert table.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_chinese_typed_into_a_cell_begins_with_the_input_method(qtbot, table):
    table.set_rows([{}])
    table.focus_cell(0, "location")
    assert table.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    table.focus_cell(0, "code")
    assert not table.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_enter_is_harmless_while_composing_in_a_cell(qtbot, table):
    table.set_rows([{}])
    table.focus_cell(0, "location")
    table.view.edit(table.view.currentIndex())
    editor = cell_editor(table)
    QApplication.sendEvent(editor, QInputMethodEvent("dong", []))
    qtbot.keyClick(editor, Key.Key_Return)
    assert cell_editor(table) is editor
    committed = QInputMethodEvent()
    committed.setCommitString("东门")
    QApplication.sendEvent(editor, committed)
    qtbot.keyClick(editor, Key.Key_Return)
    assert table.rows() == [{"location": "东门"}]


def test_escape_leaves_a_cell_as_it_was(qtbot, table):
    table.set_rows(THREE)
    table.focus_cell(0, "location")
    qtbot.keyClicks(table.view, "x")
    qtbot.keyClick(cell_editor(table), Key.Key_Escape)
    assert table.rows() == THREE


def test_enter_goes_through_the_demanded_cells_and_back(qtbot, table):
    table.set_rows(THREE)
    table.focus_cell(0, "location")
    places = []
    for _ in range(3):
        qtbot.keyClick(table.view, Key.Key_Return)
        places.append(here(table))
    qtbot.keyClick(table.view, Key.Key_Return, Modifier.ShiftModifier)
    places.append(here(table))
    assert places == [(0, 1), (1, 0), (1, 1), (1, 0)]
    table.focus_cell(0, "code")
    qtbot.keyClick(table.view, Key.Key_Return)
    assert here(table) == (1, 2), "in a column that may stay empty it goes down"


def test_ctrl_enter_leaves_the_table_both_ways(qtbot, page):
    page.table.set_rows(THREE)
    page.table.focus_cell(1, "location")
    qtbot.keyClick(page.table.view, Key.Key_Return, Modifier.ControlModifier)
    assert QApplication.focusWidget() is page.after.line
    page.table.focus_cell(1, "location")
    qtbot.keyClick(page.table.view, Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert QApplication.focusWidget() is page.before.line


def test_ctrl_enter_in_a_cell_keeps_what_was_typed_and_leaves(qtbot, page):
    page.table.set_rows([{}])
    page.table.focus_cell(0, "location")
    qtbot.keyClicks(page.table.view, "A")
    qtbot.keyClick(cell_editor(page.table), Key.Key_Return, Modifier.ControlModifier)
    assert page.table.rows() == [{"location": "A"}]
    assert QApplication.focusWidget() is page.after.line


def test_an_empty_table_and_the_last_cell_let_tab_go_on(qtbot, page):
    qtbot.keyClick(page.table.view, Key.Key_Tab)
    assert QApplication.focusWidget() is page.after.line
    page.table.set_rows(THREE)
    page.table.focus_cell(2, "code")
    qtbot.keyClick(page.table.view, Key.Key_Tab)
    assert QApplication.focusWidget() is page.after.line
    page.table.focus_cell(0, "location")
    qtbot.keyClick(page.table.view, Key.Key_Backtab, Modifier.ShiftModifier)
    assert QApplication.focusWidget() is page.before.line


def test_enter_in_an_empty_table_goes_on(qtbot, page):
    qtbot.keyClick(page.table.view, Key.Key_Return)
    assert QApplication.focusWidget() is page.after.line


def test_a_problem_is_a_colour_and_words(table):
    table.set_rows([THREE[0], {"device_type": "ptz"}])
    table.set_problems({(1, "location"): ("填写安装位置", Severity.DEFICIENCY)})
    index = table.model.index(1, 0)
    role = Qt.ItemDataRole
    assert index.data(role.DisplayRole) == "填写安装位置"
    assert index.data(role.EditRole) == ""
    assert index.data(role.ToolTipRole) == "填写安装位置"
    assert index.data(role.AccessibleDescriptionRole) == "填写安装位置"
    assert index.data(role.BackgroundRole) is not None
    table.focus_cell(1, "location")
    assert "第2行 安装位置：填写安装位置" in [label.text() for label in table.findChildren(QLabel)]
    table.set_problems({})
    assert index.data(role.DisplayRole) == ""
    assert index.data(role.BackgroundRole) is None


def test_what_is_said_of_cells_leaves_alone_what_is_being_written(qtbot, table):
    table.set_rows(THREE)
    table.focus_cell(1, "location")
    qtbot.keyClicks(table.view, "e")
    qtbot.keyClicks(cell_editor(table), "ast")
    table.set_problems({(row, "location"): ("填写安装位置", Severity.DEFICIENCY) for row in (0, 2)})
    table.model.set_marks({row: RowMark("改", "安装位置") for row in range(3)})
    assert cell_editor(table).text() == "east"
    assert table.model.headerData(0, Qt.Orientation.Vertical) == "改 1"


def test_several_rows_are_changed_at_once(qtbot, table):
    table.set_rows(THREE)
    select(table, 0, 1, 2, 1)
    dialog = table.edit_in_bulk()
    assert dialog.accessibleDescription() == "所选3行的“设备类型”全部改为："
    box = dialog.findChild(QComboBox)
    qtbot.keyClicks(box, "3")
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "修改3行").click()
    assert [row["device_type"] for row in table.rows()] == ["ptz", "ptz", "ptz"]


def test_f2_edits_one_cell_and_several_in_bulk(qtbot, table):
    table.set_rows(THREE)
    table.focus_cell(0, "location")
    table.edit()
    assert cell_editor(table).text() == "一楼东门"
    qtbot.keyClick(cell_editor(table), Key.Key_Escape)
    select(table, 0, 0, 2, 0)
    table.edit()
    dialog = sheet_of(QApplication.focusWidget()).findChild(Dialog)
    assert dialog.windowTitle() == "批量修改"
    dialog.reject()
    assert table.view.hasFocus()


def test_a_locked_table_can_be_read_and_copied(qtbot, table):
    table.set_rows(THREE)
    table.set_read_only(True)
    table.focus_cell(0, "location")
    qtbot.keyClicks(table.view, "x")
    qtbot.keyClick(table.view, Key.Key_Insert)
    qtbot.keyClick(table.view, Key.Key_Delete)
    assert table.rows() == THREE
    qtbot.keyClick(table.view, Key.Key_C, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "一楼东门\n"
    table.set_read_only(False)
    qtbot.keyClick(table.view, Key.Key_Delete)
    assert table.rows() != THREE


def test_an_empty_table_says_how_to_begin(table):
    assert table.view.empty_words == "还没有设备：粘贴、导入或按 Insert 添加一行"
    assert table.view.accessibleName()
    assert "Ctrl+Enter" in table.view.accessibleDescription()


def test_the_empty_row_that_enter_made_goes_when_the_clerk_goes_on(qtbot, page, table):
    table.set_rows(THREE)
    table.focus_cell(2, "device_type")
    qtbot.keyClick(table.view, Key.Key_Return)
    assert table.rows() == [*THREE, {}]
    qtbot.keyClick(table.view, Key.Key_Return, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: table.rows() == THREE)
    assert page.after.line.hasFocus()
    assert not table.model.undo_stack.canUndo()


def test_the_empty_last_row_goes_when_another_is_gone_to_and_a_filled_one_stays(qtbot, table):
    table.set_rows(THREE)
    table.focus_cell(2, "device_type")
    qtbot.keyClick(table.view, Key.Key_Return)
    qtbot.keyClick(table.view, Key.Key_Up)
    qtbot.waitUntil(lambda: table.rows() == THREE)
    table.focus_cell(2, "device_type")
    qtbot.keyClick(table.view, Key.Key_Return)
    table.model.setData(table.model.index(3, 0), "西门")
    qtbot.keyClick(table.view, Key.Key_Return, Modifier.ControlModifier)
    QApplication.processEvents()
    assert table.rows() == [*THREE, {"location": "西门"}]


def test_a_question_over_the_table_takes_no_row_away(qtbot, table):
    table.set_rows(THREE)
    table.focus_cell(2, "device_type")
    qtbot.keyClick(table.view, Key.Key_Return)
    dialog = table.edit_in_bulk()
    QApplication.processEvents()
    assert table.rows() == [*THREE, {}]
    dialog.reject()


def test_the_table_grows_with_its_rows_and_then_scrolls(table):
    empty = table.view.height()
    table.set_rows(THREE * 2)
    six = table.view.height()
    table.set_rows(THREE * 10)
    thirty = table.view.height()
    table.set_rows(THREE * 700)
    assert empty < six < thirty == table.view.height()


def test_two_thousand_rows_are_taken_and_one_of_them_is_changed(table):
    rows = [{"location": f"{n}号位", "device_type": "dome"} for n in range(2000)]
    clip("\n".join(f"{n}号位\t半球" for n in range(2000)))
    table.editing.paste()
    QApplication.processEvents()
    assert table.rows() == rows
    table.model.set_problems({(n, "location"): ("填写安装位置", Severity.DEFICIENCY) for n in range(0, 2000, 2)})
    table.focus_cell(1500, "location")
    table.model.setData(table.model.index(1500, 0), "西门")
    QApplication.processEvents()
    assert table.rows()[1500] == {**rows[1500], "location": "西门"}


def test_a_double_click_on_a_cell_of_choices_opens_its_list_and_a_click_on_a_line_of_it_is_taken(table, qtbot):
    table.set_rows(THREE)
    QApplication.processEvents()
    double_click_by_mouse(*cell(table.view, 1, 1))
    box = table.view.indexWidget(table.model.index(1, 1))
    assert box.is_open
    entry = box._list.model().index(2, 0)
    click_by_mouse(box._list.viewport(), box._list.visualRect(entry).center())
    assert table.rows()[1]["device_type"] == "ptz"
    assert table.view.hasFocus()
