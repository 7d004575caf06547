"""A refusal as the window writes it: both halves, and the key of the act that the remedy ends with."""

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.widgets.messages import EmptyState

FORBIDDEN = Refusal("该件草稿，还不能录入平台", "录入平台之前先出具收件凭证", "receipt")


def test_a_refusal_is_written_with_the_key_of_its_act():
    assert text_of(FORBIDDEN) == "该件草稿，还不能录入平台。录入平台之前先出具收件凭证（F9）"
    assert text_of(FORBIDDEN, "\n") == "该件草稿，还不能录入平台\n录入平台之前先出具收件凭证（F9）"


def test_without_an_act_no_key_is_written():
    assert text_of(Refusal("磁盘已满", "清出空间")) == "磁盘已满。清出空间"
    assert text_of(Refusal("磁盘已满")) == "磁盘已满"


def test_where_nothing_can_be_shown_the_reason_stands_with_the_key(qtbot):
    state = EmptyState("读取失败")
    qtbot.addWidget(state)
    state.refuse(FORBIDDEN)
    assert state.accessibleName() == "该件草稿，还不能录入平台。录入平台之前先出具收件凭证（F9）"
