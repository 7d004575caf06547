"""Whatever the order of answers, reviews, returns and notices: nothing is called missed wrongly, nothing is lost."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, Material, rejected
from counter_app.domain.filing.filing import Filing
from counter_app.domain.filing.one_time import CaseSnapshot, DeficiencyOrigin, compare
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from tests.domain.conftest import COMPLETE
from tests.drawn import examples
from tests.fakes.memory_backend import shipped_calendar, shipped_form

VALUES = {
    "unit.name": ("", "甲商店"),
    "unit.uscc": ("", "91530624MA6K3R7Q38", "91530624MA6K3R7Q3X", "915"),
    "unit.uscc_absence_reason": ("", "筹建中"),
    "agent.id_type": ("resident_id", "hm_permit", "nothing"),
    "agent.id_number": ("", "530624199003071217", "530624199003071218", "H12345678"),
    "system.device_count": ("", "1", "2", "0"),
    "system.retention_days": ("", "30"),
}
DEPENDS = {
    "unit.uscc": ("unit.uscc_absence_reason",),
    "system.device_count": ("devices",),
}
"""By hand, after the contract: what an item looks at beside its own key."""
DEFECTS = {
    "agent_id": ("expired", "illegible"),
    "authorization_letter": ("not_sealed", "agent_mismatch"),
    "device_list": ("incomplete", "illegible"),
    "information_sheet": ("illegible",),
}
STANDS_FOR = {"device_list": ("devices",), "information_sheet": ("unit", "system")}

answer = st.sampled_from(sorted(VALUES)).flatmap(
    lambda key: st.tuples(st.just("answer"), st.just(key), st.sampled_from(VALUES[key]))
)
review = st.sampled_from(sorted(DEFECTS)).flatmap(
    lambda key: st.tuples(
        st.just("review"),
        st.just(key),
        st.one_of(
            st.sampled_from((ACCEPTED, NOT_PRESENTED)),
            st.sets(st.sampled_from(DEFECTS[key]), min_size=1).map(lambda codes: rejected(*sorted(codes))),
        ),
    )
)
bring = st.tuples(st.just("bring"), st.sampled_from(sorted(DEFECTS)), st.none())
withdraw = st.tuples(st.just("withdraw"), st.sampled_from(("device_list", "information_sheet")), st.none())
insert = st.tuples(
    st.just("insert"), st.integers(0, 3), st.sampled_from((("", "dome"), ("大门", ""), ("大门", "dome")))
)
delete = st.tuples(st.just("delete"), st.integers(0, 3), st.none())
edit = st.tuples(st.just("edit"), st.integers(0, 3), st.sampled_from(("", "后门")))
share = st.tuples(st.just("share"), st.sampled_from(("unit.name", "agent_id")), st.booleans())
changes = st.one_of(answer, review, bring, withdraw, insert, delete, edit, share)
visits = st.lists(st.lists(changes, min_size=1, max_size=10), min_size=2, max_size=5)


class Window:
    """A case, what the office obtains by sharing, and the last notice. Each row has a number of its own in `model`."""

    def __init__(self, form, calendar):
        self.form = form
        self.facts = Facts(date(2026, 3, 2), calendar)
        self.rows = 0
        self.told = None
        raw = {key: value for key, value in COMPLETE.items() if not key.startswith("devices")}
        materials = {"agent_id": ACCEPTED, "authorization_letter": ACCEPTED}
        received = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
        self.filing = Filing("AJ", Answers(form, raw), received, date(2026, 3, 2), materials=materials)
        for place in (("大门", "dome"), ("停车场", "dome")):
            self.insert(9, place)

    def do(self, name, *arguments):
        getattr(self, name)(*arguments)

    def answer(self, key, raw):
        self.filing.answer(key, raw)

    def review(self, key, material):
        known = self.filing.materials.get(key, Material())
        self.filing.review(key, replace(material, brought=known.brought, held_since=known.held_since))

    def bring(self, key, _none):
        if (known := self.filing.materials.get(key)) is not None:
            self.filing.review(key, replace(known, brought=known.brought + 1))

    def withdraw(self, key, _none):
        self.filing.withdraw_review(key)

    def insert(self, place, cells):
        rows = list(self.filing.answers.all_rows().get("devices", ()))
        self.rows += 1
        row = {"location": cells[0], "device_type": cells[1], "model": f"#{self.rows}"}
        rows.insert(place, Answers.row(self.form, row))
        self.filing.key_rows(rows)

    def delete(self, place, _none):
        rows = list(self.filing.answers.all_rows().get("devices", ()))
        del rows[place : place + 1]
        self.filing.key_rows(rows)

    def edit(self, place, location):
        rows = list(self.filing.answers.all_rows().get("devices", ()))
        rows[place : place + 1] = [row.with_answer("devices[].location", location) for row in rows[place : place + 1]]
        self.filing.key_rows(rows)

    def share(self, key, shared):
        keys = self.facts.shared_keys
        self.facts = replace(self.facts, shared_keys=keys | {key} if shared else keys - {key})

    def standing(self):
        filing = self.filing
        found = filing.findings(self.facts).deficiencies
        return CaseSnapshot(filing.answers, dict(filing.materials), filing.received_on, found)

    def notice(self):
        now = self.standing()
        if self.told is not None:
            look(self.told, now, compare(self.told, now))
        self.told = now


def look(told, now, found):
    """Hold a further notice against what the contract says, reading both moments by hand."""
    assert [item for item, _origin in found.origins] == list(now.deficiencies), "every item stands on it, in order"
    told_codes = {item.code for item in told.deficiencies}
    now_codes = {item.code for item in now.deficiencies}
    for item, origin in found.origins:
        if item.key.startswith("devices["):
            look_at_row(told, now, item, origin)
        elif item.code in told_codes:
            assert origin is DeficiencyOrigin.CARRIED_OVER, item.code
        else:
            wanted = DeficiencyOrigin.MISSED if unchanged(told, now, item) else DeficiencyOrigin.NEW_FACT
            assert origin is wanted, item.code
    open_keys = {item.key for item in now.deficiencies if item.key not in DEFECTS}
    for item in told.deficiencies:
        if not item.key.startswith("devices["):
            still_open = item.code in now_codes or item.key in open_keys
            assert (item not in found.mended) == still_open, "nothing is lost, and what is open is not called mended"


def look_at_row(told, now, item, origin):
    """A row is what stands in it: the same content has the same past, and what changed cannot have been missed."""
    content, problem = cells(now, item.key), item.key.partition("]")[2] + item.code.rpartition(".")[2]
    past = [cells(told, f"devices[{n}].") for n, _row in told.answers.numbered_rows("devices")]
    told_items = Counter(
        (cells(told, one.key), one.key.partition("]")[2] + one.code.rpartition(".")[2])
        for one in told.deficiencies
        if one.key.startswith("devices[")
    )
    stayed = content in past and past.count(content) >= count_of(now, content)
    if stayed and told_items[content, problem]:
        assert origin is DeficiencyOrigin.CARRIED_OVER, item.code
    elif stayed:
        assert origin is (
            DeficiencyOrigin.MISSED if same_sheet(told, now, "device_list") else DeficiencyOrigin.NEW_FACT
        ), item.code
    if origin is DeficiencyOrigin.MISSED:
        assert same_sheet(told, now, "device_list")
        assert any(len(set(content) & set(other)) for other in past), "a row nobody had seen cannot have been missed"
    if origin is DeficiencyOrigin.CARRIED_OVER:
        assert any(known == problem for _content, known in told_items), item.code


def cells(standing, key):
    row = standing.answers.all_rows()["devices"][int(key[8 : key.index("]")]) - 1]
    return tuple(sorted((name, str(value)) for name, value in row.raw.items()))


def count_of(standing, content):
    return [cells(standing, f"devices[{n}].") for n, _row in standing.answers.numbered_rows("devices")].count(content)


def unchanged(told, now, item):
    """Whether the facts of an item outside rows, as the contract names them, are those of the last notice."""
    if item.key in DEFECTS:
        return same_sheet(told, now, item.key) and needed(told, item.key) == needed(now, item.key)
    if item.key == "devices":
        return count(told) == count(now) and same_sheet(told, now, "device_list")
    keys = (item.key, *DEPENDS.get(item.key, ()))
    if any(key != "devices" and told.answers.raw.get(key) != now.answers.raw.get(key) for key in keys):
        return False
    if "devices" in keys and count(told) != count(now):
        return False
    covered = item.key.partition(".")[0] in STANDS_FOR["information_sheet"]
    return not (covered and item.code.endswith(".missing")) or same_sheet(told, now, "information_sheet")


def same_sheet(told, now, key):
    before, after = told.materials.get(key), now.materials.get(key)
    was = before is not None and before.state.value in ("accepted", "rejected")
    there = after is not None and after.state.value != "not_presented"
    if was and there:
        return before.brought == after.brought
    return was == there


def needed(standing, key):
    """Whether something that an alternative paper stands for was not keyed (第六条)."""
    if key == "device_list":
        rows = standing.answers.rows("devices")
        cells = ("devices[].location", "devices[].device_type")
        return not rows or any(row.is_blank(cell) for row in rows for cell in cells)
    if key == "information_sheet":
        answers = standing.answers
        fields = [f for s in answers.form.sections if s.key in STANDS_FOR[key] for f in s.fields]
        return any(f.demand is not None and f.demand.applies(answers) and answers.is_blank(f.key) for f in fields)
    return None


def count(standing):
    return len(standing.answers.rows("devices"))


@settings(max_examples=examples(300), deadline=None)
@given(visits)
def test_an_item_is_missed_only_with_unchanged_facts_and_no_deficiency_is_lost(visits):
    window_state = Window(shipped_form(), shipped_calendar())
    for visit in visits:
        for step in visit:
            window_state.do(*step)
        window_state.notice()
