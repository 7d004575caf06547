"""Blocks, sections and messages: words beneath the field, one way through the form, a way out of every message."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.forms import Severity
from counter_app.ui.base.tasks import CancelToken
from counter_app.ui.style import grid
from counter_app.ui.style.theme import current
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import ask, inform
from counter_app.ui.widgets.field_block import LINE, FieldBlock, FieldSpec, editor_for
from counter_app.ui.widgets.messages import BusyState, EmptyState, MessageBar, Tone
from counter_app.ui.widgets.section_card import SectionCard

Key = Qt.Key
Modifier = Qt.KeyboardModifier


@pytest.fixture
def form(qtbot):
    """Two sections of two fields each, then a lone button."""
    window = QWidget()
    column = QVBoxLayout(window)
    editors = {}
    for section, keys in (("管理单位", ("a", "b")), ("经办人", ("c", "d"))):
        card = SectionCard(section, "《规定》第六条")
        for key in keys:
            editors[key] = editor_for(FieldSpec(key, f"字段{key}", hint="照实填写"))
            card.add(FieldBlock(editors[key]))
        column.addWidget(card)
    column.addWidget(QPushButton("打印"))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    editors["a"].focus_field()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editors["a"].line)
    yield editors
    window.close()  # also keeps the window alive until here


def focused(editors):
    return next((key for key, editor in editors.items() if editor.line is QApplication.focusWidget()), None)


def test_enter_goes_through_all_sections_and_stays_at_the_last_field(qtbot, form):
    seen = []
    for _ in range(5):
        seen.append(focused(form))
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert seen == ["a", "b", "c", "d", "d"]


def test_ctrl_enter_goes_to_the_next_section_and_with_shift_back_to_the_first_field_of_the_one_before(qtbot, form):
    qtbot.keyClick(form["a"].line, Key.Key_Return, Modifier.ControlModifier)
    assert focused(form) == "c"
    qtbot.keyClick(form["c"].line, Key.Key_Return)
    qtbot.keyClick(form["d"].line, Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert focused(form) == "a"


def test_fields_that_are_hidden_or_locked_away_are_no_stops(qtbot, form):
    form["b"].parentWidget().hide()
    form["c"].line.setEnabled(False)
    qtbot.keyClick(form["a"].line, Key.Key_Return)
    assert focused(form) == "d"


def test_the_first_field_of_a_page_can_be_asked_for(qtbot, form):
    card = form["c"].parentWidget().parentWidget()
    assert moving.focus_first(card)
    assert focused(form) == "c"


def beneath(block):
    """The labels beneath the field of a block that are in sight, with their words."""
    labels = [label for label in block.findChildren(QLabel) if label is not block._label and label.isVisibleTo(block)]
    return {label.text(): label for label in labels}


def test_the_words_of_a_problem_stand_in_the_room_kept_for_them_and_move_nothing(qtbot, form):
    block, below = form["a"].parentWidget(), form["b"].parentWidget()
    assert list(beneath(block)) == [""]
    QApplication.processEvents()
    height, place = block.height(), below.mapTo(below.window(), below.rect().topLeft())
    form["a"].set_problem("填写单位名称")
    [label] = beneath(block).values()
    assert label.text() == "填写单位名称"
    assert label.palette().windowText().color() == current().colours["red"]
    form["a"].set_problem("存储期限少于30天", Severity.ADVISORY)
    assert label.palette().windowText().color() == current().colours["amber"]
    form["a"].set_problem(None)
    assert list(beneath(block)) == [""]
    block.set_confirmed("3号窗口王敏已核对")
    assert list(beneath(block)) == ["3号窗口王敏已核对"]
    QApplication.processEvents()
    assert block.height() == height
    assert below.mapTo(below.window(), below.rect().topLeft()) == place


def test_words_longer_than_the_field_begin_further_left_and_wrap_only_where_the_block_is_too_narrow(qtbot):
    block = FieldBlock(editor_for(FieldSpec("a", "字段")))
    qtbot.addWidget(block)
    block.resize(360, 60)
    label = block.findChildren(QLabel)[1]
    metrics = label.fontMetrics()
    long = "统一社会信用代码校验不符，对照证照核对后改正"
    assert 360 - 144 < metrics.horizontalAdvance(long) <= 360
    label.setText(long)
    assert label.heightForWidth(360) == 18
    assert label.heightForWidth(200) > 18


@pytest.mark.parametrize(("missing", "words"), [(2, "需补正2项"), (0, "齐全"), (None, "")])
def test_a_section_says_what_it_lacks(qtbot, missing, words):
    card = SectionCard("管理单位")
    qtbot.addWidget(card)
    card.set_status(missing)
    assert words in [label.text() for label in card.findChildren(QLabel)]


def test_a_block_across_begins_a_row_of_its_own(qtbot):
    card = SectionCard("管理单位", columns=2)
    qtbot.addWidget(card)
    blocks = [QLabel(str(number)) for number in range(4)]
    for block, span in zip(blocks, (1, 2, 1, 1), strict=True):
        card.add(block, span=span)
    cells = card._cells
    assert [cells.getItemPosition(cells.indexOf(block))[:2] for block in blocks] == [(0, 0), (1, 0), (2, 0), (2, 1)]


def test_a_refusal_is_one_sentence_and_what_to_do(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.say_refusal(Refusal("本机没有安装打印机", "导出 PDF"))
    assert bar.words == "本机没有安装打印机。导出 PDF"
    assert bar.accessibleName() == "不能继续：本机没有安装打印机。导出 PDF"
    assert not bar.isHidden()
    bar.clear()
    assert bar.isHidden()


def test_an_action_of_a_message_is_done_and_closes_it(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    done = []
    bar.say("已暂存", actions=[("恢复", lambda: done.append(1))])
    next(button for button in bar.findChildren(QPushButton) if button.text() == "恢复").click()
    assert done == [1]
    assert bar.isHidden()
    bar.say("另一句")
    assert [button.text() for button in bar.findChildren(QPushButton) if not button.isHidden()] == ["知道了"]


def test_done_leaves_by_itself_and_a_refusal_stays(qtbot, monkeypatch):
    monkeypatch.setattr("counter_app.ui.widgets.messages._DONE_STAYS", 10)
    bar = MessageBar()
    qtbot.addWidget(bar)
    with qtbot.waitSignal(bar.own.closed):
        bar.say("已保存", tone=Tone.DONE)
    bar.say("没有响应", tone=Tone.REFUSAL)
    assert not bar._timer.isActive()


def test_an_empty_page_offers_the_one_thing_to_do(qtbot):
    done = []
    page = EmptyState("今天还没有受理", "按 Ctrl+N 新建受理", action=("新建受理  Ctrl+N", lambda: done.append(1)))
    qtbot.addWidget(page)
    page.button.click()
    assert done == [1]
    assert page.accessibleName() == "今天还没有受理。按 Ctrl+N 新建受理"


def test_a_busy_page_shows_how_far_it_is_and_can_be_left(qtbot):
    page = BusyState()
    qtbot.addWidget(page)
    token = CancelToken()
    page.begin("正在读取工作簿", token)
    page.advance(3, 10, "第3行")
    with qtbot.waitSignal(page.cancelled):
        page.cancel()
    assert token.is_cancelled
    page.begin("正在保存")
    assert page._button.isHidden()


def test_a_dangerous_act_is_named_on_its_button_and_enter_does_not_do_it(qtbot):
    done = []
    dialog = ask(None, "撤回这件备案?", "撤回后不再出具文书", act="撤回", then=lambda: done.append(1), danger=True)
    qtbot.addWidget(dialog)
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    assert list(buttons) == ["返回", "撤回"]
    assert buttons["返回"].isDefault()
    buttons["撤回"].click()
    assert done == [1]


def test_going_back_does_nothing(qtbot):
    done = []
    dialog = ask(None, "收件?", "", act="确认收件并打印凭证", then=lambda: done.append(1))
    qtbot.addWidget(dialog)
    dialog.reject()
    assert done == []


def test_what_has_to_be_read_is_closed_by_one_key(qtbot):
    dialog = inform(None, "窗口已打开", "同一数据只开一个窗口")
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Key.Key_Escape)


def test_where_a_card_is_narrow_what_stands_in_its_head_takes_a_line_of_its_own(qtbot, theme):
    card = SectionCard("经办人", "《规定》第六条")
    qtbot.addWidget(card)
    date = QLineEdit("2026-03-02")
    card.add_to_head(date)
    card.set_status(1)
    card.show()

    def beside():
        return abs(date.geometry().center().y() - card._status.geometry().center().y()) <= 2

    card.resize(700, 200)
    card.fit_head(700)
    qtbot.waitUntil(beside)
    card.resize(300, 200)
    card.fit_head(300)
    qtbot.waitUntil(lambda: date.y() > card._status.geometry().bottom())
    assert card.layout().minimumSize().width() <= 300
    card.fit_head(700)
    card.resize(700, 200)
    qtbot.waitUntil(beside)


def test_words_beneath_a_field_that_just_fit_take_one_line_and_a_pixel_less_takes_two(qtbot):
    block = FieldBlock(editor_for(FieldSpec("a", "字段")))
    qtbot.addWidget(block)
    block.editor.set_problem("证件号码末位校验不符（与证件一致 Ctrl+R）")
    beneath = block._message
    whole = beneath.fontMetrics().horizontalAdvance(beneath.text())
    assert beneath.heightForWidth(whole + grid.px(2)) == grid.px(LINE)
    assert beneath.heightForWidth(whole) > grid.px(LINE)
    block.resize(whole + grid.px(2), 80)
    block.show()
    image = beneath.grab().toImage()
    ground = image.pixelColor(0, 0)
    rows = [any(image.pixelColor(x, y) != ground for x in range(image.width())) for y in (0, image.height() - 1)]
    assert rows == [False, False], "one line, cut neither above nor below"
