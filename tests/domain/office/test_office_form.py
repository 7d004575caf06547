"""The office and its window as a form: what is asked, what is told, and that it reads as it was typed."""

from dataclasses import replace

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.lacks import lacks
from counter_app.domain.office.office_form import (
    ADDED_KEYS,
    OFFICE_FORM,
    OFFICE_KEYS,
    default_court,
    default_prefix,
    default_reconsideration,
    lacking_for_orders,
    office_form_answers,
    place_of,
    read_office,
    read_post,
)
from counter_app.paths import forms_dir
from tests.fakes.memory_backend import NOON, shipped_calendar, shipped_form

FORM = shipped_form(OFFICE_FORM)
FACTS = Facts(NOON.date(), shipped_calendar())
FILLED = Office(
    *("大关县公安局", "530624", "大公（视）", "0870-5620110", "工作日9:00至17:00", "翠华镇示例路1号", "科信大队"),
    reconsideration="大关县人民政府",
    court="昭通铁路运输法院",
    supervision_phone="0870-5620999",
)


def told(answers, form=FORM):
    return [(lack.key, lack.message) for lack in lacks(Answers(form, answers.raw), FACTS)]


def test_the_form_asks_for_what_is_kept_in_the_order_of_the_page():
    assert tuple(FORM.fields) == OFFICE_KEYS
    assert [(section.label, section.basis) for section in FORM.sections] == [
        ("机关", "印在凭证上，对申请人公开"),
        ("本窗口", "仅限本机"),
    ]


def test_what_is_kept_reads_as_it_was_shown():
    answers = office_form_answers(FORM, FILLED, Post("王敏", "3号窗口"))
    assert told(answers) == []
    assert read_office(answers, FILLED) == FILLED
    assert read_post(answers) == Post("王敏", "3号窗口")


def test_of_a_blank_form_every_demanded_field_is_told_in_order():
    blank = Answers(FORM, {})
    assert told(blank) == [
        ("office.name", "填写机关名称"),
        ("office.division", "填写行政区划代码"),
        ("office.prefix", "填写编号前缀"),
        ("office.phone", "填写联系电话"),
        ("office.hours", "填写办公时间"),
        ("office.department", "填写科技信息化部门的名称"),
        ("post.window", "填写窗口"),
        ("post.clerk", "填写工作人员"),
    ]


def test_the_first_start_proposes_window_hours_and_department():
    first = office_form_answers(FORM, None, Post("", ""))
    assert [key for key, _words in told(first)] == [
        *("office.name", "office.division", "office.prefix", "office.phone", "post.clerk"),
    ]
    assert read_post(first).window == "1号窗口"


@pytest.mark.parametrize("typed", ["5306", "53062A", "5306241"])
def test_a_division_of_another_shape_is_told(typed):
    answers = office_form_answers(FORM, FILLED, Post("王敏", "3号窗口")).with_answer("office.division", typed)
    assert told(answers) == [("office.division", "行政区划代码必须是6位数字")]


def test_full_width_and_blanks_are_read():
    answers = office_form_answers(FORM, FILLED, Post("王敏", "3号窗口"))
    answers = answers.with_answer("office.division", "５３０ ６２４").with_answer("office.phone", "０８７０-１ ")
    assert told(answers) == []
    office = read_office(answers, FILLED)
    assert (office.division, office.phone) == ("530624", "0870-1")


# The file of an office -----------------------------------------------------------------------------------------------


def own(tmp_path, change):
    path = tmp_path / "office/2025-05/office.toml"
    path.parent.mkdir(parents=True)
    path.write_text(change((forms_dir() / "office/2025-05/office.toml").read_text("utf-8")), "utf-8")
    return load_form(Folders(forms_dir(), tmp_path), OFFICE_FORM)


def test_an_office_may_demand_its_address(tmp_path):
    lines = 'label = "窗口地址"\ntype = "text"\n'
    demanded = f'{lines}demanded = true\nbasis = "印在告知书上"\nmissing = "填写窗口地址"\n'
    form = own(tmp_path, lambda text: text.replace(lines, demanded))
    answers = office_form_answers(FORM, FILLED, Post("王敏", "3号窗口")).with_answer("office.address", "")
    assert told(answers, form) == [("office.address", "填写窗口地址")]


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (
            lambda text: f'{text}\n[[field]]\nkey = "office.fax"\nlabel = "传真"\ntype = "phone"\n',
            *("office.fax", "机关和窗口的信息不能增加字段"),
        ),
        (
            lambda text: text.replace('type = "phone"', 'type = "date"'),
            *("office.phone", "type 只能是 text、code 或 phone"),
        ),
        (
            lambda text: text.replace('key = "office.phone"', 'key = "office.telephone"'),
            *("office.phone", "程序要用到这个字段，不能去掉"),
        ),
        (
            lambda text: text.replace('demanded = true\nbasis = "印在凭证上"', "demanded = false"),
            *("post.window", "要写 demanded = true"),
        ),
    ],
)
def test_a_form_the_program_cannot_work_with_is_refused(tmp_path, change, key, reason):
    with pytest.raises(CatalogueError) as refused:
        own(tmp_path, change)
    assert (refused.value.key, refused.value.reason) == (key, reason)


def test_a_file_of_an_office_written_before_asks_what_is_asked_since(tmp_path):
    """Its own words and order stay; the fields it does not know stand behind its own, in the words that ship."""

    def as_before(text):
        head, *fields = text.split("[[field]]")
        kept = [field for field in fields if not any(f'"{key}"' in field for key in ADDED_KEYS)]
        return "[[field]]".join([head, *kept]).replace('label = "机关名称"', 'label = "机关全称"')

    form = own(tmp_path, as_before)
    assert [field.label for field in form.sections[0].fields] == [
        *("机关全称", "行政区划代码", "编号前缀", "联系电话", "办公时间", "窗口地址", "科技信息化部门"),
        *("行政复议机关", "人民法院", "备案平台网址", "监督电话"),
    ]


# Review body and court -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "division", "body", "court"),
    [
        ("大关县公安局", "530624", "大关县人民政府", "大关县人民法院"),
        ("云南省大关县公安局", "", "大关县人民政府", "大关县人民法院"),
        ("玉龙纳西族自治县公安局", "530721", "玉龙纳西族自治县人民政府", "玉龙纳西族自治县人民法院"),
        ("水富市公安局", "530681", "水富市人民政府", "水富市人民法院"),
        ("昭通市公安局", "530600", "昭通市人民政府", ""),
        ("昭通市公安局", "", "昭通市人民政府", ""),
        ("昭通市公安局昭阳分局", "530602", "", ""),
        ("", "", "", ""),
    ],
)
def test_review_body_and_court_are_proposed_where_the_name_says_which(office, division, body, court):
    assert (default_reconsideration(office), default_court(office, division)) == (body, court)


def test_of_a_branch_those_of_its_division_are_proposed():
    office = "昭通市公安局昭阳分局"
    assert place_of(office) == "昭阳"
    assert default_reconsideration(office, "昭阳区") == "昭阳区人民政府"
    assert default_court(office, "530602", "昭阳区") == "昭阳区人民法院"
    assert default_court("昭通市公安局", "530600", "昭通市") == ""


def test_the_name_of_an_office_goes_before_its_division():
    assert place_of("大关县公安局") == "大关县"
    assert default_reconsideration("大关县公安局", "昭阳区") == "大关县人民政府"


def test_an_office_without_them_has_them_proposed_and_is_told_that_they_lack():
    before = replace(FILLED, reconsideration="", court=" ")
    answers = office_form_answers(FORM, replace(before, court=""), Post("王敏", "3号窗口"))
    assert (answers.text("office.reconsideration"), answers.text("office.court")) == (
        "大关县人民政府",
        "大关县人民法院",
    )
    assert lacking_for_orders(before) == ("office.reconsideration", "office.court")
    assert lacking_for_orders(FILLED) == ()


# The prefix ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "prefix"),
    [
        ("大关县公安局", "大公（视）"),
        ("云南省大关县公安局", "大公（视）"),
        ("昭通市昭阳区公安局", "昭公（视）"),
        ("昭通市公安局昭阳分局", "昭公（视）"),
        ("北京市公安局海淀分局", "海公（视）"),
        ("", "公（视）"),
    ],
)
def test_the_prefix_is_made_of_the_offices_name(office, prefix):
    assert default_prefix(office) == prefix
