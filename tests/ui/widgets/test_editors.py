"""Editors of one answer: nothing typed is lost, Enter moves on, the input method is respected."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QHelpEvent, QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QCheckBox, QToolTip, QVBoxLayout, QWidget

from counter_app.domain.forms.forms import Severity
from counter_app.ui.style.input_method import Script
from counter_app.ui.widgets.choice_editors import ChoiceEditor, FlagEditor, MultiChoiceEditor
from counter_app.ui.widgets.field_block import FieldSpec, editor_for
from counter_app.ui.widgets.text_editors import CodeEditor, DateEditor, IntegerEditor, MultilineEditor, TextEditor
from tests.ui.clerk import click_by_mouse

KINDS = [("government", "机关"), ("institution", "事业单位"), ("enterprise", "企业"), ("other", "其他")]
PLACES = [(f"place_{n}", f"场所{n}") for n in range(1, 20)]
FUNCTIONS = [("video", "视频监控"), ("face", "人脸采集"), ("body", "人体采集")]
Key = Qt.Key


@pytest.fixture
def page(qtbot):
    """A page that takes editors and can be asked who has the focus."""
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)

    def show(*editors):
        for editor in editors:
            window.layout().addWidget(editor)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isVisible)
        editors[0].focus_field()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return editors

    return show


def write(widget, text):
    """Commit text as an input method does: Chinese has no keys."""
    committed = QInputMethodEvent()
    committed.setCommitString(text)
    QApplication.sendEvent(widget, committed)


def focus():
    return QApplication.focusWidget()


LONG = "云南昭通乌蒙山国家级风景名胜区大关黄连河景区旅游开发股份有限公司北区一号门"


@pytest.mark.parametrize(
    "make",
    [lambda: TextEditor("unit.name", "单位名称", hint="全称"), lambda: ChoiceEditor("place", "场所", [("a", LONG)])],
    ids=["line", "choice"],
)
def test_of_a_long_value_the_beginning_is_seen_and_the_tool_tip_says_all(page, make):
    editor, other = page(make(), TextEditor("agent.phone", "联系电话"))
    editor.setFixedWidth(200)
    editor.focus_field()
    editor.line.setText("")
    write(editor.line, LONG)
    assert editor.line.cursorPosition() == len(LONG)
    other.focus_field()
    assert editor.line.cursorPosition() == 0
    target = focus_target(editor)
    at = QPoint(5, 5)
    QApplication.sendEvent(target, QHelpEvent(QEvent.Type.ToolTip, at, target.mapToGlobal(at)))
    assert target.toolTip() == LONG
    editor.set_value("")
    QApplication.sendEvent(target, QHelpEvent(QEvent.Type.ToolTip, at, target.mapToGlobal(at)))
    assert target.toolTip() in ("全称", "输入名称或序号，↓ 打开列表")
    QToolTip.hideText()


def test_a_jump_to_a_long_value_selects_all_of_it_and_shows_its_beginning(page):
    [editor] = page(TextEditor("unit.name", "单位名称"))
    editor.set_value(LONG)
    editor.focus_field()
    assert (editor.line.selectedText(), editor.line.cursorPosition()) == (LONG, 0)


def focus_target(editor):
    return getattr(editor, "box", editor.line)


@pytest.mark.parametrize(
    "text", ["大关县青禾商贸有限公司", "张三龑𬱖", "  两端有空格  ", "<unknown> & 'quoted'", "91530624ma6k3r7q38"]
)
@pytest.mark.parametrize("kind", [TextEditor, CodeEditor, IntegerEditor, DateEditor, MultilineEditor])
def test_what_was_typed_is_the_value_and_stays(qtbot, kind, text):
    editor = kind("unit.name", "单位名称")
    qtbot.addWidget(editor)
    editor.set_value(text)
    editor.set_problem("填写单位名称")
    assert editor.value() == text


def test_typing_is_told_and_setting_is_not(qtbot, page):
    (editor,) = page(TextEditor("unit.name", "单位名称"))
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_value("青禾")
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClicks(editor.line, "x")


def test_an_empty_field_has_no_value(qtbot):
    editor = TextEditor("unit.name", "单位名称")
    qtbot.addWidget(editor)
    editor.set_value("")
    assert editor.value() is None


def test_a_code_is_shown_in_capitals_and_kept_as_typed(qtbot, page):
    (editor,) = page(CodeEditor("unit.uscc", "统一社会信用代码"))
    qtbot.keyClicks(editor.line, "91530624ma")
    assert editor.line.font().capitalization() == QFont.Capitalization.AllUppercase
    assert editor.value() == "91530624ma"


@pytest.mark.parametrize(
    ("kind", "on"),
    [(TextEditor, True), (MultilineEditor, True), (CodeEditor, False), (IntegerEditor, False), (DateEditor, False)],
)
def test_the_input_method_is_on_for_chinese_alone(qtbot, kind, on):
    editor = kind("key", "标签")
    qtbot.addWidget(editor)
    assert editor.focusProxy().testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) is on
    editor.set_read_only(True)
    editor.set_read_only(False)
    assert editor.focusProxy().testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) is on


def test_enter_goes_to_the_next_field_and_shift_enter_back(qtbot, page):
    name, code, kind = page(
        TextEditor("unit.name", "单位名称"), CodeEditor("unit.uscc", "代码"), ChoiceEditor("unit.kind", "类型", KINDS)
    )
    with qtbot.waitSignal(name.left):
        qtbot.keyClick(name.line, Key.Key_Return)
    assert focus() is code.line
    qtbot.keyClick(code.line, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert focus() is kind.box
    qtbot.keyClick(kind.box, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert focus() is code.line


def test_enter_is_harmless_while_an_input_method_is_composing(qtbot, page):
    name, code = page(TextEditor("unit.name", "单位名称"), CodeEditor("unit.uscc", "代码"))
    QApplication.sendEvent(name.line, QInputMethodEvent("zhong", []))
    assert name.is_composing
    qtbot.keyClick(name.line, Key.Key_Return)
    assert focus() is name.line
    write(name.line, "中")
    assert name.value() == "中"
    qtbot.keyClick(name.line, Key.Key_Return)
    assert focus() is code.line


def test_a_popup_or_another_window_is_not_leaving_the_field(qtbot, page):
    (editor,) = page(DateEditor("system.in_use_since", "投入使用日期"))
    with qtbot.assertNotEmitted(editor.left):
        editor.open_calendar().close_overlay()


@pytest.mark.parametrize("written", ["2026-3-2", "2026/3/2", "20260302", "2026年3月2日", "2026年13月", "后天"])
def test_a_date_is_free_text(qtbot, written):
    editor = DateEditor("system.in_use_since", "投入使用日期")
    qtbot.addWidget(editor)
    editor.set_value(written)
    assert editor.value() == written


@pytest.mark.parametrize(
    ("type_", "typed", "shown"),
    [
        ("date", "20260210", "2026年2月10日"),
        ("date", "2026.2.10", "2026年2月10日"),
        ("date", "20260231", "20260231"),
        ("integer", "０３０天", "30"),
        ("decimal", "27.50°", "27.50"),
        ("phone", "１３９ 0000 1234", "139 0000 1234"),
        ("code", "9153-0624ma", "91530624MA"),
        ("text", " 青禾  超市 ", "青禾 超市"),
    ],
)
def test_what_was_typed_is_shown_as_it_is_read_once_left_and_kept_as_typed(page, type_, typed, shown):
    editor, other = page(editor_for(FieldSpec("key", "标签", type_)), TextEditor("x", "其后"))
    write(editor.line, typed)
    assert editor.line.text() == typed
    click_by_mouse(other.line)
    assert (editor.line.text(), editor.value()) == (shown, typed)
    editor.set_value(None)
    editor.set_value(typed)  # as after the case was opened again
    assert (editor.line.text(), editor.value()) == (shown, typed)


def test_what_is_written_behind_the_shown_words_counts(qtbot, page):
    editor, other = page(DateEditor("system.in_use_since", "投入使用日期"), TextEditor("x", "其后"))
    qtbot.keyClicks(editor.line, "20260210")
    qtbot.keyClick(editor.line, Key.Key_Return)
    qtbot.keyClick(other.line, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    editor.line.setCursorPosition(9)
    qtbot.keyClick(editor.line, Key.Key_Backspace)
    qtbot.keyClick(editor.line, Key.Key_Return)
    assert (editor.line.text(), editor.value()) == ("2026年2月1日", "2026年2月1日")


def test_alt_down_opens_the_calendar_at_what_was_typed(qtbot, page):
    (editor,) = page(DateEditor("system.in_use_since", "投入使用日期"))
    editor.set_value("2026年3月2日")
    qtbot.keyClick(editor.line, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = editor.window().findChild(QCalendarWidget)
    assert calendar.selectedDate().toString("yyyy-MM-dd") == "2026-03-02"
    with qtbot.waitSignal(editor.edited):
        calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert editor.value() == "2026-03-03"


def test_tab_into_a_long_value_shows_its_beginning_and_typing_replaces_it(qtbot, page):
    before, name = page(TextEditor("x", "其前"), TextEditor("unit.name", "单位名称"))
    name.set_value(LONG)
    qtbot.keyClick(before.line, Key.Key_Tab)
    assert (name.line.cursorPosition(), name.line.selectedText()) == (0, LONG)
    qtbot.keyClicks(name.line, "a")
    assert name.value() == "a"


def test_an_empty_date_opens_the_calendar_on_the_day_at_the_office(page):
    (editor,) = page(DateEditor("system.in_use_since", "投入使用日期", today=lambda: date(2026, 3, 2)))
    assert editor.open_calendar().content.selectedDate() == QDate(2026, 3, 2)


def test_a_choice_is_made_by_its_number(qtbot, page):
    (editor,) = page(ChoiceEditor("unit.kind", "单位类型", KINDS))
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClicks(editor.box, "3")
    assert editor.value() == "enterprise"
    assert editor.line.text() == "企业"


def test_a_number_waits_for_its_second_digit_where_there_could_be_one(qtbot, page):
    editor, after = page(ChoiceEditor("system.place", "场所", PLACES), TextEditor("x", "其后"))
    qtbot.keyClicks(editor.box, "1")
    assert editor.line.text() == "1"
    qtbot.keyClicks(editor.box, "2")
    assert editor.value() == "place_12"
    editor.focus_field()
    qtbot.keyClicks(editor.box, "1")
    qtbot.keyClick(editor.box, Key.Key_Return)
    assert editor.value() == "place_1"
    assert focus() is after.line


def test_part_of_a_label_that_only_one_has_is_enough(qtbot, page):
    editor, after = page(ChoiceEditor("unit.kind", "单位类型", KINDS), TextEditor("x", "其后"))
    write(editor.box, "事")
    qtbot.keyClick(editor.box, Key.Key_Return)
    assert editor.value() == "institution"
    assert focus() is after.line


def test_text_that_names_no_entry_is_kept_for_the_domain_to_judge(qtbot, page):
    editor, _after = page(ChoiceEditor("unit.kind", "单位类型", KINDS), TextEditor("x", "其后"))
    write(editor.box, "合伙")
    qtbot.keyClick(editor.box, Key.Key_Tab)
    assert editor.value() == "合伙"
    editor.set_value("unknown_code")
    assert editor.value() == "unknown_code"
    editor.set_value(None)
    assert editor.value() is None


def test_the_wheel_does_not_change_a_choice(qtbot, page):
    (editor,) = page(ChoiceEditor("unit.kind", "单位类型", KINDS))
    editor.set_value("enterprise")
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.box, turn)
    assert editor.value() == "enterprise"


def test_several_are_ticked_by_space_by_number_and_reached_by_arrows(qtbot, page):
    editor, after = page(
        MultiChoiceEditor(
            "system.function_types", "功能类型", [("video", "视频监控"), ("face", "人脸采集"), ("body", "人体采集")]
        ),
        TextEditor("x", "其后"),
    )
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(focus(), Key.Key_Space)
    qtbot.keyClick(focus(), Key.Key_3)
    assert editor.value() == ["video", "body"]
    qtbot.keyClick(focus(), Key.Key_Right)
    assert focus().text() == "人脸采集"
    with qtbot.assertNotEmitted(editor.left):
        qtbot.keyClick(focus(), Key.Key_Left)
    with qtbot.waitSignal(editor.left):
        qtbot.keyClick(focus(), Key.Key_Return)
    assert focus() is after.line


def test_codes_that_the_list_lacks_are_kept(qtbot):
    editor = MultiChoiceEditor("system.function_types", "功能类型", [("video", "视频监控")])
    qtbot.addWidget(editor)
    editor.set_value(["video", "old_code"])
    assert editor.value() == ["video", "old_code"]
    editor.set_value(None)
    assert editor.value() is None


def test_a_flag_is_ticked(qtbot, page):
    (editor,) = page(FlagEditor("near_secret", "邻近涉密单位"))
    qtbot.keyClick(editor.box, Key.Key_Space)
    assert editor.value() is True


def test_alt_enter_breaks_a_line_and_enter_moves_on(qtbot, page):
    editor, after = page(MultilineEditor("note", "备注"), TextEditor("x", "其后"))
    qtbot.keyClicks(editor.text, "a")
    qtbot.keyClick(editor.text, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(editor.text, "b")
    assert editor.value() == "a\nb"
    qtbot.keyClick(editor.text, Key.Key_Return)
    assert focus() is after.line


def test_a_problem_is_said_to_those_who_listen(qtbot):
    editor = TextEditor("unit.name", "单位名称", hint="全称,与公章一致")
    qtbot.addWidget(editor)
    with qtbot.waitSignal(editor.problem_changed):
        editor.set_problem("填写单位名称")
    assert editor.line.accessibleName() == "单位名称"
    assert editor.line.accessibleDescription() == "填写单位名称。全称,与公章一致"
    assert editor.line.property("problem") == "deficiency"
    editor.set_problem("存储期限少于30天", Severity.ADVISORY)
    assert editor.line.property("problem") == "advisory"
    editor.set_problem(None)
    assert not editor.line.property("problem")
    assert editor.line.accessibleDescription() == "全称,与公章一致"


def test_a_jump_selects_what_stands_in_the_field(qtbot, page):
    (editor,) = page(TextEditor("unit.name", "单位名称"))
    editor.set_value("青禾")
    editor.focus_field()
    assert editor.line.selectedText() == "青禾"


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("text", TextEditor),
        ("phone", TextEditor),
        ("code", CodeEditor),
        ("integer", IntegerEditor),
        ("decimal", IntegerEditor),
        ("date", DateEditor),
        ("choice", ChoiceEditor),
        ("choices", MultiChoiceEditor),
        ("flag", FlagEditor),
        ("multiline", MultilineEditor),
    ],
)
def test_each_type_of_the_catalogue_has_its_editor(qtbot, type_, kind):
    editor = editor_for(FieldSpec("key", "标签", type_, KINDS))
    qtbot.addWidget(editor)
    assert type(editor) is kind


def test_a_type_that_nobody_knows_is_not_guessed():
    with pytest.raises(ValueError, match="colour"):
        editor_for(FieldSpec("key", "标签", "colour"))


def test_a_text_field_for_latin_has_no_input_method(qtbot):
    editor = editor_for(FieldSpec("key", "标签", "text", latin=True))
    qtbot.addWidget(editor)
    assert editor.line.inputMethodHints() == Script.LATIN.value


def test_a_locked_field_can_still_be_read(qtbot, page):
    (editor,) = page(TextEditor("unit.name", "单位名称"))
    editor.set_value("青禾")
    editor.set_read_only(True)
    qtbot.keyClicks(editor.line, "x")
    assert editor.value() == "青禾"
    assert editor.line.isEnabled()


def test_keys_with_other_meanings_are_left_alone(qtbot, page):
    (editor,) = page(TextEditor("unit.name", "单位名称"))
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert not editor._key(event, editor.line)


def test_boxes_stand_in_columns_of_like_width(qtbot):
    labels = ("单位名称", "单位类型", "证件", "加盖单位公章的委托办理备案授权书", "其他")
    names = [(f"code{place}", label) for place, label in enumerate(labels)]
    editor = MultiChoiceEditor("shared", "部门共享", names, columns=3)
    qtbot.addWidget(editor)
    editor.resize(980, 80)
    editor.show()
    boxes = editor.findChildren(QCheckBox)
    qtbot.waitUntil(lambda: boxes[2].x() - boxes[1].x() == boxes[1].x() - boxes[0].x() > 0)
    assert boxes[3].x() == boxes[0].x()


@pytest.mark.parametrize("kind", [TextEditor, MultilineEditor])
def test_a_locked_field_does_not_say_what_to_write(page, kind):
    [editor] = page(kind("note", "备注", hint="依次查看了哪些位置"))
    control = editor._controls[0]
    for locked, words in ((True, ""), (False, "依次查看了哪些位置")):
        editor.set_read_only(locked)
        assert control.placeholderText() == words
