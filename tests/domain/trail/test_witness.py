"""How far a database had come: nothing of it goes back, and what one lacks is named."""

from datetime import UTC, datetime, timedelta

from counter_app.domain.basics.numbering import Number
from counter_app.domain.trail.witness import TrailHead, Witness, merged

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NOTICES = ("备告", 2026)
RECEIPTS = ("备收", 2026)


def test_the_higher_of_each_counts():
    one = Witness({NOTICES: 15, RECEIPTS: 2}, TrailHead(40, "aa"), NOON)
    other = Witness({NOTICES: 11, ("备告", 2025): 90}, TrailHead(41, "bb"), NOON - timedelta(hours=1))
    together = Witness({NOTICES: 15, RECEIPTS: 2, ("备告", 2025): 90}, TrailHead(41, "bb"), NOON)
    assert merged([one, other]) == merged([other, one]) == together
    assert merged([]) is None


def test_the_count_of_changes_of_the_schema_is_that_of_the_later_head():
    before, after = Witness({}, TrailHead(40, "aa"), NOON, 90), Witness({}, TrailHead(41, "bb"), NOON, 12)
    assert merged([before, after]).schema == merged([after, before]).schema == 12
    assert (after.knows_a_cut(13), after.knows_a_cut(12), after.knows_a_cut(11)) == (True, False, False)
    assert not Witness({}, TrailHead(41, "bb"), NOON).knows_a_cut(99), "written by an older version"


def test_the_numbers_given_since_are_named():
    witness = Witness({NOTICES: 15, RECEIPTS: 2}, None, NOON)
    assert witness.numbers_above({NOTICES: 13, RECEIPTS: 2}) == (Number("备告", 2026, 14), Number("备告", 2026, 15))
    assert witness.numbers_above({NOTICES: 16, RECEIPTS: 9}) == ()
    assert [number.ordinal for number in witness.numbers_above({NOTICES: 15})] == [1, 2]
