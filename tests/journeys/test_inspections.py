"""Inspections in the window, on a real database: a filed school from the plan to 拒不改正, a place of 第十二条, and an
office whose folder adds an item and words a transcript its own way.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from counter_app import paths
from counter_app.bootstrap import keeping_backend
from counter_app.domain.inspection.correction import Conclusion, OrderState
from counter_app.domain.inspection.inspections import InspectionKind, SignedAs
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION, create_sample_office
from counter_app.services.inspection import orders
from counter_app.services.inspection.lists import InspectionList
from counter_app.services.office import offices
from counter_app.services.papers import issuing, printing
from counter_app.services.platform import platform_filing
from counter_app.ui.issued.return_visit_feature import ReturnVisitFeature
from tests.fakes.memory_backend import intake_of
from tests.journeys.reading import pdf_text, word_text
from tests.ui.shell_fakes import MemoryWorkstations, start_shell

SAMPLE = json.loads((Path(__file__).parents[1] / "samples" / "01-complete.json").read_text("utf-8"))
POST = DEMO_WORKSTATION.post
SCHOOL = "大关县龑𬱖示例小学"
OFFICERS = "王某530001、李某530002"


class Clock:
    """A clock that is set by hand; it stands at the window's noon of a day."""

    def __init__(self):
        self.day(2026, 9, 21)

    def day(self, year, month, day):
        self.now = datetime(year, month, day, 4, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


class Window:
    """The program's window over a real database, and what a clerk does in it."""

    def __init__(self, qtbot, backend, folder):
        self.qtbot, self.backend, self.folder = qtbot, backend, folder
        self.running = start_shell(lambda: backend, folder, workstations=MemoryWorkstations(DEMO_WORKSTATION))
        self.qtbot.waitUntil(self.is_calm, timeout=20_000)
        self.running.shell.show("inspections")
        self.page = self.running.shell.window.page("inspections")
        self.settle()

    def is_calm(self):
        return not self.running.station.tasks.is_busy and self.running.shell.window.shown != "busy"

    def settle(self):
        self.qtbot.waitUntil(self.is_calm, timeout=20_000)

    def key(self, widget, *keys):
        for key in keys:
            if isinstance(key, str):
                self.qtbot.keyClicks(widget, key)
            else:
                self.qtbot.keyClick(widget, key)
        self.settle()

    def write(self, line, text):
        line.setText(text)
        line.textEdited.emit(text)

    def choose(self, editor, value):
        editor.set_value(value)
        editor.edited.emit()

    @property
    def dialog(self):
        return [one for one in self.running.shell.window.findChildren(QDialog) if one.isVisible()][-1]

    def printed(self, document, count=1):
        """The text of the last paper of this kind, once so many of them came out."""
        printers = self.running.printers
        self.qtbot.waitUntil(lambda: [job.document for job in printers.jobs].count(document) == count, timeout=20_000)
        self.settle()
        job = [job for job in printers.jobs if job.document == document][-1]
        path = self.folder / f"{document}-{count}.pdf"
        path.write_bytes(job.pdf)
        return pdf_text(path)

    def record_fields(self, record):
        fields = record.form.editors
        for name, text in {"started_at": "1000", "ended_at": "1130", "present": "赵某", "camera": "DSJ-01"}.items():
            self.write(fields[f"inspection.{name}"].line, text)
        taken_along = record.inspection.template_number is not None
        how = SignedAs.SIGNED if taken_along else SignedAs.ON_PRINT
        self.choose(fields["inspection.signing"], how.value)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def backend(data, clock):
    with keeping_backend(data) as real:
        backend = replace(real, clock=clock)
        create_sample_office(backend)
        yield backend


@pytest.fixture
def window(qtbot, qapp, backend, tmp_path):
    one = Window(qtbot, backend, tmp_path)
    yield one
    one.running.end()


@pytest.fixture
def school(backend):
    """A school on file: its reference."""
    content = json.loads(json.dumps(SAMPLE))
    content["unit"]["name"] = SCHOOL
    content["system"]["place_category"] = "education"
    content["received_on"] = "2026-09-21"
    intake = intake_of(content, backend.forms.current())
    reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
    issuing.issue_receipt(backend, reference, post=POST)
    platform_filing.file_case(backend, reference, "530624202600000007", post=POST)
    return reference


def planned(window):
    """The school is planned and its template taken along: its text."""
    page = window.page
    window.key(page.home, Qt.Key.Key_N)
    plan = page.sub
    window.qtbot.waitUntil(lambda: bool(plan.places._lines.lines))
    window.key(plan.places.field, Qt.Key.Key_Return)
    window.write(plan.form.editors["inspection.officers"].line, OFFICERS)
    window.write(plan.form.editors["inspection.team"].line, "翠华派出所")
    window.key(plan, Qt.Key.Key_F9)
    return window.printed("inspection_record")


def recorded(window):
    """The template comes back and is scanned, items 2 and 7 are wrong, the record is issued: its text."""
    page = window.page
    window.running.shell.window.findChild(ReturnVisitFeature).handle_barcode("SJ2026-0001")  # that of the template
    window.settle()
    record = page.sub
    window.key(record.items.view, "12111124")
    record.items.view.selectRow(next(row for row, item in enumerate(record.items._items) if item.number == 7))
    window.key(record.items.view, "a")
    wrong = [item.number for item in record.items._items if record.inspection.result(item.key).found.value == "breach"]
    assert wrong == [2, 7]
    window.record_fields(record)
    window.key(record, Qt.Key.Key_F9)
    return window.printed("inspection_record", 2)


def ordered(window):
    """Both are ordered to be corrected by 30 September: the notice's text."""
    page = window.page
    window.key(page.sub, Qt.Key.Key_F9)
    order = page.sub
    assert [one.item.number for one in order.new.chosen] == [2, 7]
    window.key(order.new.view, Qt.Key.Key_2)
    window.write(order.new.deadline.line, "2026-9-30")
    assert "复查截止日期：2026年10月10日" in order.new._due.text()
    window.key(order, Qt.Key.Key_F9)
    return window.printed("correction_order")


def refused(window):
    """Item 7 is still wrong, and that is refused: the record's text."""
    page = window.page
    window.key(page.home.view, Qt.Key.Key_Return)
    again = page.sub
    window.key(again.items.view, "13")
    window.choose(again.form.editors["reinspection.conclusion"], Conclusion.OVERDUE.value)
    window.choose(again.form.editors["reinspection.refusal"], "yes")
    window.write(again.form.editors["reinspection.evidence"].line, "询问笔录：明确表示不改正")
    window.write(again.form.editors["reinspection.reason"].line, "期满后仍只保存7天")
    window.choose(again.form.editors["reinspection.signing"], SignedAs.SIGNED.value)
    window.key(again, Qt.Key.Key_F9)
    return window.printed("reinspection_record")


def test_a_school_from_the_plan_to_the_note_for_a_case(backend, clock, school, window):
    page = window.page
    clock.day(2026, 9, 28)
    offices.confirm_clock(backend, post=POST)
    template = planned(window)
    for text in (SCHOOL, "530624202600000007", "大公（视）检字〔2026〕1号", "SJ2026-0001"):
        assert text in template
    transcript = recorded(window)
    for text in ("大公（视）检字〔2026〕1号", "SJ2026-0001", "检查笔录（编号同本件）的录入件", "原件当场签名，见附件"):
        assert text in transcript
    assert transcript.count("√不符合") == 2
    notice = ordered(window)
    for text in (
        "大公（视）责改字〔2026〕1号",
        "检查笔录编号：大公（视）检字〔2026〕1号",
        "于2026年9月30日（含当日）前改正完毕",
        "自改正期限届满之日起3个工作日内复查",
    ):
        assert text in notice

    clock.day(2026, 10, 9)
    offices.confirm_clock(backend, post=POST)
    page.show_home()
    window.settle()
    window.key(page.home, Qt.Key.Key_2)
    [waiting] = page.home._lists.lists[InspectionList.AGAIN]
    assert (waiting.due.date, waiting.left) == (date(2026, 10, 10), "余1天")
    found = refused(window)
    for text in ("大公（视）复查字〔2026〕1号", "复查结论逾期未改正", "有，证据：询问笔录：明确表示不改正"):
        assert text in found
    assert "罚款" not in found
    assert orders.order_of(backend, waiting.line.id).state is OrderState.REFUSED

    page.open("unit_history", school)
    window.settle()
    kinds = [event.subject for event in page.sub._history.events]
    assert [kind.value if kind else "filing" for kind in kinds] == ["reinspection", "order", "inspection", "filing"]


def test_within_its_limit_nobody_has_refused_yet(backend, clock, school, window):
    """The same school on the day of its limit: the window refuses the conclusion and keeps what was keyed."""
    clock.day(2026, 9, 28)
    offices.confirm_clock(backend, post=POST)
    page = window.page
    page.open("plan", school)
    window.settle()
    plan = page.sub
    window.write(plan.form.editors["inspection.officers"].line, OFFICERS)
    window.write(plan.form.editors["inspection.team"].line, "翠华派出所")
    window.key(plan, Qt.Key.Key_F7)
    window.settle()
    [line] = [one.line for one in page.home._lists.lists[InspectionList.PLANNED]]
    page.open("record", line.id)
    window.settle()
    record = page.sub
    window.key(record.items.view, "12")
    window.record_fields(record)
    window.key(record, Qt.Key.Key_F9)
    window.printed("inspection_record")
    page.open("order", line.id)
    window.settle()
    window.key(page.sub.new.view, Qt.Key.Key_2)
    window.write(page.sub.new.deadline.line, "2026-9-30")
    window.key(page.sub, Qt.Key.Key_F9)
    window.printed("correction_order")
    clock.day(2026, 9, 30)
    offices.confirm_clock(backend, post=POST)
    window.key(page.sub, Qt.Key.Key_F9)
    again = page.sub
    window.key(again.items.view, "3")
    window.choose(again.form.editors["reinspection.conclusion"], Conclusion.OVERDUE.value)
    window.choose(again.form.editors["reinspection.refusal"], "no")
    window.write(again.form.editors["reinspection.reason"].line, "不改")
    window.choose(again.form.editors["reinspection.signing"], SignedAs.SIGNED.value)
    window.key(again, Qt.Key.Key_F9)
    assert "改正期限到9月30日才届满" in window.running.shell.window.messages.words
    assert len(again.items.found) == 1


def test_another_public_place_has_three_items_and_no_filing_to_miss(backend, clock, window):
    page = window.page
    page.open("plan", "")
    window.settle()
    plan = page.sub
    window.key(plan, Qt.Key.Key_F3)
    asking = window.dialog
    window.write(asking.editors["unit"].line, "云上人家民宿")
    window.write(asking.editors["address"].line, "天星镇")
    asking.editors["category"].set_value("outside_article_7")
    next(button for button in asking.findChildren(QPushButton) if "选入" in button.text()).click()
    assert plan.form.text("inspection.kind") == InspectionKind.OTHER_PLACE.value
    window.choose(plan.form.editors["inspection.kind"], InspectionKind.GENERAL.value)
    assert "《规定》第十二条" in plan.form.editors["inspection.kind"].problem
    window.choose(plan.form.editors["inspection.kind"], InspectionKind.OTHER_PLACE.value)
    window.write(plan.form.editors["inspection.officers"].line, OFFICERS)
    window.write(plan.form.editors["inspection.team"].line, "天星派出所")
    window.key(plan, Qt.Key.Key_F9)
    template = window.printed("inspection_record")
    assert "其他公共场所检查" in template
    assert "是否备案" not in template

    [line] = [one.line for one in page.home._lists.lists[InspectionList.PLANNED]]
    page.open("record", line.id)
    window.settle()
    record = page.sub
    model = record.items.view.model()
    assert model.rowCount() == 5
    said = "".join(model.index(row, 1).data() for row in range(5))
    assert "备案" not in said
    window.key(record.items.view, "2")
    offered = [breach.key for breach in record.items.item.breaches_in(InspectionKind.OTHER_PLACE)]
    assert "not_entitled" not in offered, "《条例》第七条第三款 is no law for this place"
    window.key(record.items.view, chr(ord("a") + offered.index("not_entitled_elsewhere")))
    window.record_fields(record)
    window.key(record, Qt.Key.Key_F9)
    transcript = window.printed("inspection_record", 2)
    assert transcript.count("√") == 5
    assert "是否备案" not in transcript
    page.open("order", line.id)
    window.settle()
    assert {one.breach.key for one in page.sub.new.chosen} == {"not_entitled_elsewhere"}


PROVINCIAL = """
[[item]]
key = "night"
label = "夜间是否有人值守监看"
short = "夜间值守"
basis = "某省实施细则第八条"
kinds = ["general"]
stressed_in = ["general"]
"""


@pytest.fixture
def overlay(data):
    """The office's own folder: an item of its province, and a transcript with another title and a line more."""
    folder = data / "office" / "forms" / "inspection" / "2025-05"
    folder.mkdir(parents=True)
    (folder / "local_items.toml").write_text(PROVINCIAL, "utf-8")
    ours = (paths.forms_dir() / "inspection" / "2025-05" / "inspection_record.toml").read_text("utf-8")
    theirs = ours.replace('title = "检查笔录"', 'title = "视频系统检查笔录（某省）"').replace(
        "使用情况进行监督检查。", "使用情况进行监督检查。本省要求同时检查夜间值守。"
    )
    assert theirs != ours
    (folder / "inspection_record.toml").write_text(theirs, "utf-8")


def test_an_offices_own_item_and_words_are_on_screen_pdf_and_word_without_code(
    overlay, backend, clock, school, window, tmp_path
):
    page = window.page
    page.open("plan", school)
    window.settle()
    plan = page.sub
    window.write(plan.form.editors["inspection.officers"].line, OFFICERS)
    window.write(plan.form.editors["inspection.team"].line, "翠华派出所")
    window.key(plan, Qt.Key.Key_F9)
    template = window.printed("inspection_record")
    [line] = [one.line for one in page.home._lists.lists[InspectionList.PLANNED]]
    page.open("record", line.id)
    window.settle()
    model = page.sub.items.view.model()
    assert model.index(13, 1).data() == "夜间值守（重点）"
    guide, paper = printing.papers_of_case(backend, line.id)
    assert (paper.document, guide.document) == ("inspection_record", "inspection_guide")
    word = tmp_path / "paper.docx"
    word.write_bytes(printing.word_of(backend, paper.paper_id, post=POST))
    for text in (template, word_text(word)):
        assert "视频系统检查笔录（某省）" in text
        assert "本省要求同时检查夜间值守" in text
        assert "夜间是否有人值守监看" in text
