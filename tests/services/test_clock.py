"""The clock of the computer: no act is recorded by a clock that is behind, or further ahead than a working day."""

import dataclasses
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind, Officer
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections, unit_history
from counter_app.services.lists import registers
from counter_app.services.office import offices
from counter_app.services.papers import issuing
from counter_app.services.ports import RegisterFilter
from counter_app.services.transfer import batch_closing, batches, packing, reports
from tests.fakes.memory_backend import NOON
from tests.services.conftest import POST


def at(backend, moment):
    return dataclasses.replace(backend, clock=lambda: moment)


def open_one(backend):
    cases.open_case(backend, post=POST)


def save_the_office(backend):
    offices.save_office(backend, offices.load_office(backend), post=POST)


def give_notice(backend):
    reference = next(iter(backend.store.kept.filings))
    issuing.issue_notice(backend, reference, post=POST)


ACTS = (open_one, save_the_office, give_notice)
ORDERS = [
    *permutations(ACTS),
    (open_one, open_one),
    (give_notice, give_notice),
    (save_the_office,) * 2,
    (open_one,) * 3,
]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("days", [-1, -365, 3, 365])
def test_no_order_of_acts_passes_by_a_wrong_clock(backend, order, days):
    cases.open_case(backend, post=POST)
    before = list(backend.store.kept.history)
    wrong = at(backend, NOON + timedelta(days=days))
    for act in order:
        with pytest.raises(offices.WrongClock):
            act(wrong)
    assert backend.store.kept.history == before
    assert backend.store.kept.numbers == []


def test_the_highest_time_counts_and_not_the_last_entry(backend):
    open_one(backend)
    open_one(at(backend, NOON - timedelta(minutes=9)))
    with pytest.raises(offices.ClockBehind):
        open_one(at(backend, NOON - timedelta(minutes=11)))


def test_a_confirmed_clock_lets_acts_go_on_from_there(backend):
    open_one(backend)
    ahead = at(backend, NOON + timedelta(days=365))
    with pytest.raises(offices.ClockAhead, match="2027-03-02"):
        open_one(ahead)
    offices.confirm_clock(ahead, post=POST)
    open_one(ahead)
    with pytest.raises(offices.ClockBehind):
        open_one(backend)
    offices.confirm_clock(backend, post=POST)
    open_one(backend)


@pytest.mark.parametrize(
    ("last", "now", "refused"),
    [
        ((3, 2, 1), (3, 3, 9), False),  # the next day, however late
        ((3, 2, 1), (3, 4, 1), True),
        ((3, 6, 9), (3, 9, 1), False),  # over a weekend
        ((3, 6, 9), (3, 10, 1), True),
        ((9, 30, 9), (10, 8, 1), False),  # over the National Day
    ],
)
def test_days_on_which_the_office_is_closed_are_no_jump(backend, last, now, refused):
    open_one(at(backend, datetime(2026, *last, tzinfo=UTC)))
    later = at(backend, datetime(2026, *now, tzinfo=UTC))
    if refused:
        with pytest.raises(offices.ClockAhead):
            open_one(later)
    else:
        open_one(later)


def test_a_draft_is_kept_by_any_clock(backend):
    case = cases.open_case(backend, post=POST)
    for days in (-365, 365):
        cases.save_draft(at(backend, NOON + timedelta(days=days)), case.filing, post=POST)


def watch(_done, _total):
    """Watch nothing."""


def pack_a_batch(backend, batch_id, path):
    packing.pack(backend, batch_id, path, watch, post=POST)


def write_the_register(backend, _batch_id, path):
    registers.write_list(backend, path, registers.ExportRequest(RegisterFilter()), post=POST)


def write_the_inspections(backend, _batch_id, path):
    unit_history.write_register(
        backend, path, NOON.date() - timedelta(days=9), NOON.date() + timedelta(days=9), post=POST
    )


def write_the_transfers(backend, _batch_id, path):
    reports.write_report(backend, path, reports.transfer_report(backend), post=POST)


WRITERS = (pack_a_batch, write_the_register, write_the_inspections, write_the_transfers)


@pytest.fixture
def batch_id(backend, sample):
    """A closed batch with one case, and an inspection that is planned."""
    intake = dataclasses.replace(sample("01"), received_on=None)
    reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
    receipt, _sheet = issuing.issue_receipt(backend, reference, post=POST)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    batches.scan(backend, batch_id, receipt.number.barcode, post=POST)
    place = InspectedPlace("示例小学", "翠华镇示例路3号", category="education")
    officers = (Officer("李示例", "053001"), Officer("王示例", "053002"))
    inspections.plan(backend, InspectionKind.GENERAL, [place], officers, "翠华派出所", NOON.date(), post=POST)
    return batch_closing.close_batch(backend, batch_id, post=POST).batch.batch_id


@pytest.mark.parametrize("write", WRITERS)
def test_a_wrong_clock_is_refused_before_a_file_is_written(backend, batch_id, tmp_path, write):
    for days in (-1, 365):
        with pytest.raises(offices.WrongClock):
            write(at(backend, NOON + timedelta(days=days)), batch_id, tmp_path / "file.zip")
        assert list(tmp_path.iterdir()) == []
    write(backend, batch_id, tmp_path / "file.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["file.zip"]
