"""Whatever two windows write in one case: nothing that only one of them wrote is lost, and no row is mixed of two."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, Material
from counter_app.domain.filing.filing import Filing
from counter_app.domain.filing.merging import merge
from counter_app.domain.forms.answers import Answers
from tests.drawn import examples
from tests.fakes.memory_backend import MemoryBackend

FORM = MemoryBackend.make().forms.current()
KEYS = ("unit.name", "agent.name", "agent.phone")
PAPERS = ("agent_id", "authorization_letter")
DAYS = (date(2026, 3, 1), date(2026, 3, 2))
VALUES = st.sampled_from([None, "", "甲", "乙", "丙"])
JUDGED = st.sampled_from([None, ACCEPTED, NOT_PRESENTED])
SIDE = st.tuples(
    st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES)),
    st.fixed_dictionaries(dict.fromkeys(PAPERS, JUDGED)),
    st.sampled_from(DAYS),
)


def case(rows=(), raw=None, papers=None, day=DAYS[0]):
    kept = {key: value for key, value in (raw or {}).items() if value is not None}
    answers = Answers(FORM, kept, {"devices": [Answers.row(FORM, row) for row in rows]})
    judged = {key: paper for key, paper in (papers or {}).items() if paper is not None}
    return Filing("AJ0123456789", answers, datetime(2026, 3, 2, tzinfo=UTC), day, materials=judged)


def parts(side):
    """Every field that is put together, by its key; an empty box and an untouched one are one."""
    raw, papers, day = side
    judged = {key: paper or Material() for key, paper in papers.items()}
    return {key: value or None for key, value in raw.items()} | judged | {"received_on": day}


def parts_of(merged):
    raw = {key: merged.answers.raw.get(key) for key in KEYS}
    return parts((raw, {key: merged.materials.get(key) for key in PAPERS}, merged.received_on))


@given(base=SIDE, here=SIDE, there=SIDE, prefer_there=st.booleans())
def test_each_field_is_held_against_what_both_began_with(base, here, there, prefer_there):
    merged = merge(*(case((), *side) for side in (base, here, there)), prefer_there=prefer_there)
    was, ours, theirs, result = parts(base), parts(here), parts(there), parts_of(merged)
    clashes = {clash.key for clash in merged.clashes}
    for key in was:
        both = ours[key] != was[key] and theirs[key] not in (was[key], ours[key])
        assert (key in clashes) == both, key
        changed_there = theirs[key] not in (was[key], ours[key])
        takes = changed_there and (prefer_there or not both)
        assert result[key] == (theirs[key] if takes else ours[key]), key
        assert (key in merged.taken) == takes, key


# Rows, each known by its serial number: nobody who puts them together may look at that.

CELLS = ("brand", "model", "direction")
LIKE = {"location": "大厅", "brand": "甲", "direction": "向东"}
CHANGES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(CELLS)), max_size=3)
ROWS_OF = st.tuples(CHANGES, st.sampled_from([None, None, 0, 1, 2, 3]), st.integers(0, 2))
"""Cells that are changed, a row that is taken out, rows that are added."""


def written(name, was, changes, out, more):
    """A list as one window leaves it: each row's serial number to its cells, in order.

    Where a row is taken out and others are added, it is not the last one and no model is corrected: only by their
    models can rows that moved be told from rows that were corrected in their places.
    """
    rows = {serial: dict(cells) for serial, cells in was.items()}
    out = None if more and out == len(was) - 1 else out
    for place, cell in changes:
        if (serial := f"row{place}") in rows and not (out is not None and more and cell == "model"):
            rows[serial][cell] = f"{name}{place}{cell}"
    rows.pop(f"row{out}", None)
    fresh = {f"{name}{at}": {**LIKE, "model": f"{name}型{at}"} for at in range(more)}
    return rows | fresh


def keyed(rows):
    return [tuple(sorted(row.items())) for row in rows]


def short(row):
    return {key.removeprefix("devices[]."): value for key, value in row.raw.items() if value}


@settings(max_examples=examples(300))
@given(number=st.integers(0, 5), here=ROWS_OF, there=ROWS_OF)
def test_rows_of_two_windows_are_put_together_row_by_row_or_asked(number, here, there):
    was = {f"row{at}": {**LIKE, "model": f"型{at}"} for at in range(number)}
    ours, theirs = written("这", was, *here), written("那", was, *there)
    sides = [case(side.values()) for side in (was, ours, theirs)]
    merged, other_way = merge(*sides), merge(sides[0], sides[2], sides[1])
    asked = any(clash.key.startswith("devices") for clash in merged.clashes)
    assert asked == any(clash.key.startswith("devices") for clash in other_way.clashes), (
        "both windows are asked, or none"
    )
    if asked:
        return
    expected = []
    for serial in dict.fromkeys((*was, *ours, *theirs)):
        mine, other, before = ours.get(serial), theirs.get(serial), was.get(serial)
        if before is None:
            expected.append(mine or other)
        elif mine is None or other is None:
            assert (mine or other or before) == before, f"{serial} was taken out and changed, and nobody was asked"
        else:
            expected.append({cell: other[cell] if other[cell] != before[cell] else mine[cell] for cell in before})
    assert sorted(keyed(short(row) for row in merged.answers.rows())) == sorted(keyed(expected))


@settings(max_examples=examples(300))
@given(number=st.integers(0, 5), here=ROWS_OF, there=ROWS_OF)
def test_the_side_that_is_kept_keeps_every_row(number, here, there):
    was = {f"row{at}": {**LIKE, "model": f"型{at}"} for at in range(number)}
    ours, theirs = written("这", was, *here), written("那", was, *there)
    sides = [case(side.values()) for side in (was, ours, theirs)]
    for prefer_there, kept in ((False, ours), (True, theirs)):
        merged = merge(*sides, prefer_there=prefer_there)
        rows = [short(row) for row in merged.answers.rows()]
        for serial, cells in kept.items():
            before = was.get(serial, {})
            wrote = {cell: value for cell, value in cells.items() if value != before.get(cell)}
            assert not wrote or any(wrote.items() <= row.items() for row in rows), (serial, rows)
        assert len({*keyed(rows)}) == len(rows), f"a row stands there twice: {rows}"
