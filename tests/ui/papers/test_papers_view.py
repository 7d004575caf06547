"""Papers beside the one that is marked: what was not read is read again, and the mark stays on its document."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from shiboken6 import delete

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.papers import RenderedPaper
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.opened import OpenedBackend
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.papers.papers_view import FREE, PaperEntry, PapersView
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.papers.test_preview import pdf_of
from tests.ui.shell_fakes import MemoryWorkstations


@pytest.fixture
def tasks(qapp, tmp_path):
    made = Tasks(ErrorReporter(tmp_path / "reports"))
    yield made
    assert made.close()


@pytest.fixture
def view(qtbot, tasks, tmp_path):
    station = Station(tasks, MemoryWorkstations(), tmp_path)
    station.open_backend(OpenedBackend(MemoryBackend.make(), None))
    made = PapersView(station, lambda _document: lambda _backend: RenderedPaper(pdf_of(1), "𠮷"))
    qtbot.addWidget(made)
    made.settle = lambda: qtbot.waitUntil(lambda: not tasks.is_busy)
    yield made
    made.settle()
    delete(station)


def load(view, *documents):
    view.load(lambda _backend: documents, lambda found: [*map(PaperEntry, found)])
    view.settle()


def refuse(_backend):
    raise Refusal("数据库正忙", "稍后再试")


def test_the_marked_paper_is_drawn_and_told(qtbot, view):
    with qtbot.waitSignal(view.rendered) as drawn:
        load(view, "deficiency_notice", *FREE)
    assert drawn.args[0].missing_characters == "𠮷"
    assert (view.entry.document, view.paper, view.may_go_out) == ("deficiency_notice", None, False)
    assert [view.list.item(row).text().split("\n")[1] for row in range(3)] == [
        "预览，尚未出具",
        "代填表（供核对）",
        "代填表（供核对）",
    ]


def test_the_mark_stays_on_its_document_and_begins_anew_for_another_subject(view):
    load(view, "deficiency_notice", *FREE)
    view.list.setCurrentRow(1)
    load(view, "material_receipt", "platform_sheet", *FREE)
    assert view.entry.document == FREE[0]
    view.clear()
    load(view, *FREE[::-1])
    assert view.entry.document == FREE[1]


def test_what_was_not_read_is_read_again_at_a_press(view):
    asked = []

    def fail_first(backend):
        asked.append(backend)
        return ("deficiency_notice",) if asked[1:] else refuse(backend)

    view.load(fail_first, lambda found: [*map(PaperEntry, found)])
    view.settle()
    shown = view._states.currentWidget()
    assert [label.text() for label in shown.findChildren(QLabel)] == ["数据库正忙", "稍后再试"]
    shown.findChild(QPushButton).click()
    view.settle()
    assert (len(asked), view.entry.document) == (2, "deficiency_notice")


def test_without_a_paper_it_says_how_one_comes_to_be(view):
    load(view)
    assert view._states.currentWidget() is view._nothing
    assert view.entry is None
