"""How the state of a case is stored: a deleted draft has a word of its own, so that no list by state holds it."""

from __future__ import annotations

from typing import Final

from counter_app.domain.filing.filing import Filing, FilingState

DELETED: Final = "deleted"


def stored_state(filing: Filing) -> str:
    """What stands in the column of the state."""
    return DELETED if filing.deleted else filing.state.value


def read_state(stored: str) -> FilingState:
    """The state; a deleted draft is a draft."""
    return FilingState.DRAFT if stored == DELETED else FilingState(stored)
