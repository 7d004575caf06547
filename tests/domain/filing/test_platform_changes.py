"""What of a change is keyed into the platform."""

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.filing.changes import carried_over, changes_between
from counter_app.domain.filing.platform_changes import changed_first
from counter_app.domain.filing.platform_entry import platform_items
from counter_app.domain.forms.answers import Answers
from counter_app.paths import forms_dir


@pytest.fixture(scope="module")
def change_form():
    return load_form(Folders(forms_dir()), "change")


@pytest.fixture
def due(filing, change_form):
    """The items to be keyed of a change, as label and value."""

    def of(change):
        filed = filing.answers
        now = change(carried_over(filed, change_form))
        items = changed_first(platform_items(now, {}), changes_between(filed, now), now)
        assert len({item.key for item in items}) == len(items)
        return [(item.label, item.shown) for item in items if item.is_due], items

    return of


def test_only_what_changed_is_due_and_it_stands_first(due):
    wanted, items = due(lambda now: now.with_answer("system.retention_days", "60"))
    assert wanted == [("视频图像信息存储期限(天)", "60")]
    assert items[0].value == "60"
    assert items[1].heading.startswith("没有变更：")


def test_a_new_row_is_due_whole_and_a_changed_one_where_it_changed(due, change_form):
    def change(now):
        first, second = now.rows()
        new = Answers.row(change_form, {"location": "仓库", "device_type": "bullet"})
        blank = Answers.row(change_form, {})
        return now.with_rows([blank, first.with_answer("devices[].device_type", "ptz"), second, new])

    wanted, _ = due(change)
    assert wanted == [("设备类型", "球机"), ("安装位置", "仓库"), ("设备类型", "枪机")]


def test_a_row_that_is_gone_is_to_be_taken_out(due):
    wanted, _ = due(lambda now: now.with_rows(now.rows()[1:]).with_answer("system.device_count", "1"))
    assert wanted == [("图像采集设备数量", "1"), ("拆除原第1台", "一楼东门、半球")]


def test_what_was_emptied_is_to_be_emptied_there(due):
    wanted, _ = due(lambda now: now.with_answer("system.place_category", ""))
    assert wanted == [("场所类别", "（清空）")]


def test_where_nothing_changed_all_stays_as_it_is(due):
    wanted, items = due(lambda now: now)
    assert len(wanted) > 10
    assert not any(item.heading.startswith("没有变更") for item in items)
