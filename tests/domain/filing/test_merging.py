"""One case written at two windows at once: each field is held against what both began with."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, rejected
from counter_app.domain.basics.office import Post
from counter_app.domain.filing.filing import Filing
from counter_app.domain.filing.merging import merge
from counter_app.domain.forms.answers import Answers
from tests.fakes.memory_backend import MemoryBackend

BEGAN = {"unit.name": "青禾", "agent.phone": "13800000000", "unit.kind": "enterprise"}
ROWS = ({"location": "东门", "brand": "甲"}, {"location": "西门", "brand": "乙"})


@pytest.fixture(scope="module")
def form():
    return MemoryBackend.make().forms.current()


@pytest.fixture
def base(form):
    rows = {"devices": [Answers.row(form, row) for row in ROWS]}
    day = date(2026, 3, 2)
    return Filing("AJ0123456789", Answers(form, BEGAN, rows), datetime(2026, 3, 2, tzinfo=UTC), day)


def wrote(base, **answers):
    filing = replace(base)
    for key, raw in answers.items():
        filing.answer(key.replace("__", "."), raw)
    return filing


def listed(base, *rows):
    filing = replace(base)
    filing.key_rows([Answers.row(base.form, row) for row in rows])
    return filing


def locations(merged):
    return [(row.raw["devices[].location"], row.raw["devices[].brand"]) for row in merged.answers.rows()]


def test_different_fields_of_two_windows_both_stay(base):
    merged = merge(base, wrote(base, unit__name="青禾商贸"), wrote(base, agent__phone="13911112222"))
    assert merged.answers.raw["unit.name"] == "青禾商贸"
    assert merged.answers.raw["agent.phone"] == "13911112222"
    assert (merged.taken, merged.clashes) == (("agent.phone",), ())


def test_the_same_field_shows_what_both_windows_wrote_and_keeps_what_stands_here(base):
    here, there = wrote(base, unit__name="青禾商贸"), wrote(base, unit__name="青禾超市", agent__phone="13911112222")
    merged = merge(base, here, there)
    (clash,) = merged.clashes
    assert (clash.key, clash.here, clash.there) == ("unit.name", "青禾商贸", "青禾超市")
    assert clash.there_masked == "青***"
    assert merged.answers.raw["unit.name"] == "青禾商贸"
    assert merged.answers.raw["agent.phone"] == "13911112222", "what only the other wrote comes over all the same"
    theirs = merge(base, here, there, prefer_there=True)
    assert theirs.answers.raw["unit.name"] == "青禾超市"


def test_the_same_words_in_both_windows_are_no_clash(base):
    merged = merge(base, wrote(base, unit__name="青禾超市"), wrote(base, unit__name="青禾超市"))
    assert (merged.taken, merged.clashes) == ((), ())


def test_a_field_emptied_there_is_emptied_here_where_nobody_wrote(base):
    merged = merge(base, wrote(base, unit__name="青禾商贸"), wrote(base, agent__phone=""))
    assert merged.answers.is_blank("agent.phone")
    assert merged.clashes == ()


def test_a_field_written_here_and_emptied_there_is_shown(base):
    (clash,) = merge(base, wrote(base, agent__phone="13911112222"), wrote(base, agent__phone="")).clashes
    assert (clash.here, clash.there) == ("13911112222", "（未填）")


def test_a_choice_is_shown_by_its_name_and_needs_no_mask(base):
    (clash,) = merge(base, wrote(base, unit__kind="individual"), wrote(base, unit__kind="government")).clashes
    assert clash.there == clash.there_masked != "government"


def test_two_cells_of_one_row_both_stay(base):
    here = listed(base, {**ROWS[0], "brand": "丙"}, ROWS[1])
    there = listed(base, {**ROWS[0], "model": "X1"}, ROWS[1])
    merged = merge(base, here, there)
    assert merged.answers.rows()[0].raw["devices[].brand"] == "丙"
    assert merged.answers.rows()[0].raw["devices[].model"] == "X1"
    assert merged.clashes == ()


def test_two_rows_of_one_list_both_stay(base):
    here, there = listed(base, {**ROWS[0], "brand": "丙"}, ROWS[1]), listed(base, ROWS[0], {**ROWS[1], "brand": "丁"})
    assert locations(merge(base, here, there)) == [("东门", "丙"), ("西门", "丁")]


def test_the_same_cell_of_one_row_is_shown_with_both_values(base):
    here, there = listed(base, {**ROWS[0], "brand": "丙"}, ROWS[1]), listed(base, {**ROWS[0], "brand": "丁"}, ROWS[1])
    (clash,) = merge(base, here, there).clashes
    assert clash.key == "devices[1]"
    assert ("丙" in clash.here, "丁" in clash.there, "第1行" in clash.label) == (True, True, True)


def test_rows_added_at_both_windows_all_stay(base):
    north, south = {"location": "北门", "brand": "丙"}, {"location": "南门", "brand": "丁"}
    merged = merge(base, listed(base, *ROWS, north), listed(base, *ROWS, south))
    assert locations(merged) == [("东门", "甲"), ("西门", "乙"), ("南门", "丁"), ("北门", "丙")]
    edited = listed(base, {**ROWS[0], "brand": "丁"}, ROWS[1])
    assert locations(merge(base, listed(base, *ROWS, north), edited))[::2] == [("东门", "丁"), ("北门", "丙")]
    assert locations(merge(base, edited, listed(base, *ROWS, north)))[::2] == [("东门", "丁"), ("北门", "丙")]


def test_a_row_that_became_another_is_never_mixed_with_the_old_one(base):
    here = listed(base, {"location": "北门", "brand": "甲"}, ROWS[1])
    there = listed(base, {**ROWS[0], "model": "X1"}, ROWS[1])
    (clash,) = merge(base, here, there).clashes
    assert "北门" in clash.here


def test_a_row_taken_out_and_one_added_here_is_never_mixed_with_what_was_changed_there(base):
    like = {"location": "大厅", "brand": "甲"}
    began = listed(base, *({**like, "model": model} for model in ("A", "B", "C")))
    here = listed(base, *({**like, "model": model} for model in ("B", "C", "N")))
    there = listed(base, {**like, "model": "A"}, {**like, "model": "B"}, {**like, "model": "C", "brand": "乙"})
    merged = merge(began, here, there)
    (clash,) = merged.clashes
    assert (clash.key, clash.here, clash.there) == ("devices", "3行，各行位置有变", "3行")
    assert locations(merged) == [("大厅", "甲")] * 3, "N, which is new, had the brand of C"
    kept_theirs = merge(began, here, there, prefer_there=True).answers.rows()
    assert [row.raw for row in kept_theirs] == [row.raw for row in there.answers.rows()]


def test_a_long_list_whose_rows_moved_is_not_mixed_either(base):
    rows = [{"location": "大厅", "brand": "甲", "model": f"{at}"} for at in range(300)]
    began = listed(base, *rows)
    here = listed(base, *rows[1:], {**rows[0], "model": "N"})
    there = listed(base, *({**row, "direction": "东"} for row in rows))
    (clash,) = merge(began, here, there).clashes
    assert clash.here == "300行，各行位置有变"
    columns = listed(base, *({**row, "brand": "乙"} for row in rows))
    merged = merge(began, columns, there)
    assert merged.clashes == ()
    assert {(row.raw["devices[].brand"], row.raw["devices[].direction"]) for row in merged.answers.rows()} == {
        ("乙", "东")
    }


def test_a_row_that_comes_to_say_what_another_says_stays_in_its_place(base):
    like = {"location": "大厅", "brand": "甲"}
    began = listed(base, {**like, "model": "A"}, {**like, "model": "B"})
    here = listed(base, {**like, "model": "B"}, {**like, "model": "B"})
    there = listed(base, {**like, "model": "A", "brand": "乙"}, {**like, "model": "B"})
    merged = merge(began, here, there)
    assert merged.clashes == ()
    assert [row.raw["devices[].model"] for row in merged.answers.rows()] == ["B", "B"]
    assert locations(merged) == [("大厅", "乙"), ("大厅", "甲")]


def test_a_row_removed_here_and_changed_there_is_asked(base):
    here, there = listed(base, ROWS[1]), listed(base, ROWS[0], {**ROWS[1], "brand": "丁"})
    (clash,) = merge(base, here, there).clashes
    assert (clash.key, clash.here, clash.there) == ("devices", "1行", "2行")


def test_papers_judged_at_both_windows_are_put_together(base):
    here, there = replace(base), replace(base)
    here.review("agent_id", ACCEPTED)
    there.review("authorization_letter", NOT_PRESENTED)
    merged = merge(base, here, there)
    assert merged.materials == {"agent_id": ACCEPTED, "authorization_letter": NOT_PRESENTED}
    assert merged.clashes == ()


def test_a_paper_judged_otherwise_at_both_windows_is_shown(base):
    here, there = replace(base), replace(base)
    defect = base.form.material_kinds["authorization_letter"].defects[0]
    here.review("authorization_letter", ACCEPTED)
    there.review("authorization_letter", rejected(defect.code))
    (clash,) = merge(base, here, there).clashes
    assert (clash.here, clash.there) == ("合格", f"不合格（{defect.label}）")


def test_the_day_of_receipt_is_put_together_too(base):
    there = replace(base, received_on=date(2026, 3, 1))
    assert merge(base, wrote(base, unit__name="丙"), there).received_on == date(2026, 3, 1)
    (clash,) = merge(base, replace(base, received_on=date(2026, 2, 28)), there).clashes
    assert (clash.label, clash.there) == ("收件日期", "2026年3月1日")


# What was confirmed -------------------------------------------------------------------------------------------------


def test_what_either_window_saw_on_a_document_holds_for_the_value_that_stands(base):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    here, there = wrote(base, unit__uscc="91530624MA6K3R7Q30"), wrote(base, agent__id_number="530624199003071210")
    here.confirm("unit.uscc", Post("陈示例", "3号窗口"), at)
    there.confirm("agent.id_number", Post("王示例", "4号窗口"), at)
    merged = merge(base, here, there)
    assert merged.confirmed == {**here.confirmed, **there.confirmed}
    assert "agent.id_number" in merged.taken


def test_a_confirmation_falls_with_the_value_that_gives_way(base):
    here, there = wrote(base, unit__uscc="91530624MA6K3R7Q30"), wrote(base, unit__uscc="91530624MA6K3R7Q31")
    here.confirm("unit.uscc", Post("陈示例", "3号窗口"), datetime(2026, 3, 2, tzinfo=UTC))
    assert merge(base, here, there, prefer_there=True).confirmed == {}
    assert merge(base, here, there).confirmed == here.confirmed
