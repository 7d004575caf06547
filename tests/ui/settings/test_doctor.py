"""The check-up in the settings: looked at when asked, each finding with what to do, packed without a name."""

import pytest

from counter_app.domain.basics.refusal import Refusal
from tests.ui.clerk import click, said


@pytest.fixture
def card(running):
    running.shell.show("settings")
    page = running.shell.window.page("settings")
    page.index.show_section("检查")
    running.settle()
    return page.doctor


def test_what_is_wrong_is_shown_with_what_to_do(running, card, backend):
    backend.examiner.broken = Refusal("数据文件 counter.db 的第7页已损坏", "从备份恢复")
    assert card.told == []
    click(card, "开始检查")
    running.settle()
    assert card.told[0] == "有3处要处理，另有1条建议"
    assert card.told[1] == "数据库：数据文件 counter.db 的第7页已损坏。从备份恢复"
    assert "缓存：3个文件，1.2 MB" in card.told
    assert card.under_way.text() == ""
    assert card.check_button.isEnabled()


def test_it_can_be_stopped(running, card):
    click(card, "开始检查")
    card.stop()
    running.settle()
    assert card.under_way.text() == "已停止"
    assert card.told == []


def test_everything_is_packed_for_whoever_helps(running, card, backend, tmp_path, qtbot):
    card.pack(tmp_path / "x.zip")
    qtbot.waitUntil(lambda: said(running).startswith("已导出"))
    assert set(backend.examiner.packed[tmp_path / "x.zip"]) == {"checkup.json"}
