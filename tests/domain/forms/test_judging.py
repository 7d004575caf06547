"""The line between what blocks and what is only advice, as the contract draws it."""

import pytest
from stdnum.cn import ric

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, UNREVIEWED, rejected
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.findings import Verdict
from counter_app.domain.forms.judging import demanded_keys


def test_a_complete_case_is_complete(judged):
    assert judged().verdict is Verdict.COMPLETE
    assert judged().advisories == ()


def test_an_unsealed_letter_is_a_deficiency_and_a_short_retention_is_not(filing, judged):
    filing.review("authorization_letter", rejected("not_sealed"))
    findings = judged({"system.retention_days": 15})
    assert findings.codes == ["authorization_letter.not_sealed"]
    assert findings.advisory_codes == ["retention.below_30_days"]


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("unit.name", "  ", "unit.name.missing"),
        ("unit.name", " ", "unit.name.missing"),
        ("unit.kind", "", "unit.kind.missing"),
        ("unit.kind", "公司", "unit.kind.unlisted"),
        ("unit.uscc", "", "unit.uscc.missing"),
        ("unit.uscc", "91530624MA6K3R7Q3", "unit.uscc.malformed"),
        ("unit.uscc", "91530624MA6K3R7QI8", "unit.uscc.malformed"),
        ("unit.uscc", "91530624MA6K3R7Q39", "unit.uscc.checksum"),
        ("system.address", None, "system.address.missing"),
        ("system.device_count", "", "system.device_count.missing"),
        ("system.device_count", "两台", "system.device_count.malformed"),
        ("system.device_count", 2.5, "system.device_count.malformed"),
        ("system.device_count", True, "system.device_count.malformed"),
        ("system.device_count", 0, "system.device_count.out_of_range"),
        ("system.device_count", -3, "system.device_count.out_of_range"),
        ("system.device_count", 5, "system.device_count.mismatch"),
        ("system.function_types", [], "system.function_types.missing"),
        ("system.function_types", ["video", "声音"], "system.function_types.unlisted"),
        ("system.retention_days", "三十", "system.retention_days.malformed"),
        ("system.retention_days", -1, "system.retention_days.out_of_range"),
    ],
)
def test_one_problem_a_key_the_first_that_applies(judged, key, raw, code):
    findings = judged({key: raw})
    assert findings.codes == [code]
    assert findings.verdict is Verdict.DEFICIENT


def test_every_deficiency_says_what_by_what_law_and_how_to_mend(filing, judged):
    for key in filing.form.fields:
        filing.answer(key, None)
    filing.key_rows([])
    filing.materials = dict.fromkeys(filing.form.material_kinds, NOT_PRESENTED)
    findings = judged()
    assert len(findings.deficiencies) == 10
    for item in findings.deficiencies:
        assert item.label
        assert item.message
        assert item.requirement
        assert "第六条" in item.basis
        assert item.mend


@pytest.mark.parametrize("word", ["请", "抱歉", "无效"])
def test_no_message_begs_or_excuses(form, word):
    said = [f.missing + f.malformed + f.unlisted for f in (*form.fields.values(), *form.row_fields.values())]
    said += [rule.message for rule in form.rules]
    said += [defect.message for kind in form.materials for defect in kind.defects]
    assert not [text for text in said if word in text]


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("unit.uscc", " 91530624-ma6k3r7q38 "),
        ("unit.uscc", "９１５３０６２４ＭＡ６Ｋ３Ｒ７Ｑ３８"),
        ("agent.id_number", "530624 19900307 1217"),
        ("unit.kind", "企业"),
        ("system.function_types", "视频监控、人脸采集"),
        ("system.function_types", "视频监控，人脸采集；高点瞭望"),
        ("system.retention_days", "３０"),
        ("system.retention_days", 30.0),
        ("system.in_use_since", "2026/2/10"),
        ("system.in_use_since", "2026.2.10"),
        ("system.in_use_since", "20260210"),
        ("system.in_use_since", "2026年2月10日"),
        ("system.in_use_since", "2026-2-10"),
    ],
)
def test_tolerate_before_you_judge(filing, judged, key, raw):
    findings = judged({key: raw})
    assert (findings.verdict, findings.advisories) == (Verdict.COMPLETE, ())
    assert filing.answers.raw[key] == raw


def test_a_reason_for_having_no_code_is_enough(judged):
    findings = judged({"unit.uscc": "", "unit.uscc_absence_reason": "军队单位"})
    assert findings.verdict is Verdict.COMPLETE


@pytest.mark.parametrize("code", ["/", "——", "无", "N/A", "\u200e"])
def test_a_code_that_is_struck_out_is_blank(judged, code):
    assert judged({"unit.uscc": code, "unit.uscc_absence_reason": "军队单位"}).codes == []
    assert judged({"unit.uscc": code, "unit.uscc_absence_reason": "/"}).codes == ["unit.uscc.missing"]


@pytest.mark.parametrize("reason", ["", "/", "军队单位", "无"])
@pytest.mark.parametrize(("code", "problem"), [("123", "malformed"), ("91530624MA6K3R7Q39", "checksum")])
def test_a_wrong_code_stays_wrong_whatever_the_reason_says(judged, reason, code, problem):
    findings = judged({"unit.uscc": code, "unit.uscc_absence_reason": reason})
    assert findings.codes == [f"unit.uscc.{problem}"]
    assert findings.advisories == ()


@pytest.mark.parametrize(
    "reason",
    [
        "/",
        "／",
        "-",
        "—",
        "——",
        "－",
        "…",
        "无",
        " 无 ",
        "无。",
        "N/A",
        "n/a",
        "NA",
        "Ｎ／Ａ",
        "没有",
        "暂无",
        "none",
        "不详",
        "待补",
        "0",
        "\u200e",
    ],
)
def test_a_reason_that_strikes_the_space_out_is_none(judged, filing, reason):
    assert judged({"unit.uscc": "", "unit.uscc_absence_reason": reason}).codes == ["unit.uscc.missing"]
    assert filing.answers.display("unit.uscc_absence_reason") == ""


@pytest.mark.parametrize("reason", ["筹建中", "军队单位,无统一社会信用代码", "无，军队单位", "正在办理"])
def test_a_reason_that_says_something_is_enough(judged, reason):
    assert judged({"unit.uscc": "", "unit.uscc_absence_reason": reason}).codes == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2026-02-30", "投入使用日期必须是真实日期"),
        ("2026", "投入使用日期缺少月份"),
        ("2026-02", "投入使用日期缺少日期"),
        ("2月10日", "投入使用日期缺少年份"),
        ("昨天", "投入使用日期必须是真实日期"),
    ],
)
def test_an_optional_item_that_cannot_be_read_is_advice(judged, raw, message):
    findings = judged({"system.in_use_since": raw})
    assert findings.codes == []
    assert [(a.code, a.message) for a in findings.advisories] == [("system.in_use_since.malformed", message)]


# A resident's number, and the others -------------------------------------------------------------------------------


def test_the_first_six_digits_never_make_a_number_wrong(judged):
    stem = "99999919900307121"
    right = stem + ric.calc_check_digit(stem + "0")
    assert judged({"agent.id_number": right}).verdict is Verdict.COMPLETE


@pytest.mark.parametrize(
    ("id_type", "number", "problem"),
    [
        ("passport", "E12345678", None),
        ("hm_permit", "H12345678", None),
        ("hm_permit", "HA1234567", None),
        ("hm_permit", "ma1234567", None),
        ("hm_permit", "CA1234567", "malformed"),
        ("hm_permit", "H1234567801", None),
        ("hm_permit", "C12345678", "malformed"),
        ("taiwan_permit", "12345678", None),
        ("taiwan_permit", "1234567", "malformed"),
        ("officer_id", "军字第0000001号", None),
        ("other", "甲1", None),
        ("foreign_permanent", "USA320198012120", None),
        ("hmt_residence", "830000199201300023", "checksum"),
        ("hmt_residence", "530624199003071217", "malformed"),
    ],
)
def test_other_documents_by_their_own_shape(judged, id_type, number, problem):
    findings = judged({"agent.id_type": id_type, "agent.id_number": number})
    assert findings.entry_codes == ([] if problem is None else [f"agent.id_number.{problem}"])
    assert findings.codes == []


@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        ("hm_permit", "HB1234567"),
        ("hm_permit", "HA12345678"),
        ("hm_permit", "MA123456701"),
        ("taiwan_permit", "T12345678"),
        ("passport", "E1"),
        ("passport", "AB/123-45/67"),
    ],
)
def test_a_number_of_a_kind_that_may_grow_is_advised_and_bars_nothing(judged, id_type, number):
    findings = judged({"agent.id_type": id_type, "agent.id_number": number})
    assert (findings.verdict, findings.advisory_codes) == (Verdict.COMPLETE, ["agent.id_number.malformed"])


@pytest.mark.parametrize(
    ("id_type", "number"),
    [("hm_permit", "H12345678"), ("hm_permit", "MA1234567"), ("taiwan_permit", "12345678"), ("passport", "EA1234567")],
)
def test_a_number_of_a_known_shape_is_not_advised(judged, id_type, number):
    assert judged({"agent.id_type": id_type, "agent.id_number": number}).advisory_codes == []


@pytest.mark.parametrize("x", ["x", "Ｘ", "Ⅹ", "ⅹ", "×", "Х", "Χ"])
def test_what_an_input_method_offers_for_the_x_of_a_number_is_one(judged, x):
    assert judged({"agent.id_number": "53062419900307002" + x}).entry_codes == []


@pytest.mark.parametrize("born", ["18991231", "00010101", "18000101"])
def test_nobody_alive_was_born_before_1900(judged, born):
    stem = f"530624{born}121"
    number = stem + ric.calc_check_digit(stem + "0")
    assert judged({"agent.id_number": number}).entry_codes == ["agent.id_number.malformed"]


def test_without_a_type_the_number_is_not_judged(judged):
    assert judged({"agent.id_type": "", "agent.id_number": "x"}).entry_codes == ["agent.id_type.missing"]


# Devices -----------------------------------------------------------------------------------------------------------


def test_rows_count_from_one_and_name_what_they_lack(judged):
    findings = judged(rows=[{"location": "东门", "device_type": "dome"}, {"location": " ", "device_type": "枪"}])
    assert findings.codes == ["devices[2].location.missing", "devices[2].device_type.unlisted"]
    assert findings.deficiencies[0].message == "第2台设备：填写安装位置"
    assert findings.deficiencies[0].key == "devices[2].location"


def test_no_rows_and_no_list_is_one_deficiency(judged):
    assert judged(rows=[]).codes == ["devices.missing"]


def test_a_row_in_which_nothing_was_typed_does_not_count(judged):
    row = {"location": "东门", "device_type": "dome"}
    assert judged(rows=[row, {"location": "", "device_type": None}, row]).verdict is Verdict.COMPLETE
    assert judged(rows=[row, {}, {"location": "西门"}]).codes == ["devices[3].device_type.missing"]


def test_a_changed_row_is_judged_anew_and_the_others_are_not(filing, facts):
    kept = Answers.row(filing.form, {"location": "东门", "device_type": "dome"})
    filing.key_rows([kept, Answers.row(filing.form, {"location": "西门"})])
    assert filing.findings(facts).codes == ["devices[2].device_type.missing"]
    first = kept.judged
    filing.key_rows([kept, Answers.row(filing.form, {"location": "西门", "device_type": "枪机"})])
    assert filing.findings(facts).codes == []
    assert kept.judged is first


# Papers ------------------------------------------------------------------------------------------------------------


def test_demanded_papers_are_unreviewed_from_the_start_and_alternatives_only_once_handed_in(filing, judged):
    filing.materials = {}
    assert judged().unreviewed == ("agent_id", "authorization_letter")
    assert judged().verdict is Verdict.UNREVIEWED
    filing.review("device_list", UNREVIEWED)
    assert judged().unreviewed == ("agent_id", "authorization_letter", "device_list")


def test_a_paper_rejected_for_no_reason_is_not_judged_yet(filing, judged):
    filing.materials = {**filing.materials, "agent_id": rejected()}
    assert (judged().verdict, judged().unreviewed) == (Verdict.UNREVIEWED, ("agent_id",))


def test_a_known_deficiency_comes_before_what_is_unreviewed(filing, judged):
    filing.materials = {}
    assert judged({"unit.name": ""}).verdict is Verdict.DEFICIENT


def test_a_list_on_paper_stands_for_rows(filing, judged):
    filing.review("device_list", ACCEPTED)
    assert judged(rows=[]).verdict is Verdict.COMPLETE


def test_a_rejected_list_is_told_by_its_defects_and_not_as_missing_rows_too(filing, judged):
    filing.review("device_list", rejected("incomplete", "illegible"))
    assert judged(rows=[]).codes == ["device_list.incomplete", "device_list.illegible"]


def test_a_rejected_list_plays_no_part_once_the_rows_are_keyed(filing, judged):
    filing.review("device_list", rejected("illegible"))
    assert judged().verdict is Verdict.COMPLETE


def test_an_accepted_sheet_stands_for_what_is_not_keyed_but_not_for_what_is_keyed_wrong(filing, judged):
    filing.review("information_sheet", ACCEPTED)
    assert judged({"unit.uscc": "", "system.retention_days": ""}).verdict is Verdict.COMPLETE
    assert judged({"unit.uscc": "91530624MA6K3R7Q39"}).codes == ["unit.uscc.checksum"]


def test_a_sheet_never_stands_for_the_agent(filing, judged):
    filing.review("information_sheet", ACCEPTED)
    assert judged({"agent.name": ""}).entry_codes == ["agent.name.missing"]


def test_a_sheet_without_a_seal_is_advice_and_still_stands_for_its_items(filing, judged):
    filing.review("information_sheet", rejected("not_sealed"))
    findings = judged({"unit.kind": ""})
    assert findings.codes == []
    assert findings.advisory_codes == ["information_sheet.not_sealed"]


def test_an_illegible_sheet_is_a_deficiency_only_while_it_is_needed(filing, judged):
    filing.review("information_sheet", rejected("illegible"))
    assert judged().codes == []
    assert judged({"unit.kind": ""}).codes == ["unit.kind.missing", "information_sheet.illegible"]


def test_each_defect_of_a_paper_is_an_item_of_its_own(filing, judged):
    filing.review("authorization_letter", rejected("not_sealed", "out_of_term", note="2025年12月到期"))
    findings = judged()
    assert findings.codes == ["authorization_letter.not_sealed", "authorization_letter.out_of_term"]
    assert [item.message for item in findings.deficiencies] == [
        "委托办理备案授权书未加盖单位公章",
        "委托办理备案授权书已超出授权期限（2025年12月到期）",
    ]


def test_what_is_obtained_by_sharing_is_never_deficient(filing, calendar):
    filing.answer("unit.uscc", "")
    filing.review("authorization_letter", NOT_PRESENTED)
    shared = Facts(filing.received_on, calendar, shared_keys=frozenset({"unit.uscc", "authorization_letter"}))
    assert filing.findings(shared).verdict is Verdict.COMPLETE
    assert "unit.uscc" not in demanded_keys(filing.answers, shared.shared_keys)


# Advice ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "advised"),
    [
        ("三楼女更衣室内", True),
        ("更衣室", True),
        ("201客房", True),
        ("浴室内部天花板", True),
        ("大厅卫生间", True),
        ("学生宿舍301室", True),
        ("更衣室门口", False),
        ("卫生间外走廊", False),
        ("客房走廊", False),
        ("包间过道尽头", False),
        ("试衣间入口", False),
        ("宿舍楼大门", False),
        ("宿舍楼一楼大厅", False),
        ("更衣室、浴室走廊", False),
        ("浴室走廊及更衣室内", True),
        ("三楼扶梯口", False),
        ("员工休息室", True),
        ("女更衣室内门口", True),
        ("宿舍楼301室", True),
        ("宿舍3号楼301室", True),
        ("哺乳室/母婴室", True),
        ("KTV包房208内", True),
        ("男厕所", True),
        ("男厕所门口", False),
        ("宿舍3号楼楼下", False),
        ("宿舍楼301室门口", False),
        ("走廊靠近卫生间", False),
        ("客房部办公室", False),
        ("卫生间和更衣间之间的走道", False),
        ("寝室楼操场", False),
        # Further names of such rooms, in each of the four items
        *(
            (place, True)
            for place in ("标间208", "大床间", "客 房 302", "客房（302）", "雅间牡丹厅", "民宿房间201", "包厢A08")
        ),
        *(
            (place, True)
            for place in ("职工备勤室", "午休室", "学生公寓402", "女生宿舍3栋402", "宿舍302-1", "公寓楼305室")
        ),
        *(
            (place, True)
            for place in ("男更", "女更衣间2", "五楼东侧女更衣室", "蒸房", "旱厕", "WC", "浴室女宾区", "妈咪小屋")
        ),
        *((place, True) for place in ("产房", "妇科检查室", "B超室", "病房12床", "按摩房3")),
        # The inside, said by what stands in it or by 内 right behind the room
        *(
            (place, True)
            for place in ("卫生间隔间", "卫生间（男）", "客房床头", "浴室通风口", "卫生间门内", "更衣室门内侧")
        ),
        *((place, True) for place in ("浴室内走廊", "更衣室东南角", "走廊尽头卫生间", "卫生间窗")),
        # Places beside one
        *(
            (place, False)
            for place in ("客房布草间", "浴室锅炉房", "公厕工具间", "卫生间隔壁办公室", "宿舍食堂", "宿舍小卖部")
        ),
        *(
            (place, False)
            for place in ("卫生间东侧", "厕所边", "厕所背后", "卫生间拐角", "男女厕所之间", "公厕南30米", "卫生间窗外")
        ),
        *(
            (place, False)
            for place in ("距卫生间5米", "大厅靠卫生间一侧", "朝向卫生间", "食堂至宿舍", "从宿舍到教室的路")
        ),
        *(
            (place, False)
            for place in ("卫生间指示牌", "宿舍公告栏", "宿舍天台", "浴室大厅内", "更衣室走廊内", "宿舍内走廊")
        ),
        *(
            (place, False)
            for place in ("公寓大堂", "酒店会议室", "宿舍区道路", "病房护士站", "产房外等候区", "宿舍楼三层走廊")
        ),
        # Names that only look like such rooms, and rooms for those who wait
        *((place, False) for place in ("面包房收银台", "面包间", "旅客休息室", "候机楼贵宾休息室")),
    ],
)
def test_the_inside_of_a_private_room_is_advised_and_a_place_beside_it_is_not(judged, place, advised):
    rows = [{"location": place, "device_type": "dome"}, {"location": "东门", "device_type": "dome"}]
    assert judged(rows=rows).advisory_codes == (["device.prohibited_area"] if advised else [])
    assert judged(rows=rows).verdict is Verdict.COMPLETE


def test_advice_on_several_rows_is_one_item_naming_them(judged):
    rows = [{"location": "浴室", "device_type": "dome"}, {"location": "更衣室", "device_type": "dome"}]
    findings = judged(rows=rows)
    assert [(a.code, a.key) for a in findings.advisories] == [("device.prohibited_area", "devices[1].location")]
    assert findings.advisories[0].message.startswith("第1、2台设备")


def test_an_optional_column_that_cannot_be_read_is_advised_by_its_row(judged):
    row = {"location": "东门", "device_type": "dome"}
    findings = judged(rows=[row, {**row, "longitude": "东经", "in_use_since": "2026-02"}])
    assert findings.codes == []
    assert {a.code: a.message for a in findings.advisories} == {
        "devices[2].longitude.malformed": "第2台设备：经度必须是数字",
        "devices[2].in_use_since.malformed": "第2台设备：启用日期缺少日期",
    }


def test_device_codes_are_advised_when_ill_formed_or_repeated(judged):
    code = "53062400001310000001"
    rows = [{"location": "东门", "device_type": "dome", "code": c} for c in (code, code, "5306")]
    findings = judged({"system.device_count": 3}, rows=rows)
    assert sorted(findings.advisory_codes) == ["device.code.malformed", "device.code.repeated"]
    assert findings.codes == []


@pytest.mark.parametrize(
    ("longitude", "latitude", "codes"),
    [
        ("103.89", "27.75", []),
        ("27.75", "103.89", ["coordinates.swapped"]),
        ("-74.0", "40.7", ["coordinates.outside_area"]),
        ("东经103度", "27.75", ["system.longitude.malformed"]),
        ("103.89", "", []),
    ],
)
def test_coordinates_are_only_ever_advised(judged, longitude, latitude, codes):
    findings = judged({"system.longitude": longitude, "system.latitude": latitude})
    assert (findings.codes, findings.advisory_codes) == ([], codes)


@pytest.mark.parametrize(
    ("since", "codes"),
    [
        ("2026-01-29", ["filing.late"]),  # 30 days end on Saturday 2026-02-28, a make-up workday
        ("2026-03-02", []),
        ("2026-03-03", ["in_use_since.future"]),
        ("2025-12-01", ["filing.late"]),
        ("2019-05-01", ["filing.late"]),
    ],
)
def test_when_a_filing_is_late(judged, since, codes):

    assert judged({"system.in_use_since": since}).advisory_codes == codes


def test_other_public_places_need_not_file_nor_keep_thirty_days(judged):
    findings = judged(
        {
            "system.place_category": "outside_article_7",
            "system.retention_days": 7,
            "system.in_use_since": "2020-01-01",
        }
    )
    assert findings.advisory_codes == ["place.outside_article_7"]
    assert findings.verdict is Verdict.COMPLETE


def test_a_duplicate_and_a_secret_neighbour_are_told_and_block_nothing(filing, calendar):
    filing.answer("system.sensitive_neighbour", True)
    findings = filing.findings(Facts(filing.received_on, calendar, filed_before=1))
    assert sorted(findings.advisory_codes) == ["sensitive_neighbour", "unit.duplicate"]
    assert findings.verdict is Verdict.COMPLETE


def test_what_has_a_problem_gets_no_advice_about_its_value(judged):
    findings = judged({"system.retention_days": -1})
    assert (findings.codes, findings.advisory_codes) == (["system.retention_days.out_of_range"], [])


def test_no_advice_ever_blocks(form):
    keys = {rule.code for rule in form.rules if rule.severity == "advisory"}
    assert {"retention.below_30_days", "filing.late", "device.prohibited_area", "unit.duplicate"} <= keys


@pytest.mark.parametrize("days", [0, "0天"])
def test_a_system_that_stores_nothing_and_says_so_is_complete(judged, days):
    findings = judged({"system.retention_days": days})
    assert (findings.codes, findings.advisory_codes) == ([], ["retention.below_30_days"])
