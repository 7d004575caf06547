"""Characters that no paper can show: the clerk is told when a paper goes out, and once when it is looked at."""

import json
from pathlib import Path

import pytest

from counter_app.services.filing import cases
from counter_app.ui.intake.paper_words import lacking_words
from tests.fakes.memory_backend import POST, intake_of, shipped_form
from tests.ui.clerk import said

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def running(qtbot, begin, backend):
    """A window at a complete case of 青禾, whose two characters the papers cannot show."""
    backend.renderer.unknown = "青禾"
    [path] = SAMPLES.glob("01*.json")
    case = cases.open_case(backend, post=POST, intake=intake_of(json.loads(path.read_text("utf-8")), shipped_form()))
    backend.store.kept.window_states[POST.window] = cases.WindowState((case.filing.reference,), case.filing.reference)
    one = begin(backend)
    qtbot.waitUntil(lambda: one.shell.workspace.session is not None)
    return one


def test_the_words_name_the_characters_and_what_stands_in_their_place():
    assert lacking_words("𠮷𪚥") == "“𠮷、𪚥”为生僻字，打印为〓"


def test_a_paper_that_is_printed_says_what_is_to_be_written_in_and_what_comes_next(running, qtbot):
    running.shell.act("receipt")
    qtbot.waitUntil(lambda: "手写" in said(running))
    assert said(running).startswith("已打印收件凭证 大公（视）收字〔2026〕1号2份、平台录入单1份，“青、禾”为生僻字")
    assert "下一步" in said(running)
    assert running.shell.window.messages.property("tone") == "amber"
    assert [job.missing_characters for job in running.printers.jobs] == ["青禾", "青禾"]


def test_a_paper_that_is_looked_at_says_it_once(running, qtbot):
    running.shell.act("preview")
    page = running.shell.window.page("paper")
    qtbot.waitUntil(lambda: "手写" in said(running))
    assert said(running) == "收件凭证：“青、禾”为生僻字，打印为〓。请在每份纸上手写"
    running.shell.window.messages.clear()
    with qtbot.waitSignal(page.cautioned):
        page.papers.list.setCurrentRow(1)
    running.shell.window.messages.clear()
    with qtbot.assertNotEmitted(page.cautioned):
        page.papers.list.setCurrentRow(0)
        qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    assert said(running) == ""
