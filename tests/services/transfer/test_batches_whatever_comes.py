"""Whatever is done in whatever order: a case lies in one live batch at most, and its paper is where the batches say."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.batch import BatchState, ItemDecision
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.services.transfer import batch_closing, batches, receiving
from tests.fakes.memory_backend import MemoryBackend
from tests.services.conftest import POST

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["open", "propose", "scan", "leave", "close", "reopen", "issue", "hand", "accept", "refuse", "dissolve"]
        ),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    min_size=5,
    max_size=40,
)


def _do(backend, act, batch_id, reference):  # noqa: C901 - a case an act
    match act:
        case "open":
            batches.open_batch(backend, post=POST)
        case "propose":
            batches.propose(backend, batch_id, 400, post=POST)
        case "scan":
            batches.scan(backend, batch_id, reference, post=POST)
        case "leave":
            batches.leave_out(backend, batch_id, [reference], post=POST)
        case "close":
            batch_closing.close_batch(backend, batch_id, post=POST)
        case "reopen":
            batch_closing.reopen_batch(backend, batch_id, "重来", post=POST)
        case "issue":
            batch_closing.issue_papers(backend, batch_id, without_package=True, post=POST)
        case "hand":
            batch_closing.hand_over(backend, batch_id, by="陈示例", post=POST)
        case "accept":
            receiving.decide(backend, batch_id, {reference: ItemDecision(accepted=True)}, by="赵科", post=POST)
        case "refuse":
            refused = ItemDecision(accepted=False, reason="缺页")
            receiving.decide(backend, batch_id, {reference: refused}, by="赵科", post=POST)
        case "dissolve":
            batches.dissolve_batch(backend, batch_id, post=POST)


def _holds(backend, since):
    kept = backend.store.kept
    for reference, filing in kept.filings.items():
        live = [one for one in kept.batches.values() if one.state.live and reference in _undecided(one)]
        assert len(live) <= 1
        away = any(one.state is BatchState.HANDED_OVER for one in live)
        accepted = any(
            item.reference == reference and item.decision is not None and item.decision.accepted
            for one in kept.batches.values()
            for item in one.items
        )
        expected = Custody.ARCHIVED if accepted else Custody.IN_TRANSFER if away else Custody.AT_WINDOW
        assert filing.custody is expected
        if expected is Custody.AT_WINDOW:
            assert filing.held_since == since[reference]
    numbers = [number.ordinal for document, number in kept.numbers if document == "transfer_list"]
    assert numbers == list(range(1, len(numbers) + 1))
    holding = {one.number for one in kept.batches.values() if one.number is not None}
    assert not holding & kept.voided.keys()


def _undecided(batch):
    return [item.reference for item in batch.undecided]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_paper_is_where_the_batches_say(sample, acts):
    backend = MemoryBackend.make()
    since = {}
    for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)):
        intake = replace(sample("01"), received_on=day)
        reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
        issuing.issue_receipt(backend, reference, post=POST)
        since[reference] = day
    references = list(since)
    batches.open_batch(backend, post=POST)
    for act, which, whom in acts:
        known = list(backend.store.kept.batches)
        with suppress(Refusal):
            _do(backend, act, known[which % len(known)], references[whom])
        _holds(backend, since)
