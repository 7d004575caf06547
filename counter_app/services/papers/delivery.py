"""送达: how a notice reached the applicant, recorded after it was printed and corrected later, never overwritten."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.delivery import Delivery, DeliveryWay, checked
from counter_app.services.office.offices import act
from counter_app.services.ports import Backend, IssuedPaper

SERVED = ("deficiency_notice",)
"""The papers of which it is recorded how they were served."""


def record_delivery(
    backend: Backend,
    paper_id: str,
    way: DeliveryWay,
    *,
    post: Post,
    reason: str = "",
    witness: str = "",
    recording: str = "",
) -> Delivery:
    """Record how a notice was served; what was recorded before stays and no longer counts.

    Raises `UnknownCase`, `IncompleteDelivery` for a refusal to sign without reason or proof, `Refusal` for a
    paper that is not served or is void.
    """
    with act(backend, post) as now:
        paper = now.work.papers.get(paper_id)
        if paper.document not in SERVED:
            raise Refusal("这份文书不需要登记送达", "登记送达的是一次性告知书")
        if paper.is_void:
            raise Refusal("这份告知书已作废，不登记送达", "对有效的告知书登记送达")
        said = Delivery(paper_id, way, backend.clock(), post.clerk, post.window, reason, witness, recording)
        delivery = checked(said)
        now.work.deliveries.add(delivery)
        details: dict[str, str | int] = {"way": way.value}
        if paper.number is not None:
            details["number"] = paper.number.barcode
        now.record("notice.served", paper.reference, details)
        now.commit()
        return delivery


def deliveries_of(backend: Backend, papers: Sequence[IssuedPaper]) -> dict[str, Delivery]:
    """How `papers` were served, by the id of the paper, as far as it is recorded."""
    with backend.work() as work:
        return work.deliveries.of_papers([paper.paper_id for paper in papers])


def notices_with_deliveries(backend: Backend, reference: str) -> list[tuple[IssuedPaper, Delivery | None]]:
    """The notices of a case that hold, oldest first, each with how it was served; None where nobody recorded it."""
    with backend.work() as work:
        notices = [p for p in work.papers.of_case(reference) if p.document in SERVED and not p.is_void]
        known = work.deliveries.of_papers([paper.paper_id for paper in notices])
        return [(paper, known.get(paper.paper_id)) for paper in notices]
