"""What is keyed into the national platform, in its order."""

import dataclasses

from counter_app.domain.basics.materials import ACCEPTED, rejected
from counter_app.domain.filing.platform_entry import ValueSource, platform_items, platform_parts
from counter_app.domain.forms.answers import Answers


def keys(items):
    return [item.key for item in items]


def test_the_platforms_order_comes_from_the_form_and_what_it_leaves_out_follows_its_neighbour(form):
    order = ("system.address", "devices", "unit.name", "unit.uscc", "system.device_count")
    parts = platform_parts(dataclasses.replace(form, platform_order=order))
    asked = [item.key for part in parts for item in part.items]
    assert sorted(asked) == sorted(item.key for part in platform_parts(form) for item in part.items)
    assert asked.index("system.longitude") == asked.index("system.address") + 1
    assert asked.index("devices") < asked.index("unit.name") < asked.index("unit.kind") < asked.index("unit.uscc")
    assert [part.section.key for part in parts] == ["system", "devices", "unit", "agent", "system"]


def test_what_a_clerk_ticks_for_himself_is_not_keyed(form):
    asked = {item.key for part in platform_parts(form) for item in part.items}
    assert "system.sensitive_neighbour" not in asked
    assert asked == {*(k for k, f in form.fields.items() if not f.by_clerk), "devices"}


def test_rows_are_keyed_cell_by_cell_and_only_columns_in_which_something_stands(filing):
    rows = [*filing.answers.rows(), Answers.row(filing.form, {"location": "仓库", "device_type": "ptz", "code": "1"})]
    items = [item for item in platform_items(filing.answers.with_rows(rows), filing.materials) if item.row]
    assert keys(items) == [f"devices[{n}].{name}" for n in (1, 2, 3) for name in ("location", "device_type", "code")]
    assert [(item.heading, item.label, item.value) for item in items[6:8]] == [
        ("第3台设备", "安装位置", "仓库"),
        ("第3台设备", "设备类型", "球机"),
    ]
    assert [item.is_due for item in items] == [True, True, False, True, True, False, True, True, True]


def test_what_was_not_keyed_says_where_it_is_to_be_taken_from(filing):
    answers = filing.answers.with_answer("system.retention_days", "").with_rows([])
    materials = {**filing.materials, "information_sheet": ACCEPTED, "device_list": ACCEPTED}
    origin = {item.key: item for item in platform_items(answers, materials, {"unit.legal_representative"})}
    assert (origin["devices"].origin, origin["devices"].shown) == (ValueSource.ON_PAPER, "见纸质材料")
    assert origin["system.retention_days"].shown == "见纸质材料"
    assert origin["unit.name"].shown == "大关县青禾商贸有限公司"
    bare = {
        item.key: item for item in platform_items(answers, {"device_list": rejected("illegible")}, {"unit.address"})
    }
    assert (bare["devices"].origin, bare["devices"].is_due) == (ValueSource.BLANK, False)
    assert (bare["unit.address"].shown, bare["unit.address"].is_due) == ("部门间共享获得", True)
    assert bare["unit.phone"].shown == ""
