"""One line for all messages: the first in rank is seen, the others are counted, none is lost."""

import itertools

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from counter_app.domain.basics.refusal import Refusal, Unfinished
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.messages import MessageBar, MessageBoard, Rank, Tone
from counter_app.ui.window.message_line import MessageLine
from tests.ui.clerk import click_by_mouse


@pytest.fixture
def bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.resize(900, 48)
    return bar


@pytest.fixture
def notifier(qtbot, bar):
    window = QWidget()
    qtbot.addWidget(window)
    notifier = MessageBarNotifier(bar, window, lambda: None)
    notifier.go_to("cases", "A")
    return notifier


def buttons(bar):
    QApplication.processEvents()  # a button added to a bar that stands already is shown a turn later
    return {one.text(): one for one in bar.findChildren(QPushButton) if one.isVisibleTo(bar)}


NO_PRINTER = Refusal("已出具收件凭证并保存，没有可用的打印机", "存为 PDF")
DUE = Refusal("待移交材料：超期1件", "一个月内移交归档")


def test_a_reminder_stands_behind_a_warning_and_is_counted(bar, notifier):
    notifier.caution(NO_PRINTER, ("补打", lambda: None), about="paper")
    notifier.remind(DUE, ("去移交", lambda: None))
    assert bar.words.startswith("已出具收件凭证并保存")
    assert {"补打", "还有1条", "知道了"} == set(buttons(bar))
    buttons(bar)["还有1条"].click()
    assert bar.words.startswith("待移交材料")
    buttons(bar)["还有1条"].click()
    assert bar.words.startswith("已出具收件凭证并保存")
    buttons(bar)["知道了"].click()
    assert bar.words.startswith("待移交材料")
    assert {"去移交", "知道了"} == set(buttons(bar))


def test_a_reminder_of_something_named_stands_beside_the_days_until_it_is_settled_or_put_away(bar, notifier):
    sheet = Refusal("还没有打印恢复单", "打印一次")
    notifier.remind(DUE, ("去移交", lambda: None))
    for _ in range(2):
        notifier.remind(sheet, ("去打印", lambda: None), about="sheet")
    assert bar.waiting == 1
    notifier.settle("sheet")
    assert (bar.words.startswith("待移交材料"), bar.waiting) == (True, 0)
    notifier.remind(sheet, ("去打印", lambda: None), about="sheet")
    buttons(bar)["知道了"].click()
    buttons(bar)["知道了"].click()
    assert not bar.words


def test_what_was_just_done_or_refused_is_seen_first_and_the_warning_comes_back(bar, notifier):
    notifier.caution(NO_PRINTER, ("补打", lambda: None), about="paper")
    notifier.refuse(Refusal("还需补正4项", "补正后再出具"))
    assert bar.words.startswith("还需补正4项")
    assert bar.waiting == 1
    bar.close_front()
    assert bar.words.startswith("已出具收件凭证并保存")


def test_a_warning_stays_when_its_button_is_pressed_and_goes_when_it_is_dealt_with(bar, notifier):
    done = []
    notifier.caution(NO_PRINTER, ("存为PDF", lambda: done.append(1)), about="paper")
    buttons(bar)["存为PDF"].click()
    assert done == [1]
    assert bar.words, "the clerk may have left the question where to save it"
    notifier.settle("paper")
    assert not bar.words


def test_the_same_warning_twice_is_one(bar, notifier):
    for _ in range(2):
        notifier.caution(NO_PRINTER, ("补打", lambda: None), about="paper")
    assert bar.waiting == 0


@pytest.mark.parametrize(
    ("say", "stays"),
    [
        (lambda n: n.refuse(Refusal("还没有选择检查对象", "勾选后再执行")), False),
        (lambda n: n.note(Refusal("该件待录入", "补打即可"), ("补打", lambda: None)), False),
        (lambda n: n.confirm("已打印", ("录入平台", lambda: None)), False),
        (lambda n: n.confirm("设置已保存"), True),
        (lambda n: n.wait("正在打印2份…"), True),
    ],
)
def test_a_message_leaves_with_its_page_save_what_is_done_or_under_way(bar, notifier, say, stays):
    say(notifier)
    notifier.go_to("cases", "A")
    assert bar.words, "the same page"
    notifier.go_to("inspections", "")
    assert bool(bar.words) is stays


def test_a_warning_is_seen_where_it_was_given_and_at_the_cases(bar, notifier):
    notifier.go_to("inspections", "")
    notifier.caution(NO_PRINTER, ("补打", lambda: None), about="paper")
    notifier.go_to("settings", "")
    assert not bar.words
    notifier.go_to("cases", "B")
    assert bar.words.startswith("已出具收件凭证并保存")
    notifier.go_to("inspections", "")
    assert bar.words


def test_what_a_page_says_is_seen_while_it_is_in_front(bar):
    board = MessageBoard(bar)
    act, first, second = board.channel(Rank.ACT), board.channel(Rank.OFFER), board.channel(Rank.OFFER)
    second.say("疑似重复", tone=Tone.CAUTION)
    first.say("该单位登记过", tone=Tone.NOTE)
    bar.attend(board)
    assert (bar.words, bar.waiting) == ("该单位登记过", 1), "those of one rank in the order of the page"
    act.say("没有待确认的号码")
    assert bar.words == "没有待确认的号码"
    bar.attend(None)
    assert not bar.words
    bar.attend(board)
    assert (bar.words, bar.waiting) == ("该单位登记过", 1), "what was said in passing is gone"
    first.hide(hidden=True)
    assert (bar.words, bar.waiting) == ("疑似重复", 0)


def test_long_words_take_two_lines_and_the_tool_tip_has_all_of_them(bar):
    words = "已出具收件凭证并保存，这台电脑没有可用的打印机" * 8
    bar.show()
    bar.say(words)
    shown = bar._words
    assert shown.text().endswith("…")
    assert shown.toolTip() == words
    assert bar.sizeHint().height() <= 52
    bar.say("已保存")
    assert (shown.text(), shown.toolTip()) == ("已保存", "")


def test_that_something_is_unfinished_is_said_until_something_is_entered(bar, notifier):
    notifier.refuse(Unfinished("笔录还有5项未填写", "填写完整后再出具"))
    notifier.edited()
    assert not bar.words
    notifier.refuse(Refusal("磁盘已满，没有保存", "腾出空间后再办理"))
    notifier.edited()
    assert bar.words, "what the machine says is true as before"


@pytest.mark.parametrize(("zoom", "width"), [(100, 812), (150, 1070), (200, 1070)])
def test_beside_long_buttons_the_words_are_read_and_every_button_stands_within_the_line(qtbot, theme, zoom, width):
    theme.set_zoom(zoom)
    line = MessageLine()
    qtbot.addWidget(line)
    line.resize(width, line.height())
    line.show()
    bar = line.messages
    done = []
    bar.channel(Rank.WARNING).say("待移交材料：超期1件")
    actions = (("存为PDF", lambda: None), ("打开该件的收件凭证并补打", lambda: done.append(True)))
    bar.say("这台电脑没有可用的打印机，收件凭证已出具", "接好打印机后补打", tone=Tone.CAUTION, actions=actions)
    qtbot.waitUntil(lambda: all(button.isVisible() for button in bar._acts))
    QApplication.processEvents()
    characters = bar._words.width() // bar._words.fontMetrics().horizontalAdvance("字")
    assert characters >= 9
    assert bar._words.text().removeprefix("注意：").startswith("这台电脑没有可用")
    shown = [bar._words, *bar._acts, bar._more, bar._close]
    assert all(bar.rect().contains(one.geometry()) for one in shown)
    assert all(one.geometry().right() < other.geometry().left() for one, other in itertools.pairwise(shown))
    assert bar._acts[1].accessibleName() == "打开该件的收件凭证并补打"
    click_by_mouse(bar._acts[1])
    assert done == [True]
