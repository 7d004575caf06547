"""What is recorded and never refused: looks at names and numbers that lists mask, PINs that were wrong."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.offices import act
from counter_app.services.ports import Backend


def note(
    backend: Backend, act_name: str, reference: str, details: Mapping[str, str | int] | None = None, *, post: Post
) -> None:
    """Record it. Nobody at the counter is kept waiting by a full disk: then it stays unrecorded."""
    with suppress(Refusal), act(backend, post) as now:
        now.note(act_name, reference, details)
        now.commit()
