"""What is recorded and never refused: looks at names and numbers that lists mask, PINs that were wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.offices import act
from counter_app.services.ports import Backend

CASE: Final = "case.viewed"
PAPER: Final = "paper.viewed"
SCAN: Final = "scan.viewed"
ATTACHMENT: Final = "attachment.viewed"
INSPECTION: Final = "inspection.viewed"
ORDER: Final = "order.viewed"
TIP: Final = "tip.viewed"


@frozen
class Viewing:
    """One look at names and numbers that lists mask: as which act it is kept, at what, and at which part of it."""

    act: str
    reference: str
    details: tuple[tuple[str, str], ...] = ()


def note(
    backend: Backend, act_name: str, reference: str, details: Mapping[str, str | int] | None = None, *, post: Post
) -> None:
    """Record it. Nobody at the counter is kept waiting by a full disk: then it stays unrecorded."""
    with suppress(Refusal), act(backend, post) as now:
        now.note(act_name, reference, details)
        now.commit()


def note_viewings(backend: Backend, looks: Iterable[Viewing], *, post: Post) -> None:
    """Record looks in one transaction, as `note` does one."""
    with suppress(Refusal), act(backend, post) as now:
        for look in looks:
            now.note(look.act, look.reference, dict(look.details))
        now.commit()
