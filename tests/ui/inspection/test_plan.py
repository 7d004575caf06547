"""Planning a round on the screen: places by a few letters, repeated inspections told before anything is printed."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.inspection.inspections import InspectionKind, Officer
from counter_app.domain.inspection.tips import TipCategory
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections, tips
from counter_app.services.inspection.lists import InspectionList
from counter_app.services.papers import issuing
from counter_app.services.platform import platform_filing
from counter_app.ui.widgets.line_order import _collator
from tests.fakes.memory_backend import NOON, POST, intake_of
from tests.services.conftest import SAMPLES
from tests.ui.clerk import cell, click, click_by_mouse, click_heading, column_of, dialog, double_click_by_mouse, write
from tests.ui.shell_fakes import start_shell

OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
NAMES = ("大关县筇竹中学", "大关县第三人民医院", "大关县青禾商贸有限公司")


@pytest.fixture
def filed(backend):
    """Three filed systems: their references."""
    content = json.loads(next(SAMPLES.glob("01-*.json")).read_text("utf-8"))
    references = []
    for place, name in enumerate(NAMES):
        content["unit"]["name"] = name
        content["system"]["address"] = f"大关县翠华镇示例路{place}号"
        intake = replace(intake_of(content, backend.forms.current()), received_on=date(2026, 3, 2))
        reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
        issuing.issue_receipt(backend, reference, post=POST)
        platform_filing.file_case(backend, reference, f"53062420260000000{place}", post=POST)
        references.append(reference)
    return references


@pytest.fixture
def running(filed, running, qtbot):
    """The window with what is `filed`; `settle` waits for the list of places too."""
    running.settle = lambda: qtbot.waitUntil(
        lambda: (
            not running.station.tasks.is_busy and not (running.page.sub and running.page.sub.places._typing.isActive())
        )
    )
    return running


@pytest.fixture
def plan(running):
    running.page.open("plan", "")
    running.settle()
    return running.page.sub


def test_a_click_on_a_box_takes_a_place_in_and_a_second_one_leaves_it_out(plan):
    places = plan.places
    for chosen in ([places._lines.lines[1].unit], []):
        click_by_mouse(*cell(places.view, 1, 0))
        assert [place.unit for place in places.chosen] == chosen
    double_click_by_mouse(*cell(places.view, 2, 1))
    assert [place.unit for place in places.chosen] == [places._lines.lines[2].unit]
    double_click_by_mouse(*cell(places.view, 0, 0))
    assert len(places.chosen) == 1


def test_a_click_on_a_heading_sorts_and_what_is_taken_in_stays_with_its_place(plan):
    places = plan.places
    click_heading(places.view, 1)
    sorted_units = column_of(places.view, 1)
    assert sorted_units == sorted(NAMES, key=lambda name: _collator().sortKey(name))
    click_by_mouse(*cell(places.view, 0, 0))
    assert [place.unit for place in places.chosen] == [sorted_units[0]]
    click_heading(places.view, 1)
    assert column_of(places.view, 1) == sorted_units[::-1]
    assert column_of(places.view, 0) == ["未选", "未选", "已选"]
    click_by_mouse(*cell(places.view, 2, 0))
    assert places.chosen == []


def test_a_line_that_is_taken_in_stays_under_the_mouse_though_the_list_is_sorted_by_it(plan):
    places = plan.places
    click_heading(places.view, 0)
    units = column_of(places.view, 1)
    click_by_mouse(*cell(places.view, 2, 0))
    assert column_of(places.view, 1) == units
    assert column_of(places.view, 0) == ["未选", "未选", "已选"]


def fill(plan, officers="王警官530001、李警官530002", team="翠华派出所"):
    write(plan.form.editors["inspection.officers"].line, officers)
    write(plan.form.editors["inspection.team"].line, team)


def planned(backend):
    with backend.work() as work:
        lines = work.inspections.lines(list(inspections.InspectionState), limit=99)
        return [work.inspections.get(line.id) for line in lines]


def test_a_few_letters_narrow_the_list_and_enter_takes_in(qtbot, running, plan):
    places = plan.places
    assert {place.unit for place in places._lines.lines} == set(NAMES)
    places.field.setText("第三")
    running.settle()
    qtbot.keyClick(places.field, Qt.Key.Key_Return)
    assert [place.unit for place in places.chosen] == ["大关县第三人民医院"]
    assert plan.form.text("inspection.kind") == InspectionKind.GENERAL.value
    assert places._count.text() == "已选1个"


def test_a_whole_round_is_planned_and_printed_as_one_job(qtbot, backend, running, plan, filed):
    qtbot.keyClick(plan.places.field, Qt.Key.Key_Down)
    qtbot.keyClick(plan.places.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    fill(plan)
    qtbot.keyClick(plan, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 4)
    assert [job.document for job in running.printers.jobs] == ["inspection_record"] * 3 + ["inspection_guide"]
    found = planned(backend)
    assert {one.place.reference for one in found} == set(filed)
    home = running.shell.window.page("inspections").home
    qtbot.waitUntil(lambda: home.lines.marked is not None)
    assert home.list is InspectionList.PLANNED
    assert home.lines.marked.line.id in [one.inspection_id for one in found]
    assert {one.officers for one in found} == {OFFICERS}
    assert {one.planned_for for one in found} == {NOON.date()}
    assert running.page.sub is None, "back at the lists"
    qtbot.waitUntil(lambda: "已打印" in running.shell.window.messages.words)


def test_what_was_just_planned_is_the_marked_line_whatever_stood_there_before(qtbot, backend, running, filed):
    earlier = NOON.date() - timedelta(days=3)
    inspections.plan(backend, InspectionKind.GENERAL, filed[:2], OFFICERS, "翠华派出所", earlier, post=POST)
    before = {one.inspection_id for one in planned(backend)}
    home = running.page.home
    home.refresh()
    running.settle()
    assert home.lines.marked.line.id in before
    home.show_list(InspectionList.DONE)
    running.page.open("plan", filed[2])
    running.settle()
    qtbot.keyClick(running.page.sub, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: running.page.sub is None)
    running.settle()
    [new] = [one for one in planned(backend) if one.inspection_id not in before]
    assert home.list is InspectionList.PLANNED
    assert [one.line.id for one in home.lines.lines].index(new.inspection_id) == len(before)
    assert home.lines.marked.line.id == new.inspection_id


def test_an_inspection_of_last_month_is_told_before_anything_is_printed(qtbot, backend, running, filed):
    inspections.plan(backend, InspectionKind.PROFESSIONAL, [filed[0]], OFFICERS, "科信大队", NOON.date(), post=POST)
    running.page.open("plan", filed[0])
    running.settle()
    plan = running.page.sub
    assert [place.reference for place in plan.places.chosen] == [filed[0]]
    assert "专业检查，科信大队，待检查" in plan.warned.text()
    assert plan._warning.isVisible()
    assert running.printers.jobs == []
    fill(plan)
    qtbot.keyClick(plan, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: len(planned(backend)) == 2)
    assert running.printers.jobs == []


def test_who_went_last_time_is_proposed(backend, running, filed):
    inspections.plan(backend, InspectionKind.GENERAL, [filed[0]], OFFICERS, "翠华派出所", None, post=POST)
    running.page.open("plan", "")
    running.settle()
    plan = running.page.sub
    assert (plan.form.text("inspection.officers"), plan.form.text("inspection.team")) == (
        "王警官 530001、李警官 530002",
        "翠华派出所",
    )


@pytest.mark.parametrize(
    ("officers", "team", "field"),
    [
        ("王警官530001", "翠华派出所", "officers"),
        ("王警官530001、李警官530001", "翠华派出所", "officers"),
        ("", "", "officers"),
    ],
)
def test_two_officers_with_badges_of_their_own_are_demanded(qtbot, backend, running, plan, officers, team, field):
    qtbot.keyClick(plan.places.field, Qt.Key.Key_Return)
    fill(plan, officers, team)
    qtbot.keyClick(plan, Qt.Key.Key_F9)
    assert "至少两名" in plan.form.editors[f"inspection.{field}"].problem
    assert plan.form.editors[f"inspection.{field}"].line.hasFocus()
    assert planned(backend) == []


def test_without_a_place_nothing_is_planned(qtbot, running, plan):
    fill(plan)
    qtbot.keyClick(plan, Qt.Key.Key_F9)
    assert "还没有选择检查对象" in running.shell.window.messages.words


def test_a_place_that_was_never_filed_is_taken_in_and_its_kind_follows_its_category(qtbot, backend, running, plan):
    qtbot.keyClick(plan, Qt.Key.Key_F3)
    asking = dialog(running)
    click(asking, "选入")
    assert asking.editors["unit"].problem == "填写单位名称"
    write(asking.editors["unit"].line, "云上人家民宿")
    write(asking.editors["address"].line, "天星镇")
    asking.editors["category"].set_value("outside_article_7")
    click(asking, "选入")
    assert plan.form.text("inspection.kind") == InspectionKind.OTHER_PLACE.value
    plan.form.editors["inspection.kind"].set_value(InspectionKind.GENERAL.value)
    plan.form.editors["inspection.kind"].edited.emit()
    assert plan.form.editors["inspection.kind"].problem == "云上人家民宿不适用一般检查（《规定》第十二条）"
    fill(plan)
    qtbot.keyClick(plan, Qt.Key.Key_F8)
    running.settle()
    assert planned(backend) == []
    plan.form.editors["inspection.kind"].set_value(InspectionKind.OTHER_PLACE.value)
    qtbot.keyClick(plan, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    [one] = planned(backend)
    assert (one.place.unit, one.kind) == ("云上人家民宿", InspectionKind.OTHER_PLACE)


def test_a_tip_brings_its_place_and_gets_the_inspection(qtbot, backend, running):
    tip = tips.new_tip(backend, TipCategory.PROHIBITED_AREA, "客房里有摄像头", "翠屏宾馆", post=POST)
    tip.address = "翠华镇"
    tips.register_tip(backend, tip, None, post=POST)
    running.page.open("plan", f"tip:{tip.tip_id}")
    running.settle()
    plan = running.page.sub
    assert [place.unit for place in plan.places.chosen] == ["翠屏宾馆"]
    fill(plan)
    plan.form.editors["inspection.kind"].set_value(InspectionKind.OTHER_PLACE.value)
    qtbot.keyClick(plan, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: bool(tips.get_tip(backend, tip.tip_id).inspection_id))


def test_what_was_chosen_is_still_there_when_one_comes_back(qtbot, running, plan):
    qtbot.keyClick(plan.places.field, Qt.Key.Key_Return)
    fill(plan, team="天星派出所")
    running.page.go_back()
    running.page.open("plan", "")
    running.settle()
    assert len(plan.places.chosen) == 1
    assert plan.form.text("inspection.team") == "天星派出所"


def test_a_power_cut_leaves_what_was_chosen_and_typed(qtbot, backend, running, plan, tmp_path):
    qtbot.keyClick(plan.places.field, Qt.Key.Key_Return)
    chosen = [place.unit for place in plan.places.chosen]
    fill(plan, team="天星派出所")
    qtbot.waitUntil(lambda: not plan._autosave.is_dirty)
    running.settle()
    fresh = start_shell(lambda: backend, tmp_path)
    try:
        qtbot.waitUntil(lambda: not fresh.station.tasks.is_busy and fresh.shell.window.shown != "busy")
        fresh.shell.show("inspections")
        page = fresh.shell.window.page("inspections")
        page.open("plan", "")
        qtbot.waitUntil(lambda: [place.unit for place in page.sub.places.chosen] == chosen)
        assert page.sub.form.text("inspection.team") == "天星派出所"
        qtbot.waitUntil(lambda: not fresh.station.tasks.is_busy and not page.sub.places._typing.isActive())
    finally:
        fresh.end()
