"""Whoever sees names and numbers stands in the history once: also who sits down where a case stands open already."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind, Officer
from counter_app.domain.inspection.tips import Tip, TipCategory
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections, tips
from counter_app.services.office.clerks import change_clerk
from counter_app.services.papers import issuing
from counter_app.services.ports import WindowState
from counter_app.services.scans import attachments, scans
from counter_app.ui.scans.viewer import ScanViewer
from tests.fakes import scan_samples
from tests.fakes.memory_backend import NOON, POST
from tests.ui.clerk import act, dialog, press
from tests.ui.intake.reading import sample

OTHER = "李示例"
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
SCHOOL = InspectedPlace("大关县示例小学", "翠华镇示例路3号", category="education")


def opened(backend, name="01-complete"):
    return cases.open_case(backend, post=POST, intake=sample(name)).filing.reference


def looks(backend, clerk):
    """What `clerk` has seen so far: act and reference, with what it was of."""
    return [
        (entry.act, entry.reference, *entry.details.values())
        for entry in backend.store.kept.history
        if entry.clerk == clerk and entry.act.endswith(".viewed")
    ]


def sit_down(running, name=OTHER):
    running.station.save_workstation(change_clerk(running.station.workstation, name))
    running.settle()


@pytest.fixture
def at_work(begin, backend):
    def start(*references):
        backend.store.kept.window_states[POST.window] = WindowState(references, references[0])
        return begin(backend)

    return start


def test_the_cases_that_are_opened_again_at_the_start_are_recorded_in_one_transaction(backend, at_work):
    first, second = opened(backend), opened(backend, "02-letter-not-sealed")
    commits = backend.store.commits
    at_work(first, "SL00000000", second)
    assert looks(backend, POST.clerk) == [("case.viewed", first), ("case.viewed", second)]
    assert backend.store.commits == commits + 1


def test_a_full_disk_at_the_start_hinders_no_case(backend, at_work):
    reference = opened(backend)
    backend.store.refuse_commits = Refusal("磁盘已满，本次没有保存")
    assert [session.reference for session in at_work(reference).shell.workspace.sessions] == [reference]


def test_who_sits_down_sees_the_case_in_front_and_each_other_one_when_it_comes_there(backend, at_work):
    first, second = opened(backend), opened(backend, "02-letter-not-sealed")
    running = at_work(first, second)
    sit_down(running)
    assert looks(backend, OTHER) == [("case.viewed", first)]
    running.shell.workspace.show_case(second)
    running.shell.workspace.show_case(first)
    running.settle()
    assert looks(backend, OTHER) == [("case.viewed", first), ("case.viewed", second)]
    sit_down(running, POST.clerk)
    assert looks(backend, POST.clerk) == [("case.viewed", first), ("case.viewed", second)], "seen at the start"


def test_a_blank_case_shows_nobody(backend, begin):
    running = begin(backend)
    act(running, "new")
    running.settle()
    sit_down(running)
    assert looks(backend, OTHER) == []


def test_scans_beside_an_item_of_the_platform_are_seen(backend, at_work, qtbot):
    reference = opened(backend, "08-list-on-paper")
    scans.attach_scan(backend, reference, "device_list", scan_samples.png(), post=POST)
    issuing.issue_receipt(backend, reference, post=POST)
    running = at_work(reference)
    act(running, "platform")
    running.settle()
    page = running.shell.window.page("platform")
    of_scan = ("scan.viewed", reference, "device_list")
    assert of_scan not in looks(backend, POST.clerk)
    press(Qt.Key.Key_End)
    running.settle()
    assert page.scans.viewer is not None
    assert looks(backend, POST.clerk).count(of_scan) == 1
    page.open_window()
    sit_down(running)
    assert page.beside.isVisible(), "its items are seen with the page, which is in front as long as it stands"
    assert looks(backend, OTHER) == [("case.viewed", reference), of_scan]


@pytest.mark.parametrize("name", ["toggle", "view"])
def test_scans_of_the_case_are_seen_however_they_are_opened(backend, at_work, name):
    reference = opened(backend)
    scans.attach_scan(backend, reference, "device_list", scan_samples.png(), post=POST)
    running = at_work(reference)
    page = running.shell.workspace.page
    running.settle()
    page.scans.toggle() if name == "toggle" else page.scans.view("device_list")
    running.settle()
    of_scan = ("scan.viewed", reference, "device_list")
    assert looks(backend, POST.clerk) == [("case.viewed", reference), of_scan]
    sit_down(running)
    assert looks(backend, OTHER) == [("case.viewed", reference), of_scan]


def test_the_papers_of_a_case(backend, at_work):
    reference = opened(backend)
    issuing.issue_receipt(backend, reference, post=POST)
    running = at_work(reference)
    act(running, "preview")
    running.settle()
    seen = looks(backend, POST.clerk)[-1]
    assert seen[:2] == ("paper.viewed", reference)
    sit_down(running)
    assert looks(backend, OTHER) == [("case.viewed", reference), seen]
    sit_down(running, POST.clerk)
    assert looks(backend, POST.clerk)[-1:] == [seen], "no second look"


def test_the_history_of_a_filing(backend, at_work):
    reference = opened(backend)
    running = at_work(reference)
    act(running, "chain")
    running.settle()
    assert looks(backend, POST.clerk) == [("case.viewed", reference)] * 2
    sit_down(running)
    assert looks(backend, OTHER) == [("case.viewed", reference)]


def test_what_is_taken_over_from_an_earlier_case_of_the_unit_is_a_look_at_it(backend, begin):
    earlier = opened(backend)
    issuing.issue_receipt(backend, earlier, post=POST)
    running = begin(backend)
    act(running, "new")
    running.settle()
    page, session = running.shell.workspace.page, running.shell.workspace.session
    with backend.work() as work:
        known = work.filings.get(earlier).answers
    for key in ("unit.name", "unit.uscc"):
        session.answer(key, known.raw[key])
    page.known.look()
    running.settle()
    assert looks(backend, POST.clerk) == []
    page.known.fill()
    running.settle()
    assert looks(backend, POST.clerk) == [("case.viewed", earlier)]


@pytest.fixture
def planned(backend):
    [one] = inspections.plan(backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "翠华派出所", NOON.date(), post=POST)
    return one.inspection_id


@pytest.fixture
def inspecting(begin, backend):
    running = begin(backend)
    running.shell.show("inspections")
    running.page = running.shell.window.page("inspections")
    running.settle()
    return running


def test_an_inspection_and_its_papers_each_time_they_are_opened(backend, planned, inspecting):
    for name in ("record", "papers"):
        inspecting.page.open(name, planned)
        inspecting.settle()
    seen = ("inspection.viewed", planned)
    assert looks(backend, POST.clerk) == [seen, seen]
    sit_down(inspecting)
    assert looks(backend, OTHER) == [seen]


def test_a_tip_is_seen_when_it_is_opened_and_not_by_registering_it(backend, inspecting):
    new = Tip(tips.new_tip_id(), NOON, TipCategory.PROHIBITED_AREA, "客房里有摄像头", "翠屏宾馆三楼")
    tip = tips.register_tip(backend, new, None, post=POST)
    inspecting.page.open("tip", tip.tip_id)
    inspecting.settle()
    assert looks(backend, POST.clerk) == [("tip.viewed", tip.tip_id)]
    inspecting.page.open("tip", "")
    inspecting.settle()
    sit_down(inspecting)
    assert looks(backend, OTHER) == [], "a new one is nobody's yet"


def test_each_attached_file_is_seen_as_it_comes_in_sight(backend, planned, inspecting):
    for title, size in (("检查笔录", (240, 160)), ("现场照片", (160, 240))):
        attachments.attach(backend, planned, scan_samples.png(size), title, post=POST)
    inspecting.page.open("record", planned)
    inspecting.settle()
    inspecting.page.sub.attachments.view()
    viewer = dialog(inspecting).findChild(ScanViewer)
    viewer.step(1)
    viewer.step(1)
    inspecting.settle()
    assert len([one for one in looks(backend, POST.clerk) if one[0] == "attachment.viewed"]) == 2
    press(Qt.Key.Key_Escape)


def test_the_trail_is_put_away_when_another_clerk_sits_down(backend, begin):
    running = begin(backend)
    act(running, "trail")
    running.settle()
    assert running.shell.window.shown == "trail"
    running.station.save_workstation(
        replace(running.station.workstation, sounds=not running.station.workstation.sounds)
    )
    assert running.shell.window.shown == "trail"
    sit_down(running)
    assert running.shell.window.shown == "cases"
