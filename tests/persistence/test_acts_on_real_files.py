"""The acts of the counter on a real file: what the counter in memory does, the real one does too."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import FilingState
from counter_app.persistence.base.tables import StateChangeRow
from counter_app.persistence.database import open_database
from counter_app.services.filing import cases
from counter_app.services.office import offices, supervision
from counter_app.services.office.pins import WrongPin
from counter_app.services.office.since_seen import SinceSeen
from counter_app.services.office.supervision import Permission
from counter_app.services.papers import issuing, printing
from counter_app.services.platform import platform_filing
from counter_app.services.ports import Backend, ChangedElsewhere, WindowState
from tests.cases_kept import unfinished_cases
from tests.fakes.memory_backend import OFFICE, MemoryBackend, intake_of

POST = Post("陈示例", "3号窗口")
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("[0-9]*.json"))


@pytest.fixture
def real(database):
    """The counter of the services' tests, on a real file."""
    memory = MemoryBackend.make()
    ports = {name: getattr(memory, name) for name in Backend.__dataclass_fields__}
    backend = Backend(**(ports | {"work": database.work}))
    offices.save_office(backend, OFFICE, post=POST)
    return backend


def _day(backend):
    """A whole day at the counter; returns all that can be seen of it, references as they were given out."""
    seen = []
    for path in SAMPLES:
        content = json.loads(path.read_text("utf-8"))
        intake = intake_of(content, backend.forms.current())
        intake = replace(intake, received_on=date.fromisoformat(content["received_on"]))
        reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
        filing = cases.load_case(backend, reference).filing
        filing.focus = "system.address"
        seen.append(cases.save_draft(backend, filing, post=POST))
        for issue in (issuing.issue_notice, issuing.issue_receipt):
            try:
                issue(backend, reference, post=POST)
            except Refusal as refusal:
                seen.append((type(refusal), refusal.sentence))
        papers = printing.papers_of_case(backend, reference)
        seen += [printing.print_paper(backend, paper.paper_id, post=POST).reprint for paper in papers]
        seen += [_said(paper.content, reference) for paper in papers]
        seen.append([_said(finding, reference) for finding in _acts(backend, reference)])
        seen.append(_line(cases.load_case(backend, reference).filing))
    seen.append([(line.unit_name, line.agent, line.state, line.numbers) for line in _lines(backend)])
    cases.save_window_state(backend, WindowState(("a", "b"), "b"), post=POST)
    return [*seen, cases.load_window_state(backend, post=POST), offices.load_office(backend)]


def _windows(backend, folder, forms, *, apart):
    """24 windows on one file: threads of one program, or each with a connection and a memory of its own."""
    if not apart:
        return [backend] * 24, []
    databases = [open_database(folder, forms) for _ in range(24)]
    return [replace(backend, work=one.work, since_seen=SinceSeen()) for one in databases], databases


@pytest.mark.parametrize("apart", [False, True])
def test_of_24_wrong_pins_that_come_at_once_five_are_heard(real, folder, forms, apart):
    supervision.set_supervisor(real, "赵主任", "135790", post=POST)
    windows, databases = _windows(real, folder, forms, apart=apart)
    begin = Barrier(len(windows))

    def wrong(nth):
        begin.wait(30)
        with pytest.raises(WrongPin) as refused:
            supervision.try_pin(windows[nth], "赵主任", f"{nth:04}", post=POST)
        return refused.value.sentence

    with ThreadPoolExecutor(len(windows)) as pool:
        said = sorted(pool.map(wrong, range(len(windows))))
    for database in databases:
        database.close()
    assert said == ["PIN 连续输错5次以上，还要等60秒"] * 19 + ["PIN 错误"] * 5
    tried = [act for act, *_ in _acts(real, supervision.history_key("赵主任")) if act == "supervisor.tried"]
    assert len(tried) == 5


def _said(content, reference):
    return json.dumps(content, ensure_ascii=False).replace(reference, "AJ")


def _acts(backend, reference):
    with backend.work() as work:
        return [(entry.act, entry.clerk, entry.zone, dict(entry.details)) for entry in work.history.of_case(reference)]


def _line(filing):
    raw = list(filing.answers.raw.items())
    return filing.state, filing.custody, filing.version, filing.focus, filing.materials, raw


def _lines(backend):
    return sorted(unfinished_cases(backend), key=lambda line: (line.unit_name, line.numbers))


def test_a_day_on_a_real_file_is_a_day_in_memory(real, database):
    told = _day(real)
    assert told == _day(MemoryBackend.make())
    assert database.integrity() == "ok"
    assert sum(FilingState.COMPLETE in part for part in told if isinstance(part, tuple)) > 1


# The end of a case ------------------------------------------------------------------------------------------------


@pytest.fixture
def complete(real):
    content = json.loads(SAMPLES[0].read_text("utf-8"))
    intake = replace(intake_of(content, real.forms.current()), received_on=date(2026, 3, 2))
    reference = cases.open_case(real, post=POST, intake=intake).filing.reference
    issuing.issue_receipt(real, reference, post=POST)
    return reference


def test_two_windows_file_one_case_once(real, complete):
    def file(window):
        try:
            return platform_filing.file_case(real, complete, f"53062420260000012{window}", post=Post("王敏", window))
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(4) as windows:
        results = list(windows.map(file, "1234"))
    filed = [result for result in results if isinstance(result, tuple)]
    assert len(filed) == 1
    assert all(isinstance(result, tuple | StateForbids | ChangedElsewhere) for result in results)
    with real.work() as work:
        assert [number.ordinal for number in work.numbers.taken("filing_receipt", year=filed[0][0].number.year)] == [1]


def test_an_undone_filing_leaves_every_step_on_record(real, complete, database):
    boss = Permission("赵主任", "135790", {"": "录成了另一家单位"})
    supervision.set_supervisor(real, boss.supervisor, boss.pin, post=POST)
    platform_filing.file_case(real, complete, "530624202600000123", post=POST)
    platform_filing.undo_filing(real, complete, allowed_by=boss, post=POST)
    platform_filing.file_case(real, complete, "530624202600000124", post=POST)
    papers = printing.papers_of_case(real, complete)
    assert [paper.void_reason for paper in papers] == ["", "", "录成了另一家单位", ""]
    filed = cases.load_case(real, complete).filing
    assert (filed.state, filed.platform_number) == (FilingState.FILED, "530624202600000124")
    with database.engine.connect() as connection:
        steps = connection.execute(select(StateChangeRow.state).order_by(StateChangeRow.position)).scalars().all()
    assert steps == ["draft", "complete", "filed", "complete", "filed"]
