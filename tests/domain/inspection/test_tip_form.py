"""The form of a tip: what each step demands, what it proposes, and what an office adds to it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from counter_app import paths
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.lacks import lacks, refuse_lacking
from counter_app.domain.inspection.tip_form import (
    CHECK,
    REPLY,
    REPORTED,
    TIP_FORM,
    new_tip_answers,
    read_tip,
    tip_answers,
)
from counter_app.domain.inspection.tips import Informant, Tip, TipCategory
from tests.fakes.memory_backend import shipped_calendar, shipped_form

ZONE = ZoneInfo("Asia/Shanghai")
FACTS = Facts(date(2026, 3, 2), shipped_calendar(), now=datetime(2026, 3, 2, 10, 30, tzinfo=ZONE))
TOLD = {
    "tip.received_at": "930",
    "tip.category": "prohibited_area",
    "tip.place": "某宾馆三楼",
    "tip.content": "客房烟感里有镜头",
}
ADDED = """
[[field]]
key = "tip.rooms"
label = "涉及房间数"
type = "integer"
demanded = true
basis = "《某省规定》第九条"
missing = "填写涉及房间数"

[[field]]
key = "informant.wechat"
label = "微信"
type = "text"
"""


@pytest.fixture
def overlay(tmp_path):
    def write(old="", new="", more=""):
        shipped = paths.forms_dir() / "inspection/2025-05/tip.toml"
        own = tmp_path / "inspection/2025-05/tip.toml"
        own.parent.mkdir(parents=True)
        own.write_text(shipped.read_text("utf-8").replace(old, new) + more, encoding="utf-8")
        return load_form(Folders(paths.forms_dir(), tmp_path), TIP_FORM)

    return write


def codes(answers, *sections):
    return [lack.code for lack in lacks(answers, FACTS, sections or None)]


def test_each_step_demands_its_own():
    answers = Answers(shipped_form(TIP_FORM))
    assert codes(answers, *REPORTED) == [
        f"tip.{name}.missing" for name in ("received_at", "category", "place", "content")
    ]
    assert codes(answers, CHECK) == ["tip.confirmed.missing", "tip.result.missing"]
    assert codes(answers, REPLY) == ["tip.reply.missing"]
    assert all(lack.basis for lack in lacks(answers, FACTS))


def test_what_cannot_be_read_is_not_registered():
    answers = Answers(shipped_form(TIP_FORM), {**TOLD, "tip.received_at": "上午", "tip.check_due": "下周"})
    assert codes(answers, *REPORTED) == ["tip.received_at.malformed", "tip.check_due.malformed"]
    with pytest.raises(Refusal, match="时间写成"):
        refuse_lacking(answers, FACTS, REPORTED)


def test_five_working_days_are_proposed_and_an_office_says_otherwise(overlay):
    begun = new_tip_answers(shipped_form(TIP_FORM), FACTS)
    assert dict(begun.raw) == {"tip.received_at": "2026年3月2日 10:30", "tip.check_due": "2026-03-09"}
    form = overlay("proposed_workdays = 5", "proposed_workdays = 2")
    assert new_tip_answers(form, FACTS).raw["tip.check_due"] == "2026-03-04"


def test_a_tip_reads_as_it_was_typed():
    form = shipped_form(TIP_FORM)
    tip, source = read_tip(Answers(form, {**TOLD, "informant.phone": "138 0000 0000"}), FACTS, "t1")
    assert (tip.received_at, tip.category) == (
        datetime(2026, 3, 2, 9, 30, tzinfo=ZONE),
        TipCategory.PROHIBITED_AREA,
    )
    assert source == Informant(phone="138 0000 0000")
    assert codes(tip_answers(form, tip, ZONE), *REPORTED) == []
    assert read_tip(Answers(form, TOLD), FACTS, "t1")[1] is None


def test_what_an_office_adds_is_demanded_and_kept_and_of_the_informant_apart(overlay):
    form = overlay(more=ADDED)
    answers = Answers(form, TOLD)
    assert codes(answers, *REPORTED) == ["tip.rooms.missing"]
    tip, source = read_tip(answers.with_answer("tip.rooms", "3").with_answer("informant.wechat", "wx1"), FACTS, "t1")
    assert tip.more == {"tip.rooms": "3"}
    assert source == Informant(more={"微信": "wx1"})
    assert tip_answers(form, tip, ZONE).get("tip.rooms") == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "tip.handler"', 'key = "tip.someone"', "程序要用到"),
        ('code_list = "tip_channel"', 'code_list = "tip_road"', "找不到"),
        ('check = "is_moment"', 'check = "is_time"', "没有名为 is_time"),
        ('basis = "《条例》第二十四条第二款"', 'basis = ""', "basis"),
        ("proposed_workdays = 5", "proposed_days = 5", "不认识的键 proposed_days"),
    ],
)
def test_what_it_does_not_know_stops_the_start(overlay, old, new, said):
    with pytest.raises(CatalogueError, match=said):
        overlay(old, new)


def test_a_closed_list_is_not_written_anew(tmp_path, overlay):
    (tmp_path / "code_lists").mkdir()
    (tmp_path / "code_lists/tip_category.toml").write_text('title = "x"\nsource = "x"\nitem = []\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="由程序规定"):
        overlay()


def test_an_edition_without_the_file_has_that_of_the_edition_before(tmp_path):
    (tmp_path / "inspection/2026-07").mkdir(parents=True)
    form = load_form(Folders(paths.forms_dir(), tmp_path), TIP_FORM)
    assert (form.edition, form.folder) == ("2026-07", "inspection/2026-07")
    assert Tip("t", datetime(2026, 3, 2, tzinfo=UTC), TipCategory.OTHER, "", "").more == {}
