"""The catalogue is read strictly: what it does not know it refuses, with file, key and reason."""

import shutil
from datetime import UTC, date, datetime

import pytest

from counter_app.catalogue.loader import editions, load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.filing.filing import Filing
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.paths import forms_dir
from tests.fakes.memory_backend import shipped_calendar

FORM = "filing/2025-05/form.toml"
MATERIALS = "filing/2025-05/materials.toml"


@pytest.fixture
def overlay(tmp_path):
    """An office folder with copies of the shipped files, to be spoilt."""
    for name in (FORM, MATERIALS, "code_lists/unit_kind.toml"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(forms_dir() / name, target)
    return tmp_path


@pytest.fixture
def load(overlay):
    return lambda: load_form(Folders(forms_dir(), overlay))


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_form_has_every_key_of_the_contract():
    form = load_form(Folders(forms_dir()))
    assert form.edition == "2025-05"
    assert set(form.fields) >= {
        "unit.name", "unit.kind", "unit.uscc", "unit.uscc_absence_reason", "unit.address",
        "unit.legal_representative", "unit.phone", "agent.name", "agent.id_type", "agent.id_number", "agent.phone",
        "system.name", "system.place_category", "system.division", "system.address", "system.longitude",
        "system.latitude", "system.in_use_since", "system.device_count", "system.function_types",
        "system.retention_days",
    }  # fmt: skip
    assert {f.name for f in form.row_fields.values()} == {
        "location", "device_type", "code", "name", "longitude", "latitude", "direction", "brand", "model",
        "in_use_since",
    }  # fmt: skip
    assert list(form.material_kinds) == ["agent_id", "authorization_letter", "information_sheet", "device_list"]
    assert editions(Folders(forms_dir())) == ["2025-05"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (FORM, 'hint = "全称，与公章一致"', 'hnit = "全称"', "不认识的键 hnit"),
        (FORM, 'type = "text"', 'type = "words"', "不认识的值 words"),
        (FORM, 'basis = "《规定》第六条第一项"\nmissing = "填写单位名称"', 'missing = "填写单位名称"', "basis"),
        (FORM, 'basis = "《规定》第六条第一项"\nmissing = "填写单位名称"',
         'basis = " "\nmissing = "填写单位名称"', "basis"),
        (FORM, 'missing = "填写单位名称"\n', "", "missing"),
        (FORM, 'missing = "填写单位名称"\n', "", "必需的字段要写明 missing"),
        (FORM, 'missing = "填写图像采集设备清单，或提交纸质清单"\n', "", "必需的清单要写明 missing"),
        (FORM, 'check = "uscc_shape"', 'check = "uscc_shap"', "没有名为 uscc_shap 的检查"),
        (FORM, "minimum = 30", "minimun = 30", "没有参数 minimun"),
        (FORM, "minimum = 30\n", "", "缺少参数 minimum"),
        (FORM, "minimum = 30", 'minimum = "30"', "minimum 的类型不对"),
        (FORM, 'on = "unit.uscc"', 'on = "unit.usc"', "unit.usc 不存在"),
        (FORM, 'unless = "unit.uscc_absence_reason"', 'unless = "unit.reason"', "unit.reason 不存在"),
        (FORM, 'code_list = "unit_kind"\n', "", "code_list"),
        (FORM, 'code_list = "unit_kind"', 'code_list = "unit_kinds"', "找不到该文件"),
        (FORM, 'key = "unit.phone"', 'key = "unit.name"', "写了两次"),
        (FORM, 'key = "unit.phone"', 'key = "firm.phone"', "没有名为 firm 的分区"),
        (FORM, 'key = "unit.phone"', 'key = "unit.Phone"', "键的写法"),
        (FORM, 'latitude = "system.latitude"', 'latitude = "system.lat"', "system.lat 不存在"),
        (FORM, 'pattern = "[1-9][0-9]{5}"', 'pattern = "[1-9"', "pattern"),
        (FORM, 'group = "devices"', 'group = "cameras"', "cameras 不存在"),
        (FORM, 'problem = "mismatch"\n', "", "problem"),
        (FORM, '"unit.phone",', '"unit.telephone",', "没有名为 unit.telephone 的字段或清单"),
        (FORM, '"unit.phone",', '"unit.name",', "unit.name 写了两次"),
        (FORM, "[defaults]", "[defaults", "不是正确的TOML"),
        (MATERIALS, 'stands_for = ["devices"]', 'stands_for = ["cameras"]', "cameras 不存在"),
        (MATERIALS, "enabled = false", "enabled = true", "basis"),
        (MATERIALS, 'not_presented = "出示经办人身份证件"\n', "", "not_presented"),
        (MATERIALS, 'code = "expired"', 'code = "illegible"', "写了两次"),
        ("code_lists/unit_kind.toml", 'code = "government"', 'code = "enterprise"', "写了两次"),
        ("code_lists/unit_kind.toml", "source =", "origin =", "不认识的键 origin"),
    ],
)  # fmt: skip
def test_what_it_does_not_know_is_refused_with_file_key_and_reason(overlay, load, name, old, new, said):
    spoil(overlay, name, old, new)
    with pytest.raises(CatalogueError) as refused:
        load()
    assert said in refused.value.reason + refused.value.key
    assert refused.value.file.endswith(".toml")


def test_a_file_that_is_not_utf8_is_refused_and_not_misread(overlay, load):
    (overlay / FORM).write_bytes("[form]\ntitle = '备案'".encode("gbk"))
    with pytest.raises(CatalogueError, match="UTF-8"):
        load()


def test_the_offices_own_file_wins_file_by_file(overlay, load):
    spoil(overlay, "code_lists/unit_kind.toml", 'label = "企业"', 'label = "公司企业"')
    assert load().fields["unit.kind"].code_list.label("enterprise") == "公司企业"


def test_an_office_with_its_own_citation_may_demand_the_licence(overlay, load, facts_of):
    spoil(overlay, MATERIALS, "enabled = false", "enabled = true")
    spoil(overlay, MATERIALS, 'basis = ""', 'basis = "某省实施细则第三条"')
    form = load()
    assert form.material_kinds["license_copy"].demanded
    assert "license_copy" in facts_of(form).unreviewed


def test_an_identity_document_is_shown_only_also_where_an_offices_own_file_does_not_say_so(overlay, load):
    spoil(overlay, MATERIALS, "shown_only = true\n", "")
    assert [kind.key for kind in load().materials if kind.shown_only] == ["agent_id"]


def test_what_is_only_shown_stands_for_nothing_that_is_to_be_filled_in(overlay, load):
    spoil(overlay, MATERIALS, 'stands_for = ["devices"]', 'stands_for = ["devices"]\nshown_only = true')
    with pytest.raises(CatalogueError, match="不能代替填写"):
        load()


def test_an_invented_demanded_field_is_judged_without_a_line_of_code(overlay, load, facts_of):
    path = overlay / FORM
    path.write_text(
        path.read_text(encoding="utf-8")
        + '\n[[field]]\nkey = "system.operator"\nlabel = "运维单位"\ntype = "text"\ndemanded = true\n'
        + 'basis = "某省实施细则第五条"\nmissing = "填写运维单位"\nhint = "单位全称"\nmend = "当场补填"\n',
        encoding="utf-8",
    )
    form = load()
    found = next(item for item in facts_of(form).deficiencies if item.key == "system.operator")
    assert (found.code, found.message, found.basis) == (
        "system.operator.missing",
        "填写运维单位",
        "某省实施细则第五条",
    )
    assert (found.requirement, found.mend) == ("单位全称", "当场补填")


def test_what_an_office_marks_as_shared_is_not_asked_for(overlay, load, facts_of):
    spoil(overlay, FORM, 'label = "统一社会信用代码"', 'label = "统一社会信用代码"\nobtained_by_sharing = true')
    assert "unit.uscc.missing" not in facts_of(load()).codes


@pytest.fixture
def facts_of():
    """Judge an empty case under a form."""
    from datetime import UTC, date, datetime

    from counter_app.domain.calendar.working_days import WorkingCalendar

    def judge_empty(form):
        day = date(2026, 3, 2)
        filing = Filing("AJTEST", Answers(form), datetime(2026, 3, 2, tzinfo=UTC), day)
        return filing.findings(Facts(day, WorkingCalendar(())))

    return judge_empty


def test_a_requirement_names_the_choices_with_what_they_mean():
    form = load_form(Folders(forms_dir()))
    device_type = form.row_fields["devices[].device_type"]
    assert device_type.requirement.startswith("选一种：枪机（筒形）、半球（半球形）、球机（可转动）、")
    assert device_type.requirement.endswith("、其他")
    assert device_type.code_list.label("bullet") == "枪机"


@pytest.mark.parametrize("typed", ["枪机", "枪机（筒形）", "枪机(筒形)", "bullet"])
def test_a_choice_is_read_as_it_is_described(typed):
    form = load_form(Folders(forms_dir()))
    row = Answers.row(form, {"device_type": typed}, "devices")
    assert row.get("devices[].device_type") == "bullet"


# What the window reads off a material -------------------------------------------------------------------------------

NUMBER = 'read_off = "agent_id"\nconfirm = "与证件一致"'
RANGE = 'problem = "out_of_range"\nseverity = "deficiency"'
CODE = 'confirm = "与证照一致"\n'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (NUMBER, 'read_off = "identity"', "read_off 所指的材料 identity 不存在"),
        (NUMBER, f'{NUMBER}\ndemanded = true\nbasis = "《规定》第六条"', "由窗口填写，不写 demanded"),
        ('missing = "填写证件号码"', 'malformed = "核对证件号码"', "要写明 missing"),
        ('read_off = "agent_id"\nconfirm', "confirm", "只有必需的字段和写了 read_off 的字段才能写 confirm"),
        ('label = "安装位置"', 'label = "安装位置"\nread_off = "agent_id"', "清单的列不能写 read_off"),
        (
            'read_off = "agent_id"\nmissing = "选择证件类型"',
            'read_off = "agent_id"\nconfirm = "一致"\nmissing = "选"',
            "type",
        ),
        ('severity = "entry"', 'severity = "deficiency"', "只有必需的字段才能有缺项规则"),
        (
            'problem = "out_of_range"\nseverity = "deficiency"',
            'problem = "out_of_range"\nseverity = "entry"',
            "待核对规则",
        ),
        (CODE, "", "confirmed"),
    ],
)
def test_what_is_read_off_a_material_is_held_to_its_rules(overlay, load, old, new, reason):
    path = overlay / FORM
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=reason):
        load()


def test_a_defect_of_a_material_is_no_entry(overlay, load):
    spoil(overlay, MATERIALS, 'severity = "advisory"', 'severity = "entry"')
    with pytest.raises(CatalogueError, match="只能是缺项或提示"):
        load()


def test_a_field_that_an_office_adds_is_read_off_a_material_alike(overlay, load):
    spoil(
        overlay,
        FORM,
        '[[field]]\nkey = "agent.phone"',
        '[[field]]\nkey = "agent.id_until"\nlabel = "证件有效期"\ntype = "date"\nread_off = "agent_id"\n'
        'missing = "填写证件有效期"\nmend = "对照经办人身份证件填写"\n\n[[field]]\nkey = "agent.phone"',
    )
    form = load()
    filing = Filing("AJ", Answers(form), datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 2))
    findings = filing.findings(Facts(date(2026, 3, 2), shipped_calendar()))
    assert "agent.id_until.missing" in findings.entry_codes
    assert "agent.id_until" in findings.unreviewed
    assert not any(code.startswith("agent.") for code in findings.codes)
    assert "agent.id_until" in load_form(Folders(forms_dir(), overlay), "change").fields


def test_an_offices_file_of_before_asks_nobody_for_what_the_window_reads_off(overlay, load):
    """Its words and its other rules stay; what it demanded of the agent is an entry to check."""
    shutil.copy(forms_dir() / "filing/2025-05.0/form.toml", overlay / FORM)
    spoil(overlay, FORM, 'edition = "2025-05.0"', 'edition = "2025-05"')
    form = load()
    filing = Filing("AJ", Answers(form, {"agent.id_number": "1"}), datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 2))
    filing.answer("agent.id_type", "resident_id")
    findings = filing.findings(Facts(date(2026, 3, 2), shipped_calendar()))
    assert findings.entry_codes == ["agent.name.missing", "agent.id_number.malformed"]
    assert not any(code.startswith("agent.") for code in findings.codes)
    assert "unit.uscc.missing" in findings.codes
    assert form.fields["agent.id_number"].confirm == "与证件一致"
