"""JSON intake files: read strictly in their structure, tolerantly in their values, written so that they come back."""

import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.basics.materials import ACCEPTED, UNREVIEWED, Material, MaterialState
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingKind
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.exchange.intake.intake_json import read_intake


@pytest.fixture
def read(form):
    def read(written):
        content = written if isinstance(written, bytes) else json.dumps(written).encode()
        return read_intake(content, form)

    return read


def test_absent_keys_are_unanswered_and_absent_papers_absent(read):
    intake = read({"unit": {"name": "甲"}})
    assert intake.answers.raw == {"unit.name": "甲"}
    assert intake.answers.rows() == ()
    assert intake.materials == {}
    assert intake.kind is FilingKind.INITIAL
    assert intake.received_on is None


def test_nulls_are_as_good_as_absent(read):
    intake = read({"received_on": None, "unit": None, "devices": None, "materials": None, "agent": {"name": None}})
    assert intake.answers.get("agent.name") is None
    assert (intake.received_on, intake.materials) == (None, {})


@pytest.mark.parametrize("written", ["2026-3-2", "2026/3/2", "2026.3.2", "20260302", "2026年3月2日", 20260302])
def test_the_day_of_receipt_in_any_of_the_five_forms(written, read):
    assert read({"received_on": written}).received_on == date(2026, 3, 2)


def test_papers_as_they_were_judged(read):
    rejected = {"state": "rejected", "defects": ["not_sealed", "not_sealed"], "note": "盖在骑缝处"}
    intake = read(
        {"kind": "change", "materials": {"agent_id": {"state": "accepted"}, "authorization_letter": rejected}}
    )
    assert intake.kind is FilingKind.CHANGE
    assert intake.materials["agent_id"] == ACCEPTED
    assert intake.materials["authorization_letter"] == Material(MaterialState.REJECTED, ("not_sealed",), "盖在骑缝处")


def test_an_alternative_paper_said_to_be_unreviewed_was_handed_in(read, judged):
    intake = read({"materials": {"device_list": {"state": "unreviewed"}}})
    assert intake.materials == {"device_list": UNREVIEWED}
    assert "device_list" in judged(intake, intake.materials).unreviewed
    assert "device_list" not in judged(read({}), {}).unreviewed


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ([], "最外层应是一个对象"),
        ("x", "最外层应是一个对象"),
        ({"materails": {}}, "不认识的键 materails"),
        ({"kind": "renewal"}, "kind 应是 initial 或 change"),
        ({"kind": ["initial"]}, "kind 应是 initial 或 change"),
        ({"received_on": "昨天"}, "received_on 应是日期"),
        ({"received_on": "2026-02-30"}, "received_on 应是日期"),
        ({"received_on": True}, "received_on 应是日期"),
        ({"received_on": 3.5}, "received_on 应是日期"),
        ({"unit": "甲"}, "unit 应是一个对象"),
        ({"unit": {"name": {"full": "甲"}}}, "unit.name 应是文字、数字或文字的列表"),
        ({"system": {"function_types": [["video"]]}}, "system.function_types 应是"),
        ({"devices": {"location": "x"}}, "devices 应是一个列表"),
        ({"devices": [{}, "x"]}, r"devices\[2\] 应是一个对象"),
        ({"devices": [{"location": {}}]}, r"devices\[1\].location 应是"),
        ({"devices": [{"location": "x", "devices[].location": "y"}]}, r"devices\[1\].location 写了两次"),
        ({"materials": []}, "materials 应是一个对象"),
        ({"materials": {"passport": {}}}, "没有材料 passport"),
        ({"materials": {"license_copy": {"state": "accepted"}}}, "没有材料 license_copy"),
        ({"materials": {"agent_id": "accepted"}}, "materials.agent_id 应是一个对象"),
        (
            {"materials": {"agent_id": {}}},
            "materials.agent_id.state 应是 unreviewed、accepted、rejected、not_presented",
        ),
        ({"materials": {"agent_id": {"state": "fine"}}}, "materials.agent_id.state 应是"),
        ({"materials": {"agent_id": {"state": ["accepted"]}}}, "materials.agent_id.state 应是"),
        ({"materials": {"agent_id": {"state": "rejected"}}}, "materials.agent_id 判为 rejected，要在 defects 里写明"),
        ({"materials": {"agent_id": {"state": "rejected", "defects": []}}}, "要在 defects 里写明"),
        ({"materials": {"agent_id": {"state": "rejected", "defects": ["not_sealed"]}}}, "没有名为 not_sealed 的问题"),
        ({"materials": {"agent_id": {"state": "rejected", "defects": "expired"}}}, "defects 应是一个列表"),
        ({"materials": {"agent_id": {"state": "rejected", "defects": [{}]}}}, "没有名为 {} 的问题"),
        ({"materials": {"agent_id": {"state": "accepted", "defects": ["expired"]}}}, "state 应是 rejected"),
        ({"materials": {"agent_id": {"state": "accepted", "sealed": True}}}, "不认识的键 sealed"),
        ({"materials": {"agent_id": {"state": "accepted", "note": 3}}}, "note 应是文字"),
        ({"materials": {"agent_id": {"state": "accepted", "pages": 0}}}, "pages 应是1以上的整数"),
        ({"materials": {"agent_id": {"state": "accepted", "count": True}}}, "count 应是1以上的整数"),
        ({"materials": {"agent_id": {"state": "accepted", "original": "是"}}}, "original 应是 true 或 false"),
        (b'{"unit": {"name": "a", "name": "b"}}', "键 name 在同一处写了两次"),
        (b'{"unit": {}, "unit": {}}', "键 unit 在同一处写了两次"),
        (b'{"system": {"retention_days": NaN}}', "NaN 不是数字"),
        (b'{"system": {"retention_days": -Infinity}}', "-Infinity 不是数字"),
        (b'{"unit":\n {"name": }}', "第2行第11个字符处不是正确的 JSON"),
        (b"{} {}", "第1行第4个字符处不是正确的 JSON"),
        (b'{"a": ' + b"[" * 200_000, "括号嵌套过深"),
        ('{"unit": {"name": "某某公司"}}'.encode("gbk"), "不是 UTF-8 编码"),
        ('{"unit": {"name": "某某公司"}}'.encode("utf-16"), "不是 UTF-8 编码"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_key(written, words, read):
    with pytest.raises(Refusal, match=words) as refused:
        read(written)
    assert refused.value.remedy


def test_a_file_too_large_is_refused(read):
    with pytest.raises(Refusal, match="超过32兆字节"):
        read(b"{" + b" " * 33 * 1024 * 1024 + b"}")


def test_what_the_form_does_not_ask_is_kept_and_told_once(read):
    rows = [{"location": "一楼", "colour": "白"}, {"location": "二楼", "colour": "黑"}]
    intake = read({"unit": {"name": "甲", "nickname": "乙"}, "devices": rows})
    assert intake.answers.raw["unit.nickname"] == "乙"
    assert [row.raw["devices[].colour"] for row in intake.answers.rows()] == ["白", "黑"]
    assert intake.warnings == (
        "表单里没有 unit.nickname，内容保留，不参与核对",
        "表单的图像采集设备清单里没有 colour，内容保留，不参与核对",
    )


def test_values_stay_as_they_were_typed(read, judged):
    system = {"device_count": True, "retention_days": "３０", "function_types": "视频监控", "longitude": 103.5}
    intake = read({"system": system, "unit": {"name": "=1+1\x01", "uscc": 91530624}})
    assert intake.answers.raw == {
        **{f"system.{key}": value for key, value in system.items()},
        "unit.name": "=1+1\x01",
        "unit.uscc": 91530624,
    }
    assert "system.device_count.malformed" in judged(intake).codes
    assert intake.answers.get("system.retention_days") == 30


def test_numbers_beyond_all_measure_stay_text(read):
    content = b'{"system": {"retention_days": ' + b"9" * 3000 + b', "longitude": 1e999}}'
    raw = read(content).answers.raw
    assert raw == {"system.retention_days": "9" * 3000, "system.longitude": "1e999"}


def test_half_a_character_becomes_a_whole_one_and_is_told(read):
    intake = read(b'{"unit": {"name": "\\ud800\\u7532", "\\udfff": "x"}}')
    assert intake.answers.raw == {"unit.name": "\ufffd甲", "unit.\ufffd": "x"}
    assert intake.warnings[0] == "unit.name 里有残缺的字符，已用 \ufffd 代替"


def test_rows_keep_their_places(read, judged):
    intake = read({"devices": [{"location": "一楼", "device_type": "dome"}, {}, {"device_type": "dome"}]})
    assert [number for number, _ in intake.answers.numbered_rows()] == [1, 3]
    assert "devices[3].location.missing" in judged(intake).codes


def test_totals_and_signatures_are_no_devices_and_told(read):
    intake = read(
        {"devices": [{"location": "一楼", "device_type": "dome"}, {"location": "合计", "device_type": "1台"}]}
    )
    assert [row.raw["devices[].location"] for row in intake.answers.rows()] == ["一楼"]
    assert intake.warnings == ("devices[2] “合计”不是图像采集设备清单里的一项，不参与核对",)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
RAW = st.one_of(
    TEXT,
    st.booleans(),
    st.none(),
    st.integers(-(10**30), 10**30),
    st.floats(-999_999_999_999_999, 999_999_999_999_999),
    st.lists(TEXT, max_size=3),
)


def papers(form):
    def one(kind):
        plain = st.builds(
            Material,
            st.sampled_from(sorted(set(MaterialState) - {MaterialState.REJECTED})),
            st.just(()),
            TEXT,
            st.booleans(),
            st.integers(1, 99),
            st.integers(1, 99),
        )
        codes = st.lists(st.sampled_from([d.code for d in kind.defects]), min_size=1, unique=True).map(tuple)
        return plain | st.builds(Material, st.just(MaterialState.REJECTED), codes, TEXT)

    return st.fixed_dictionaries({}, optional={kind.key: one(kind) for kind in form.materials})


def written_by_another_program(intake):
    """What `read_intake` gives back equal, dates as `2026-03-02`."""
    written = {"kind": intake.kind.value}
    if intake.changes:
        written["changes"] = intake.changes
    if intake.received_on is not None:
        written["received_on"] = intake.received_on.isoformat()
    for key, raw in intake.answers.raw.items():
        section, _, rest = key.partition(".")
        written.setdefault(section, {})[rest] = _writable(raw)
    for group, rows in intake.answers.all_rows().items():
        head = f"{group}[]."
        written[group] = [{key.removeprefix(head): _writable(raw) for key, raw in row.raw.items()} for row in rows]
    if intake.materials:
        written["materials"] = {key: _material_as_written(material) for key, material in intake.materials.items()}
    return json.dumps(written, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _writable(raw):
    if isinstance(raw, date):
        return raw.isoformat()
    return str(raw) if isinstance(raw, float) and not math.isfinite(raw) else raw


def _material_as_written(material):
    plain, written = Material(), {"state": material.state.value}
    rest = {
        "defects": list(material.defects),
        "note": material.note,
        "original": material.original,
        "count": material.count,
        "pages": material.pages,
    }
    usual = {**rest, "defects": [], "note": "", "original": plain.original, "count": plain.count, "pages": plain.pages}
    return written | {key: value for key, value in rest.items() if value != usual[key]}


@given(data=st.data())
def test_what_is_written_comes_back_equal(data, form):
    raw = data.draw(st.dictionaries(st.sampled_from([*form.fields, "unit.nickname", "system.a.b"]), RAW))
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from([f.name for f in form.row_fields.values()]), RAW)))
    before = IntakeFile(
        Answers(form, raw, {"devices": [Answers.row(form, row) for row in rows]}),
        data.draw(papers(form)),
        data.draw(st.sampled_from(FilingKind)),
        data.draw(st.none() | st.dates()),
    )
    after = read_intake(written_by_another_program(before), form)
    assert after.answers.raw == before.answers.raw
    assert [dict(row.raw) for row in after.answers.all_rows()["devices"]] == [
        dict(row.raw) for row in before.answers.all_rows()["devices"]
    ]
    assert (after.materials, after.kind, after.received_on) == (before.materials, before.kind, before.received_on)


def test_a_change_names_what_it_changes(read):
    intake = read({"kind": "change", "changes": " BH2026-0012 "})
    assert (intake.kind, intake.changes) == (FilingKind.CHANGE, "BH2026-0012")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"changes": "BH2026-0012"}, "changes 只用于备案变更"),
        ({"kind": "change", "changes": 12}, "changes 应是被变更备案的编号"),
        ({"kind": "change", "changes": " "}, "changes 应是被变更备案的编号"),
    ],
)
def test_a_change_that_names_nothing_is_refused(read, content, words):
    with pytest.raises(Refusal, match=words):
        read(content)


# What the window saw ------------------------------------------------------------------------------------------------

AGENT = {"agent": {"id_number": "530624199003071210"}}


def test_what_the_window_saw_on_a_document_is_read_as_its_keys(read):
    assert read({**AGENT, "confirmed": ["agent.id_number", "agent.id_number"]}).confirmed == ("agent.id_number",)
    assert read({**AGENT, "confirmed": None}).confirmed == read(AGENT).confirmed == ()


@pytest.mark.parametrize("confirmed", ["agent.id_number", [1], {"agent.id_number": True}, True])
def test_what_was_seen_is_a_list_of_keys(read, confirmed):
    with pytest.raises(Refusal, match="confirmed 应是键的列表"):
        read({**AGENT, "confirmed": confirmed})


def test_a_key_that_is_no_field_is_refused_by_its_name(read):
    with pytest.raises(Refusal, match="不是表单的字段"):
        read({**AGENT, "confirmed": ["agent.number"]})


@pytest.mark.parametrize(("key", "why"), [("unit.name", "不需要与证件核对"), ("unit.uscc", "没有填写")])
def test_what_cannot_have_been_seen_is_told_and_has_no_effect(read, key, why):
    intake = read({**AGENT, "confirmed": [key]})
    assert intake.confirmed == ()
    assert [why in warning for warning in intake.warnings] == [True]
