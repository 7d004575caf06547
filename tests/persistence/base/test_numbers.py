"""Numbers: no gaps, no repeats, whatever happens to whoever takes them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from counter_app.domain.basics.numbering import SERIES, Number
from counter_app.persistence.base.tables import NumberRow
from counter_app.services.ports import UnknownCase, VoidedAlready


def _take(database, document="deficiency_notice", year=2026):
    with database.work() as work:
        number = work.numbers.take(document, year=year)
        work.commit()
        return number


def _taken(database, document="deficiency_notice", year=2026):
    with database.work() as work:
        return [number.ordinal for number in work.numbers.taken(document, year=year)]


def test_each_series_and_each_year_counts_from_one(database):
    assert [_take(database), _take(database)] == [Number("备告", 2026, 1), Number("备告", 2026, 2)]
    assert _take(database, year=2027) == Number("备告", 2027, 1)
    assert {_take(database, document).ordinal for document in SERIES if document != "deficiency_notice"} == {1}
    assert (_taken(database), _taken(database, year=2027), _taken(database, year=2028)) == ([1, 2], [1], [])


def test_a_number_that_was_not_committed_was_not_taken(database):
    with database.work() as work:
        assert work.numbers.take("deficiency_notice", year=2026).ordinal == 1
        assert work.numbers.take("deficiency_notice", year=2026).ordinal == 2
    assert _taken(database) == []
    assert _take(database).ordinal == 1


def test_the_register_says_when_and_in_which_zone(database, clock):
    _take(database)
    with database.engine.connect() as connection:
        row = connection.execute(select(*NumberRow.__table__.columns)).one()
    assert (row.taken_at, row.zone, row.voided_at, row.voided_reason) == (clock.at, "Asia/Shanghai", None, None)


def _void(database, number, reason):
    with database.work() as work:
        work.numbers.void(number, reason)
        work.commit()


def test_a_voided_number_keeps_its_place_with_the_reason_and_the_count_goes_on(database, clock):
    first = _take(database)
    clock.pass_(minutes=5)
    _void(database, first, "平台退回，单位名称录错")
    assert (_take(database).ordinal, _taken(database)) == (2, [1, 2])
    with database.engine.connect() as connection:
        row = connection.execute(select(*NumberRow.__table__.columns).where(NumberRow.ordinal == 1)).one()
    assert (row.voided_at, row.voided_reason) == (clock.at, "平台退回，单位名称录错")


def test_a_number_is_voided_once_and_only_if_it_was_taken_and_for_a_reason(database):
    first = _take(database)
    _void(database, first, "打印后涂改")
    with pytest.raises(VoidedAlready):
        _void(database, first, "再来一次")
    with pytest.raises(UnknownCase):
        _void(database, Number("备告", 2026, 2), "没有这个号")
    with pytest.raises(ValueError, match="reason"):
        _void(database, first, "  ")


def test_an_unknown_document_is_our_own_fault(database):
    with database.work() as work, pytest.raises(KeyError):
        work.numbers.take("platform_sheet", year=2026)


def test_four_windows_take_200_numbers_at_once_without_gap_or_repeat(database, make_filing, keep):
    for window in range(4):
        keep(make_filing(f"AJ{window}", window=str(window)))

    def work_through(window):
        numbers = []
        for _ in range(50):
            with database.work() as work:
                filing = work.filings.get(f"AJ{window}")
                work.filings.save(filing)
                numbers.append(work.numbers.take("deficiency_notice", year=2026).ordinal)
                work.commit()
        return numbers

    with ThreadPoolExecutor(4) as windows:
        taken = list(windows.map(work_through, range(4)))
    assert sorted(ordinal for numbers in taken for ordinal in numbers) == list(range(1, 201))
    assert all(numbers == sorted(numbers) for numbers in taken)
    assert _taken(database) == list(range(1, 201))
