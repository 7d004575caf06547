"""Keying a complete case into the national platform: what was keyed is ticked, and seen from every window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import StateForbids
from counter_app.domain.filing.changes import ItemChange
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing.changes import changes_in
from counter_app.services.ports import Backend, PlatformCase, PlatformTick, UnitOfWork


@frozen
class PlatformState:
    """How far a case has come on its way into the platform: the case as it stands now, and its ticks by key.

    `number_before` is the platform number of the filing that a change filing changes; empty for a first filing.
    `changes` are the items it changes; only `look` reads them.
    """

    case: PlatformCase
    ticks: dict[str, PlatformTick]
    number_before: str = ""
    changes: tuple[ItemChange, ...] = ()


def platform_state(backend: Backend, reference: str) -> PlatformState:
    """How far the case has come. Raises `UnknownCase`."""
    with backend.work() as work:
        state = _state(work, reference)
        return replace(state, changes=changes_in(work, work.filings.get(reference))) if state.case.changes else state


def tick(backend: Backend, reference: str, keys: Iterable[str], *, post: Post) -> PlatformState:
    """Record that items were keyed; a tick is no act, the history is not touched.

    Returns how far the case has come, ticks of other windows among it. Raises `UnknownCase`, `StateForbids` for a case
    that is not waiting for the platform.
    """
    with backend.work() as work:
        _refuse_unless_waiting(work.platform.case(reference))
        work.platform.tick(reference, keys, post)
        state = _state(work, reference)
        work.commit()
        return state


def untick(backend: Backend, reference: str, keys: Iterable[str]) -> PlatformState:
    """Take ticks away again; as `tick`."""
    with backend.work() as work:
        _refuse_unless_waiting(work.platform.case(reference))
        work.platform.untick(reference, keys)
        state = _state(work, reference)
        work.commit()
        return state


def _state(work: UnitOfWork, reference: str) -> PlatformState:
    case = work.platform.case(reference)
    before = work.platform.case(case.changes).platform_number if case.changes else ""
    return PlatformState(case, {tick.key: tick for tick in work.platform.ticks(reference)}, before)


def _refuse_unless_waiting(case: PlatformCase) -> None:
    if case.state is FilingState.FILED:
        raise StateForbids(
            f"该件已由{case.window}备案，备案编号{case.platform_number}", "不用再录入；备案回执可以补打", "reprint"
        )
    if case.state is not FilingState.COMPLETE:
        raise StateForbids(f"该件{case.state.label}，还不能录入平台", "录入平台之前先出具收件凭证", "receipt")
