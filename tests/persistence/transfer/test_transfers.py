"""Batches for the department in a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.basics.numbering import Number
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.batch import (
    ArchivalCheck,
    ArchiveNumber,
    BatchState,
    Decision,
    Retention,
    TransferBatch,
    TransferItem,
    TransferPackage,
)
from counter_app.services.ports import ChangedElsewhere, InAnotherBatch, UnknownBatch
from tests.persistence.scans.test_scans import SCAN

AT = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
NUMBER = Number("备移", 2026, 1)


@pytest.fixture
def held(database, make_filing, keep):
    """Keep cases whose paper lies at the window, each since another day."""

    def keep_held(*references):
        for day, reference in enumerate(references, start=1):
            filing = make_filing(reference, materials={"authorization_letter": ACCEPTED})
            filing.take_materials(date(2026, 3, day))
            keep(filing)

    return keep_held


def _batch(batch_id, *references):
    batch = TransferBatch(batch_id, AT, "王敏", "3号窗口")
    for reference in references:
        batch.add(TransferItem(reference, 0, 5, date(2026, 3, 2), date(2026, 4, 2), 0, AT))
    return batch


def test_a_batch_comes_back_as_it_was_kept(database, held):
    held("A", "B")
    batch = _batch("b1", "A", "B")
    with database.work() as work:
        work.transfers.add(batch)
        work.commit()
    batch.close(NUMBER, AT)
    batch.note_package(TransferPackage("a" * 64, "b" * 64, 7, 1_000, AT))
    batch.note_issued()
    batch.hand_over(AT, "王敏")
    archive = ArchiveNumber("0624", 2026, Retention.THIRTY_YEARS, 12)
    batch.decide("A", Decision(accepted=True, at=AT, by="赵科", archive=archive))
    batch.decide(
        "B", Decision(accepted=False, at=AT, by="赵科", passed=frozenset({ArchivalCheck.SAFETY}), reason="缺页")
    )
    with database.work() as work:
        work.transfers.save(batch)
        work.commit()
    with database.work() as work:
        assert work.transfers.get("b1") == batch
        assert work.transfers.numbered(NUMBER) == "b1"
        assert work.transfers.archive_numbers("0624", 2026, "D30") == [12]
        [line] = work.transfers.lines([BatchState.SETTLED], limit=9)
        went = work.transfers.handed_over_between(AT, datetime(2026, 3, 21, tzinfo=UTC))
    assert (line.cases, line.pages, line.accepted, line.refused, line.package) == (2, 10, 1, 1, batch.package)
    assert [(one.reference, one.accepted, one.archive) for one in went] == [("A", True, archive), ("B", False, None)]


def test_a_case_is_live_in_one_batch_only(database, held):
    held("A", "B")
    with database.work() as work:
        work.transfers.add(_batch("b1", "A"))
        work.transfers.add(_batch("b2", "B"))
        work.commit()
    with database.work() as work:
        second = work.transfers.get("b2")
        second.add(TransferItem("A", 0, 1, date(2026, 3, 2), date(2026, 4, 2), 0))
        with pytest.raises(InAnotherBatch) as refused:
            work.transfers.save(second)
    assert refused.value.batch_id == "b1"
    with database.work() as work:
        first = work.transfers.get("b1")
        first.dissolve()
        work.transfers.save(first)
        found = work.transfers.cases(["A", "B"])
        assert (found["A"].batch_id, found["B"].batch_id) == ("", "b2")
        second = work.transfers.get("b2")
        second.add(TransferItem("A", 0, 1, date(2026, 3, 2), date(2026, 4, 2), 0))
        work.transfers.save(second)
        work.commit()


def test_held_cases_come_longest_held_first_without_those_in_a_batch(database, held):
    held("A", "B", "C")
    with database.work() as work:
        work.transfers.add(_batch("b1", "B"))
        work.commit()
    with database.work() as work:
        everything = work.transfers.held(since_by=None, limit=9)
        assert [(one.reference, one.held_since) for one in everything] == [
            ("A", date(2026, 3, 1)),
            ("C", date(2026, 3, 3)),
        ]
        assert [one.reference for one in work.transfers.held(since_by=date(2026, 3, 2), limit=9)] == ["A"]
        assert work.transfers.cases(["B", "?"])["B"].batch_id == "b1"


def test_a_case_tells_its_scans_and_when_one_was_last_attached_or_removed(database, held):
    held("A", "B")
    first, then, last = (datetime(2026, 3, day, 2, 0, tzinfo=UTC) for day in (3, 4, 5))
    with database.work() as work:
        for name, at in (("s1", first), ("s2", then)):
            work.scans.add(replace(SCAN, scan_id=name, reference="A", attached_at=at))
        work.commit()
    with database.work() as work:
        cases = work.transfers.cases(["A", "B"])
        assert (cases["A"].scans, cases["A"].scans_moved_at) == (2, then)
        assert (cases["B"].scans, cases["B"].scans_moved_at) == (0, None)
        work.scans.remove("s1", last)
        case = work.transfers.cases(["A"])["A"]
        assert (case.scans, case.scans_moved_at) == (1, last)


def test_a_reopened_batch_is_still_found_by_the_number_it_had(database, held):
    held("A")
    batch = _batch("b1", "A")
    batch.close(NUMBER, AT)
    with database.work() as work:
        work.transfers.add(batch)
        batch.clerk = "李"
        work.transfers.save(batch)
        batch.reopen()
        work.transfers.save(batch)
        work.commit()
    with database.work() as work:
        assert work.transfers.get("b1").number is None
        assert work.transfers.numbered(NUMBER) == "b1"


def test_the_second_window_to_save_a_batch_is_told(database, held):
    held("A")
    with database.work() as work:
        work.transfers.add(_batch("b1", "A"))
        work.commit()
    with database.work() as work, pytest.raises(UnknownBatch):
        work.transfers.get("b9")
    with database.work() as work:
        ours, theirs = work.transfers.get("b1"), work.transfers.get("b1")
        work.transfers.save(theirs)
        with pytest.raises(ChangedElsewhere):
            work.transfers.save(ours)


def test_what_left_the_window_is_kept_with_its_day(database, held, read):
    held("A")
    with database.work() as work:
        filing = work.filings.get("A")
        filing.hand_over(date(2026, 3, 20))
        work.filings.save(filing)
        work.commit()
    kept = read("A")
    assert (kept.custody, kept.held_since) == (Custody.IN_TRANSFER, None)
    assert kept.materials["authorization_letter"].left_on == date(2026, 3, 20)
    kept.return_to_window()
    assert (kept.custody, kept.held_since) == (Custody.AT_WINDOW, date(2026, 3, 1))


def test_a_number_stands_in_the_book_of_the_day_before_its_list_is_issued(database, held, clock):
    held("A")
    batch = _batch("PC0000000001", "A")
    with database.work() as work:
        work.transfers.add(batch)
        batch.close(work.numbers.take("transfer_list", year=2026), AT)
        work.transfers.save(batch)
        work.commit()
    with database.work() as work:
        [number] = work.day.numbers_between(clock() - timedelta(days=1), clock() + timedelta(days=1))
        [series] = work.day.series_of(2026)
    assert (number.document, number.reference, number.paper_id) == ("transfer_list", "PC0000000001", "")
    assert (series.series, series.missing) == ("备移", ())
