"""Whatever re-inspections follow an order, each moves it as the law says (第十五条), or is refused and moves nothing.

Beside the order runs a small oracle: a state and a last day, moved by rules written out here a second time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.correction import (
    Conclusion,
    CorrectionOrder,
    CorrectionResult,
    OrderedItem,
    OrderState,
    ReinspectedItem,
    Reinspection,
    conclude,
    mended_of,
    penalty_case_due,
    to_be_examined,
)
from counter_app.domain.inspection.inspections import Consequence, InspectedPlace, OrderForm
from tests.drawn import examples

ORDERED_ON = date(2026, 9, 21)
KINDS = tuple(Consequence)
ENDS = {
    Conclusion.CLOSED: OrderState.CLOSED,
    Conclusion.OVERDUE: OrderState.REFUSED,
    Conclusion.PASSED_ON: OrderState.PASSED_ON,
}


@dataclass
class Oracle:
    """An order as somebody keeps it on paper: where it stands and its last day, None for at once."""

    state: OrderState
    last_day: date | None

    def accepts(self, look, day):
        """Whether this look fits, by the rules of the contract."""
        if self.state is not OrderState.ISSUED or day < ORDERED_ON or len(look.mended) < len(KINDS):
            return False
        whole = all(one is CorrectionResult.YES for one in look.mended)
        new = look.prolonged_to(day)
        later = new is not None and new > day and (self.last_day is None or new > self.last_day)
        over = self.last_day is None or day > self.last_day
        fits = {
            Conclusion.CLOSED: whole,
            Conclusion.PROLONGED: not whole and later,
            Conclusion.OVERDUE: not whole and over,
            Conclusion.REFUSED: False,
            Conclusion.PASSED_ON: True,
        }
        return fits[look.conclusion]

    def take(self, look, day):
        """Put an accepted look down."""
        if look.conclusion is Conclusion.PROLONGED:
            self.last_day = look.prolonged_to(day)
        else:
            self.state = ENDS[look.conclusion]


@dataclass(frozen=True)
class RenderRequest:
    """One re-inspection, `days` after the last; its new limit is `longer` days after it."""

    days: int
    conclusion: Conclusion
    mended: tuple[CorrectionResult, ...]
    longer: int | None

    def prolonged_to(self, day):
        return None if self.longer is None else day + timedelta(days=self.longer)


# Prolonging is drawn most often, or chains would be short; a look that leaves an item out comes now and then.
LOOKS = st.builds(
    RenderRequest,
    st.integers(0, 20),
    st.sampled_from([*[Conclusion.PROLONGED] * 4, *Conclusion]),
    st.one_of(
        st.just((CorrectionResult.YES,) * len(KINDS)),
        st.lists(st.sampled_from(CorrectionResult), min_size=len(KINDS) - 1, max_size=len(KINDS)).map(tuple),
    ),
    st.one_of(st.none(), st.integers(-1, 40), st.integers(10, 40)),
)
LIMITS = st.one_of(st.none(), st.integers(1, 30).map(lambda days: ORDERED_ON + timedelta(days=days)))


def issued(last_day):
    items = tuple(OrderedItem(kind.value, "b", kind.value, "…", "…", "…", "…", kind, "…") for kind in KINDS)
    form = OrderForm.AT_ONCE if last_day is None else OrderForm.BY_DATE
    order = CorrectionOrder("o1", "JC1", InspectedPlace("示例小学", "示例路3号"), form, items, deadline=last_day)
    order.issue(Number("视改", 2026, 1), ORDERED_ON)
    return order


def written(look, day):
    items = tuple(ReinspectedItem(kind.value, "b", one) for kind, one in zip(KINDS, look.mended, strict=False))
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return Reinspection("r", "o1", at, (), items, look.conclusion, prolonged_to=look.prolonged_to(day), refusal="录像")


def accepted(order, look, day):
    try:
        conclude(order, written(look, day), day)
    except Refusal:
        return False
    return True


@settings(max_examples=examples(120))
@given(LIMITS, st.integers(-2, 3), st.lists(LOOKS, min_size=1, max_size=8))
def test_every_chain_of_looks_goes_as_the_order_on_paper_says(last_day, first, looks):
    order, oracle, day = issued(last_day), Oracle(OrderState.ISSUED, last_day), ORDERED_ON + timedelta(days=first)
    for look in looks:
        day += timedelta(days=look.days)
        fits = oracle.accepts(look, day)
        assert accepted(order, look, day) == fits
        if fits:
            oracle.take(look, day)
        assert (order.state, order.deadline) == (oracle.state, oracle.last_day)
        assert (order.form is OrderForm.BY_DATE) == (oracle.last_day is not None)


@given(LIMITS, st.integers(-2, 1) | st.integers(0, 35), st.booleans(), st.integers(-1, 1))
def test_a_limit_is_prolonged_only_beyond_the_old_one_and_the_day_itself(last_day, since, beyond_old, away):
    """The days next to each edge, which chains seldom meet."""
    order, day = issued(last_day), ORDERED_ON + timedelta(days=since)
    edge = last_day if beyond_old and last_day is not None else day
    new = edge + timedelta(days=away)
    look = RenderRequest(0, Conclusion.PROLONGED, (CorrectionResult.NO,) * len(KINDS), (new - day).days)
    fits = since >= 0 and new > day and (last_day is None or new > last_day)
    assert accepted(order, look, day) == fits
    assert order.deadline == (new if fits else last_day)


@given(LIMITS, st.lists(st.integers(1, 20), max_size=6), st.data())
def test_however_often_prolonged_nobody_refuses_before_the_newest_last_day_is_over(last_day, longer, data):
    order, day = issued(last_day), ORDERED_ON
    for days in longer:
        new = max(day, order.deadline or day) + timedelta(days=days)
        still = RenderRequest(0, Conclusion.PROLONGED, (CorrectionResult.NO,) * len(KINDS), (new - day).days)
        assert accepted(order, still, day)
        day = data.draw(st.dates(day, new))
    refusal = RenderRequest(0, Conclusion.OVERDUE, (CorrectionResult.NO,) * len(KINDS), None)
    if order.deadline is not None:
        assert not accepted(order, refusal, data.draw(st.dates(day, max(day, order.deadline))))
        assert order.state is OrderState.ISSUED
        day = order.deadline + timedelta(days=1)
    assert accepted(order, refusal, day)


@given(
    st.lists(st.sampled_from(CorrectionResult), min_size=len(KINDS), max_size=len(KINDS)), st.sampled_from(Conclusion)
)
def test_a_case_follows_only_where_the_law_has_one_and_no_item_is_told_of_twice(mended, conclusion):
    order = issued(None)
    look = RenderRequest(0, conclusion, tuple(mended), 10)
    refused = conclusion is Conclusion.OVERDUE
    done = mended_of(written(look, ORDERED_ON))
    penalty = {one.consequence for one in penalty_case_due(order.items, refused=refused, mended=done)}
    examined = {one.consequence for one in to_be_examined(order.items, refused=refused, mended=done)}
    still = {kind for kind, one in zip(KINDS, mended, strict=True) if one is not CorrectionResult.YES}
    later = {Consequence.PENALTY_AFTER_REFUSAL} & still if refused else set()
    assert penalty == {Consequence.PENALTY_AT_ONCE, Consequence.WARNING_AT_ONCE} | later
    assert examined == ({Consequence.ORDER_ONLY} & still if refused else set())
    assert not penalty & examined
