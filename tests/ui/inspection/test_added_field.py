"""A demanded field that an office adds to the transcript by a file of its own: screen, lacks, PDF and Word carry it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from counter_app import paths
from counter_app.bootstrap import Editions
from counter_app.catalogue.toml_files import Folders
from counter_app.documents.renderer import DocumentRenderer
from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind, Officer, SignedAs
from counter_app.services.inspection import inspections
from counter_app.services.papers.printing import facts_of
from tests.documents.conftest import pages_of, squeezed
from tests.documents.test_word import words_of
from tests.fakes.memory_backend import NOON, POST, MemoryBackend
from tests.ui.shell_fakes import start_shell

RECORD = "inspection/2025-05/record.toml"
ADDED = """
[[field]]
key = "inspection.weather"
section = "recording"
label = "检查时天气"
type = "text"
demanded = true
basis = "《某省公共安全视频系统管理规定》第九条"
missing = "填写检查时的天气"
"""
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
SCHOOL = InspectedPlace("大关县示例小学", "翠华镇示例路3号", category="education")


@pytest.fixture
def folders(tmp_path):
    return Folders(paths.forms_dir(), tmp_path / "office")


@pytest.fixture
def backend(tmp_path, folders):
    """An office whose own folder holds one file: the shipped form of the record and a field more."""
    own = tmp_path / "office" / RECORD
    own.parent.mkdir(parents=True)
    own.write_text((paths.forms_dir() / RECORD).read_text("utf-8") + ADDED, encoding="utf-8")
    return replace(MemoryBackend.make(), forms=Editions(folders))


@pytest.fixture
def planned(backend):
    [one] = inspections.plan(backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "翠华派出所", NOON.date(), post=POST)
    return one.inspection_id


@pytest.fixture
def running(qtbot, qapp, tmp_path, backend):
    one = start_shell(lambda: backend, tmp_path)
    one.settle = lambda: qtbot.waitUntil(lambda: not one.station.tasks.is_busy)
    qtbot.waitUntil(lambda: not one.station.tasks.is_busy and one.shell.window.shown != "busy")
    one.shell.show("inspections")
    one.page = one.shell.window.page("inspections")
    one.settle()
    yield one
    one.end()


@pytest.fixture
def record(running, planned):
    running.page.open("record", planned)
    running.settle()
    return running.page.sub


def key(record, **values):
    for name, text in values.items():
        line = record.form.editors[f"inspection.{name}"].line
        line.setText(text)
        line.textEdited.emit(text)


def said(backend, folders, paper):
    """What the paper says as PDF and as Word, without blanks."""
    facts = facts_of(backend, paper)
    renderer = DocumentRenderer(folders, backend.forms.current)
    return [squeezed("".join(pages_of(renderer.pdf(facts)))), squeezed("".join(words_of(renderer.word(facts))))]


def only_paper(backend, reference, document):
    with backend.work() as work:
        [paper] = [paper for paper in work.papers.of_case(reference) if paper.document == document]
    return paper


def test_screen_lacks_pdf_and_word_carry_a_field_that_an_office_adds(qtbot, backend, folders, planned, running, record):
    qtbot.keyClicks(record.items.view, "1" * 13)
    key(record, started_at="900", ended_at="1000", present="赵校长", camera="DSJ-01")
    record.form.editors["inspection.signing"].set_value(SignedAs.ON_PRINT.value)
    record.form.editors["inspection.signing"].edited.emit()
    shown = [record.side.list.item(row).text() for row in range(record.side.list.count())]
    assert shown == ["填写检查时的天气"]
    record.side.list.setCurrentRow(0)
    record.side._choose()
    assert record.form.editors["inspection.weather"].line.hasFocus()
    qtbot.keyClick(record, Qt.Key.Key_F9)
    assert "填写检查时的天气" in running.shell.window.messages.words
    assert running.printers.jobs == []
    qtbot.waitUntil(lambda: not record.draft.is_dirty)
    running.settle()
    with pytest.raises(inspections.IncompleteRecord, match="填写检查时的天气"):
        inspections.record_inspection(backend, planned, post=POST)

    key(record, weather="小雨")
    qtbot.keyClick(record, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    assert inspections.get(backend, planned).more == {"inspection.weather": "小雨"}
    paper = only_paper(backend, planned, "inspection_record")
    for text in said(backend, folders, paper):
        assert "检查时天气小雨" in text


def test_a_template_to_be_filled_in_by_hand_has_a_cell_for_it(backend, folders, planned):
    [paper] = inspections.templates(backend, [planned], blank=True, post=POST)
    for text in said(backend, folders, paper):
        assert "检查时天气" in text


def test_a_record_drawn_up_before_the_field_was_added_says_what_it_said(backend, folders, planned, tmp_path):
    plain = replace(backend, forms=Editions(Folders(paths.forms_dir())))
    [paper] = inspections.templates(plain, [planned], blank=True, post=POST)
    first_release = replace(paper, content={**paper.content, "form": "inspection"})
    for frozen in (paper, first_release):
        for text in said(backend, folders, frozen):
            assert "执法记录仪编号" in text
            assert "检查时天气" not in text


def test_a_template_of_the_offices_own_may_name_it_where_it_likes(backend, folders, planned, tmp_path):
    shipped = (paths.forms_dir() / "inspection/2025-05/inspection_record.toml").read_text("utf-8")
    own = tmp_path / "office/inspection/2025-05/inspection_record.toml"
    added = '["其他情况", "{inspection.remark}"],'
    own.write_text(shipped.replace(added, f'{added}\n  ["天气", "{{inspection.weather}}"],'), encoding="utf-8")
    [paper] = inspections.templates(backend, [planned], blank=True, post=POST)
    for text in said(backend, folders, paper):
        assert "天气" in text
        assert "检查时天气" not in text
