"""Whatever is changed, the list of changes tells it all and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.filing.changes import RowChangeKind, changes_between
from counter_app.domain.forms.answers import Answers
from counter_app.paths import forms_dir
from tests.drawn import examples

FORM = load_form(Folders(forms_dir()), "change")
ROWS = st.lists(
    st.fixed_dictionaries(
        {"location": st.sampled_from(["东门", "西门", "走廊", "仓库", ""])},
        optional={
            "device_type": st.sampled_from(["dome", "bullet", "ptz"]),
            "code": st.sampled_from(["53062400001310000001", "53062400001310000002"]),
        },
    ),
    max_size=8,
)
DAYS = st.sampled_from(["30", "３０", "60", "", "x"])


def answers(rows, days="30"):
    return Answers(FORM, {"system.retention_days": days}, {"devices": [Answers.row(FORM, row) for row in rows]})


@given(ROWS, DAYS, st.randoms())
def test_the_same_in_another_order_is_no_change(rows, days, shuffled):
    other = list(rows)
    shuffled.shuffle(other)
    assert changes_between(answers(rows, days), answers(other, days)) == ()


@settings(max_examples=examples(200))
@given(ROWS, ROWS, DAYS, DAYS)
def test_added_less_removed_is_the_difference_in_number(before, after, days_before, days_after):
    old, new = answers(before, days_before), answers(after, days_after)
    changes = changes_between(old, new)
    kinds = [row.kind for item in changes for row in item.rows]
    assert kinds.count(RowChangeKind.ADDED) - kinds.count(RowChangeKind.REMOVED) == len(new.rows()) - len(old.rows())
    assert len({item.key for item in changes}) == len(changes)
    told = {item.key for item in changes}
    assert ("system.retention_days" in told) == (
        old.get("system.retention_days") != new.get("system.retention_days")
        or old.display("system.retention_days") != new.display("system.retention_days")
    )


@given(ROWS, ROWS)
def test_the_way_back_has_as_many_changes(before, after):
    there, back = changes_between(answers(before), answers(after)), changes_between(answers(after), answers(before))
    assert len(there) == len(back)
    swapped = {RowChangeKind.ADDED: RowChangeKind.REMOVED, RowChangeKind.REMOVED: RowChangeKind.ADDED}
    kinds = sorted(swapped.get(row.kind, row.kind) for item in there for row in item.rows)
    assert kinds == sorted(row.kind for item in back for row in item.rows)
