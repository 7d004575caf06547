"""Handing over by keyboard and scanner: three cases held, two scanned, one forgotten and named; closed, packed from
the command line, printed, handed over, received with one refusal. Queue, custody and clock are asked after each step.
"""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.batch import BatchState
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_OFFICE, DEMO_WORKSTATION, create_sample_office
from counter_app.services.lists import queues
from counter_app.services.office import offices
from counter_app.services.papers import issuing
from counter_app.services.transfer import batches
from counter_app.settings import WorkstationFile
from tests.fakes.memory_backend import intake_of
from tests.journeys.display import MISSING, Screen, until
from tests.journeys.program import main
from tests.journeys.reading import pdf_text

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")

SAMPLE = json.loads((Path(__file__).parents[1] / "samples" / "01-complete.json").read_text("utf-8"))
POST = DEMO_WORKSTATION.post


@pytest.fixture
def data():
    """A set-up office with three complete cases, received one, two and three days ago; their receipts' barcodes."""
    folder = Path(os.environ["COUNTER_APP_DATA"])
    with keeping_backend(folder) as backend:
        create_sample_office(backend)
        today = offices.office_time(backend, DEMO_OFFICE).day
        for days in (3, 2, 1):
            content = {**SAMPLE, "received_on": (today - timedelta(days=days)).isoformat()}
            intake = intake_of(content, backend.forms.current())
            filing = cases.open_case(backend, post=POST, intake=intake).filing
            issuing.issue_receipt(backend, filing.reference, post=POST)
    WorkstationFile(folder).save(DEMO_WORKSTATION)
    return folder


@pytest.fixture
def screen(data, printer):
    with Screen() as screen:
        screen.environment.update(printer.environment)
        screen.printer = printer
        screen.process = screen.open_window(data)
        yield screen
        screen.picture(printer.folder / "end.png")


def looked(data, look):
    with keeping_backend(data) as backend:
        return look(backend)


def waiting(data):
    """What waits for the hand-over: the case, its last day."""
    lines = looked(data, lambda backend: queues.queue_page(backend, Queue.TRANSFER).lines)
    return [(line.case.reference, line.since, line.due.date) for line in lines]


def batch(data):
    """The batch there is, None before it was begun."""

    def look(backend):
        lines = batches.batch_lines(backend) or batches.batch_lines(backend, settled=True)
        return batches.batch_view(backend, lines[0].batch_id).batch if lines else None

    return looked(data, look)


def custody(data, reference):
    return looked(data, lambda backend: cases.load_case(backend, reference).filing.custody)


def state_is(data, state):
    return lambda: (now := batch(data)) is not None and now.state is state


def test_one_is_forgotten_named_and_left_and_one_comes_back_with_its_clock_running(data, screen, tmp_path):
    held = waiting(data)
    (forgotten, _, _), (second, since, due), (third, _, _) = held
    calendar = looked(data, lambda backend: backend.calendar)
    assert all(last == transfer_due(first, calendar).date for _reference, first, last in held)

    screen.press("ctrl+5", "n")
    until(lambda: batch(data) is not None, "no batch was begun")
    screen.until_idle(screen.process)
    screen.press("F6")
    screen.type_and_go_on("60")
    until(lambda: len(batch(data).items) == 3, "what is due was not proposed")
    for number in ("BS2026-0002", "BS2026-0003"):
        screen.scan(number.replace("2026", str(since.year)))
    until(lambda: len(batch(data).gaps) == 1, "the two scans did not arrive")
    assert [item.reference for item in batch(data).gaps] == [forgotten]

    screen.press("F9", "alt+1")
    until(state_is(data, BatchState.CLOSED), "the batch was not closed without what was forgotten")
    number = batch(data).number.barcode
    assert [reference for reference, _, _ in waiting(data)] == [forgotten, second, third], "paper lies here still"
    assert main(["transfer", "pack", number, "--out", str(tmp_path / "bag"), "--data", str(data)]) == 0
    assert main(["transfer", "verify", str(tmp_path / "bag")]) == 0
    digest = batch(data).package.sha256

    screen.press("F5", "F9")
    until(lambda: sum(job.pdf.is_file() for job in screen.printer.jobs()) >= 2, "list and cover were not printed")
    assert batch(data).issued
    printed = "".join("".join(pdf_text(job.pdf).split()) for job in screen.printer.jobs())
    assert digest in printed
    screen.press("F11", "Return")
    until(state_is(data, BatchState.HANDED_OVER), "the hand-over was not put down")
    assert [reference for reference, _, _ in waiting(data)] == [forgotten]
    assert custody(data, second) is custody(data, third) is Custody.IN_TRANSFER

    screen.until_idle(screen.process)
    screen.press("Up", "Delete")  # the one before the last that was scanned
    screen.type_and_go_on("zhao")
    screen.type_and_go_on("page missing")
    until(lambda: len(batch(data).undecided) == 1, "the refusal was not put down")
    assert custody(data, second) is Custody.AT_WINDOW
    assert (second, since, due) in waiting(data), "its month goes on as if it had never left"
    screen.press("F11")
    until(state_is(data, BatchState.SETTLED), "the rest was not accepted")
    assert custody(data, third) is Custody.ARCHIVED
    assert [reference for reference, _, _ in waiting(data)] == [forgotten, second]
