"""What can be done with a case as it stands now, in the order of use: for 更多, its tab and the strip above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.filing.scans import may_attach
from counter_app.domain.forms.confirmations import to_confirm
from counter_app.domain.papers.titles import NOTICE
from counter_app.ui.intake.session import CaseSession

_When: TypeAlias = Callable[[CaseSession], bool]

PAGE: Final = "page"
"""Where the acts of the page of the case stand among those of the window."""

_MENU: Final = (
    ("receipt", "notice", "platform", "confirm", "delivery", "large_notice", "reprint", "void_receipt"),
    (PAGE, "scans", "attach_new_scan"),
    ("change", "chain", "inspect", "unit_history"),
    ("preview", "word", "information_sheet", "authorization_letter"),
    ("park", "withdraw", "delete_draft", "restore_draft", "close"),
)


def _in(*states: FilingState) -> _When:
    return lambda session: session.filing.state in states and not session.filing.deleted


def _has_notice(session: CaseSession) -> bool:
    return bool(session.held(NOTICE))


def _is_to_be_confirmed(session: CaseSession) -> bool:
    filing = session.filing
    return filing.open_for_changes and bool(to_confirm(filing.answers, session.findings, filing.confirmed))


_OPEN: Final = (FilingState.DRAFT, FilingState.DEFICIENT)
_WHEN: Final[Mapping[str, _When]] = {
    "receipt": _in(*_OPEN),
    "notice": _in(*_OPEN),
    "platform": _in(FilingState.COMPLETE, FilingState.FILED),
    "confirm": _is_to_be_confirmed,
    "delivery": _has_notice,
    "large_notice": _has_notice,
    "reprint": _in(FilingState.DEFICIENT, FilingState.COMPLETE, FilingState.FILED),
    "void_receipt": _in(FilingState.COMPLETE),
    "attach_new_scan": lambda session: may_attach(session.filing),
    "change": _in(FilingState.FILED),
    "chain": lambda session: session.filing.state is FilingState.FILED or session.filing.kind is FilingKind.CHANGE,
    "inspect": _in(FilingState.COMPLETE, FilingState.FILED),
    "information_sheet": _in(*_OPEN, FilingState.COMPLETE),
    "authorization_letter": _in(*_OPEN),
    "withdraw": _in(*_OPEN, FilingState.COMPLETE),
    "delete_draft": lambda session: _in(FilingState.DRAFT)(session) and not session.documents,
    "restore_draft": lambda session: session.filing.deleted,
}
"""When the acts are possible that are not always."""


def is_possible(session: CaseSession, name: str) -> bool:
    """Whether an act of the window can be done with this case now."""
    when = _WHEN.get(name)
    return when is None or when(session)


def possible_acts(session: CaseSession) -> list[list[str]]:
    """The names of the acts that are possible, in groups; `PAGE` stands for those of the page of the case."""
    return [[name for name in group if is_possible(session, name)] for group in _MENU]
