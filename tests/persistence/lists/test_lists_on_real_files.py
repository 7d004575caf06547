"""Queues, the day's end, voiding and the register on a real file: they say what the counter in memory says."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from counter_app.domain.basics.office import Post
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.exchange.files import Files
from counter_app.services.filing import cases
from counter_app.services.lists import day_end, queues, registers
from counter_app.services.lists.registers import ExportRequest
from counter_app.services.office import offices
from counter_app.services.papers import issuing, printing, voiding
from counter_app.services.ports import Backend, RegisterFilter
from tests.fakes.memory_backend import NOON, OFFICE, MemoryBackend, intake_of

POST = Post("陈示例", "3号窗口")
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def real(database, clock):
    """The counter of the services' tests, on a real file whose clock is the counter's."""
    clock.at = NOON
    memory = MemoryBackend.make()
    ports = {name: getattr(memory, name) for name in Backend.__dataclass_fields__}
    backend = Backend(**(ports | {"work": database.work, "clock": clock}))
    offices.save_office(backend, OFFICE, post=POST)
    return backend


def _opened(backend, name):
    [path] = SAMPLES.glob(f"{name}*.json")
    intake = intake_of(json.loads(path.read_text("utf-8")), backend.forms.current())
    return cases.open_case(backend, post=POST, intake=replace(intake, received_on=None)).filing.reference


def _day(backend):
    """A day with a bit of everything; returns the references in order."""
    references = [_opened(backend, name) for name in ("01", "02", "03", "04", "09")]
    receipt, _sheet = issuing.issue_receipt(backend, references[0], post=POST)
    notice = issuing.issue_notice(backend, references[1], post=POST)
    voided = issuing.issue_notice(backend, references[2], post=POST)
    issuing.issue_receipt(backend, references[3], post=POST)
    printing.print_paper(backend, receipt.paper_id, post=POST)
    with backend.work() as work:
        work.deliveries.add(Delivery(notice.paper_id, DeliveryWay.SIGNED, NOON, POST.clerk, POST.window))
        work.commit()
    voiding.void_paper(backend, voided.paper_id, "打错单位", post=POST)
    return references


def _told(backend, references):
    """All that the lists say, cases by their order."""
    place = {reference: f"第{number}件" for number, reference in enumerate(references)}
    seen = []
    for queue in Queue:
        page = queues.queue_page(backend, queue)
        lines = [(place[one.case.reference], one.said, one.left, one.case.numbers, one.served) for one in page.lines]
        seen.append(sorted(lines, key=lambda line: line[0]))
    counts = queues.queue_counts(backend)
    facts = day_end.day_facts(backend)
    named = sorted((one.number, place[one.reference], one.void_reason, one.voided_by) for one in facts.numbers)
    open_ones = sorted(one.number for one in (*facts.unserved, *facts.unprinted))
    seen += [counts.queues, counts.today, facts.series, named, open_ones, facts.month, facts.held_cases]
    return [
        [(*line[:4], line[4] and line[4].way) if isinstance(line, tuple) and len(line) == 5 else line for line in one]
        if isinstance(one, list)
        else one
        for one in seen
    ]


def test_lists_on_a_real_file_are_those_in_memory(real, database):
    told = _told(real, _day(real))
    memory = MemoryBackend.make()
    assert told == _told(memory, _day(memory))
    assert database.integrity() == "ok"


def test_the_register_of_a_real_file_is_a_workbook(real, tmp_path):
    references = _day(real)
    path = tmp_path / "a.xlsx"
    backend = replace(real, files=Files())
    assert registers.write_list(backend, path, ExportRequest(RegisterFilter()), post=POST) == len(references)
    head, *rows = openpyxl.load_workbook(path)["台账"].iter_rows(values_only=True)
    lines = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert lines[references[0]]["收件凭证编号"] == "大公（视）收字〔2026〕1号"
    assert lines[references[2]]["一次性告知书编号"] is None  # voided: no notice was given
    assert lines[references[0]]["收件日期"].date().isoformat() == "2026-03-02"
