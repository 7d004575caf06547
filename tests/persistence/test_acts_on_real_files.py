"""The acts of the counter on a real file: what the counter in memory does, the real one does too."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.domain.filing import FilingState
from counter_app.domain.office import Post
from counter_app.domain.refusal import Refusal
from counter_app.services import cases, issuing, offices, printing
from counter_app.services.ports import Counter, DeskState
from tests.fakes.memory_counter import OFFICE, MemoryCounter, intake_of

POST = Post("陈示例", "3号窗口")
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("[0-9]*.json"))


@pytest.fixture
def real(database):
    """The counter of the services' tests, on a real file."""
    memory = MemoryCounter.make()
    ports = {name: getattr(memory, name) for name in Counter.__dataclass_fields__}
    counter = Counter(**(ports | {"work": database.work}))
    offices.save_office(counter, OFFICE, post=POST)
    return counter


def _day(counter):
    """A whole day at the counter; returns all that can be seen of it, references as they were given out."""
    seen = []
    for path in SAMPLES:
        content = json.loads(path.read_text("utf-8"))
        intake = intake_of(content, counter.forms.current())
        intake = replace(intake, received_on=date.fromisoformat(content["received_on"]))
        reference = cases.open_case(counter, post=POST, intake=intake).filing.reference
        filing = cases.load_case(counter, reference).filing
        filing.focus = "system.address"
        seen.append(cases.save_draft(counter, filing, post=POST))
        for issue in (issuing.issue_notice, issuing.issue_receipt):
            try:
                issue(counter, reference, post=POST)
            except Refusal as refusal:
                seen.append((type(refusal), refusal.sentence))
        papers = printing.papers_of_case(counter, reference)
        seen += [printing.print_paper(counter, paper.paper_id, post=POST).reprint for paper in papers]
        seen += [_said(paper.content, reference) for paper in papers]
        seen.append([_said(finding, reference) for finding in _acts(counter, reference)])
        seen.append(_line(cases.load_case(counter, reference).filing))
    seen.append([(line.unit_name, line.agent, line.state, line.numbers) for line in _lines(counter)])
    cases.remember_desk(counter, DeskState(("a", "b"), "b"), post=POST)
    return [*seen, cases.recall_desk(counter, post=POST), offices.load_office(counter)]


def _said(content, reference):
    return json.dumps(content, ensure_ascii=False).replace(reference, "AJ")


def _acts(counter, reference):
    with counter.work() as work:
        return [(entry.act, entry.clerk, entry.zone, dict(entry.details)) for entry in work.history.of_case(reference)]


def _line(filing):
    raw = list(filing.answers.raw.items())
    return filing.state, filing.custody, filing.version, filing.focus, filing.materials, raw


def _lines(counter):
    return sorted(cases.unfinished_cases(counter), key=lambda line: (line.unit_name, line.numbers))


def test_a_day_on_a_real_file_is_a_day_in_memory(real, database):
    told = _day(real)
    assert told == _day(MemoryCounter.make())
    assert database.integrity() == "ok"
    assert sum(FilingState.COMPLETE in part for part in told if isinstance(part, tuple)) > 1
