"""The papers of one case, as the clerk judged them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen


class MaterialState(Labelled):
    """What the clerk judged of a paper."""

    UNREVIEWED = "unreviewed", "未核对"
    ACCEPTED = "accepted", "合格"
    REJECTED = "rejected", "不合格"
    NOT_PRESENTED = "not_presented", "未提交"


@frozen
class Material:
    """One paper of one case. A paper that has no such record was not handed in and not yet asked for.

    `defects` are codes of the form's catalogue; `note` is the clerk's free remark and never replaces a code.
    `held_since` is the day from which the window keeps the paper (第八条第二款: the month of the hand-over runs from
    the earliest such day); None where it was handed back or never given.
    `left_on` is the day on which that sheet left the window for the department; None while it lies here.
    `brought` counts up each time another sheet is handed in for the one that a notice was given about: a sheet that
    stayed the same and is judged otherwise is no new fact (one-time rule 3).
    """

    state: MaterialState = MaterialState.UNREVIEWED
    defects: tuple[str, ...] = ()
    note: str = ""
    original: bool = True
    count: int = 1
    pages: int = 1
    held_since: date | None = None
    brought: int = 0
    left_on: date | None = None

    @property
    def lies_here(self) -> bool:
        """Whether the window keeps it now."""
        return self.held_since is not None and self.left_on is None


def kept_track_of(materials: Mapping[str, Material], known: Mapping[str, Material]) -> dict[str, Material]:
    """`materials` with what is `known` of each sheet beside its judgement: since when it lies here, which one it is.

    A sheet that lies here and is not in `materials` is to be judged again. Another sheet for one that left with a
    batch lies nowhere yet.
    """
    unknown = Material()
    lying_here = {key: unknown for key, paper in known.items() if paper.held_since is not None or paper.brought}
    return {key: _tracked(judged, known.get(key, unknown)) for key, judged in {**lying_here, **materials}.items()}


def _tracked(judged: Material, known: Material) -> Material:
    if known.left_on is not None and judged.brought > known.brought:
        return replace(judged, held_since=None, left_on=None)
    brought = max(known.brought, judged.brought)
    return replace(judged, held_since=known.held_since, left_on=known.left_on, brought=brought)


UNREVIEWED = Material()
ACCEPTED = Material(MaterialState.ACCEPTED)
NOT_PRESENTED = Material(MaterialState.NOT_PRESENTED)


def rejected(*defects: str, note: str = "") -> Material:
    """A paper judged 不合格 for `defects`."""
    return Material(MaterialState.REJECTED, defects, note)
