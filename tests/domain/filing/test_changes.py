"""What a change filing changes: items old to new, rows by what they say."""

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.filing.changes import (
    EmptyChange,
    RowChangeKind,
    carried_over,
    changes_between,
    in_use_again,
    is_out_of_use,
    refuse_change_of_nothing,
)
from counter_app.domain.forms.answers import Answers
from counter_app.paths import forms_dir


@pytest.fixture(scope="module")
def change_form():
    return load_form(Folders(forms_dir()), "change")


@pytest.fixture
def filed(filing):
    return filing.answers


@pytest.fixture
def now(filed, change_form):
    return carried_over(filed, change_form)


def _rows(answers, *more, without=()):
    kept = [row for place, row in enumerate(answers.rows()) if place not in without]
    return answers.with_rows([*kept, *(Answers.row(answers.form, row) for row in more)])


def test_what_is_on_file_stands_in_the_change_form_and_is_no_change(filed, now):
    assert now.display("unit.name") == filed.display("unit.name")
    assert len(now.rows()) == 2
    assert changes_between(filed, now) == ()


def test_a_change_of_nothing_is_refused(filed, now):
    with pytest.raises(EmptyChange) as refused:
        refuse_change_of_nothing(changes_between(filed, now))
    assert "没有变更" in refused.value.sentence


def test_an_item_stands_old_to_new_in_the_words_of_a_paper(filed, now):
    (item,) = changes_between(filed, now.with_answer("system.function_types", ["video", "face"]))
    assert (item.label, item.before, item.after) == ("功能类型", "视频监控", "视频监控、人脸采集")


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("system.retention_days", "３０"),
        ("system.in_use_since", "2026年2月10日"),
        ("unit.uscc", "91530624ma6k3r7q38"),
        ("unit.name", " 大关县青禾商贸有限公司 "),
        ("system.out_of_use", False),
    ],
)
def test_another_way_of_writing_the_same_is_no_change(filed, now, key, raw):
    assert changes_between(filed, now.with_answer(key, raw)) == ()


def test_who_stands_at_the_counter_is_on_nobodys_file(filed, now):
    assert changes_between(filed, now.with_answer("agent.name", "吴示例").with_answer("agent.phone", "1380000")) == ()


def test_what_a_clerk_ticks_is_on_nobodys_file(filed, now):
    assert changes_between(filed, now.with_answer("system.sensitive_neighbour", True)) == ()


def test_the_number_of_devices_and_their_list_are_one_item(filed, now):
    more = _rows(now.with_answer("system.device_count", 3), {"location": "仓库", "device_type": "bullet"})
    (item,) = changes_between(filed, more)
    assert (item.key, item.before, item.after, item.summary) == ("system.device_count", "2", "3", "新增1台")
    assert item.keys == ("system.device_count", "devices")
    assert [row.words for row in item.rows] == ["新增第3台：仓库、枪机"]


def test_one_device_in_the_place_of_another_is_a_change_of_the_list(filed, now):
    (item,) = changes_between(filed, _rows(now, {"location": "仓库", "device_type": "ptz"}, without=(0,)))
    assert (item.key, item.before, item.after) == ("devices", "2台", "2台（新增1台、拆除1台）")
    assert [row.words for row in item.rows] == ["新增第2台：仓库、球机", "拆除原第1台：一楼东门、半球"]


def test_rows_in_another_order_are_no_change(filed, now):
    assert changes_between(filed, now.with_rows(reversed(now.rows()))) == ()


def test_a_row_is_known_again_by_its_code(filed, change_form):
    code = "53062400001320000001"
    filed = filed.with_rows([Answers.row(filed.form, {"location": "东门", "device_type": "dome", "code": code})])
    now = carried_over(filed, change_form).with_rows(
        [
            Answers.row(change_form, {"location": "仓库", "device_type": "dome"}),
            Answers.row(change_form, {"location": "西门", "device_type": "ptz", "code": code}),
        ]
    )
    (item,) = changes_between(filed, now)
    added, changed = item.rows
    assert (added.kind, added.number, added.what) == (RowChangeKind.ADDED, 1, "仓库、半球")
    assert changed.parts == ("安装位置由东门改为西门", "设备类型由半球改为球机")


def test_a_row_is_known_again_by_its_place(filed, now):
    (item,) = changes_between(filed, _rows(now, {"location": "一楼东门", "device_type": "ptz"}, without=(0,)))
    (row,) = item.rows
    assert row.words == "变更第2台：一楼东门、球机（设备类型由半球改为球机）"


def test_of_equal_rows_as_many_count_as_there_are(filed, now, change_form):
    equal = {"location": "走廊", "device_type": "dome"}
    filed = filed.with_rows([Answers.row(filed.form, equal)] * 2)
    (item,) = changes_between(filed, now.with_rows([Answers.row(change_form, equal)] * 5))
    assert item.summary == "新增3台"


def test_a_system_taken_out_of_use_is_a_change_and_can_be_taken_back(filed, now):
    out = now.with_answer("system.out_of_use", True).with_answer("system.out_of_use_since", "2026-3-1")
    assert [(i.label, i.before, i.after) for i in changes_between(filed, out)] == [
        ("停止使用", "否", "是"),
        ("停止使用日期", "（未填）", "2026年3月1日"),
    ]
    assert is_out_of_use(out)
    assert not is_out_of_use(in_use_again(out))
    assert not is_out_of_use(filed)


def test_two_thousand_rows_are_compared_in_no_time(filed, change_form):
    rows = [{"location": f"{n}号位", "device_type": "dome"} for n in range(2000)]
    filed = filed.with_rows([Answers.row(filed.form, row) for row in rows])
    now = carried_over(filed, change_form)
    touched = Answers.row(change_form, {"location": "1000号位", "device_type": "ptz"})
    (item,) = changes_between(filed, now.with_rows([*now.rows()[:1000], touched, *now.rows()[1001:]]))
    assert item.summary == "变更1台"
