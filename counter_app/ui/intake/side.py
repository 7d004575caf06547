"""The right column of the intake: the verdict above, the papers beneath it, both always in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, overload

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.filing.one_time import Comparison
from counter_app.domain.forms.findings import Advisory, Deficiency, Findings
from counter_app.domain.forms.forms import Form, MaterialKind
from counter_app.ui.intake.material_panel import MaterialPanel
from counter_app.ui.intake.material_row import MaterialSpec
from counter_app.ui.intake.remarks import Remark, short_basis
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.intake.verdict_panel import VerdictItem, VerdictPanel
from counter_app.ui.style import grid
from counter_app.ui.widgets import moving

_PAPERS_SHARE: Final = 0.6
"""The papers may take this much of the height before they scroll."""
_PAPERS_SHARE_VIEWED: Final = 0.28
"""While a scan is looked at: the current material and its neighbours."""
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_ALL: Final = 1000
"""A stretch beside which that of the empty space beneath is nothing."""
_PAPERS_LEAST: Final = 120
"""Pixels at 100 %: on the smallest screen one paper is still seen."""


class IntakeSide(QWidget):
    """Verdict and papers of one case."""

    judged = Signal(str, Material)
    """Key of a paper and the `Material` the clerk made of it."""
    item_chosen = Signal(str)
    """The clerk wants to go to the field or paper with this key."""
    confirmed = Signal(str)
    """The window saw the value with this key on a document."""
    entered = Signal(str)
    """The focus came to this paper."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        """`form` says which papers there are."""
        super().__init__(parent)
        self._form = form
        self._unreviewed: tuple[str, ...] = ()
        self._viewer: QWidget | None = None
        self._visit: Comparison | None = None
        self._origins: Mapping[str, str] = {}
        self.verdict = VerdictPanel(self)
        self.materials = MaterialPanel(
            [
                MaterialSpec(
                    key=kind.key,
                    label=kind.label,
                    note=_note(kind),
                    defects=[(defect.code, defect.label) for defect in kind.defects],
                    shown_only=kind.shown_only,
                )
                for kind in form.materials
            ],
            self,
        )
        self._box = box = QVBoxLayout(self)
        grid.space(box, 0, 0, 0, 12, spacing=8)
        box.addWidget(self.verdict)
        box.addWidget(self.materials)
        box.addStretch(1)
        self.verdict.item_chosen.connect(self.item_chosen)
        self.verdict.confirmed.connect(self.confirmed)
        self.materials.judged.connect(self.judged)
        for row in self.materials.rows():
            row.installEventFilter(self)

    def show_materials(self, materials: Mapping[str, Material]) -> None:
        """Show the judgements of a whole case."""
        self.materials.set_materials(materials)

    def show_findings(
        self,
        findings: Findings,
        said: Mapping[str, Remark],
        visit: Comparison | None,
        confirm: Mapping[str, str] = _NOTHING,
        *,
        calm: bool,
        settled: tuple[str, str] | None = None,
    ) -> None:
        """Show the verdict, and at each paper what is `said` about it; `calm` while nothing stands in the case.

        `settled` stands in the place of the verdict where the case is decided.

        `visit` is how the case stands against its last notice, on a return visit. `confirm` are the values that the
        window may confirm, by key, with the words for it.
        """
        self._unreviewed = findings.papers_unreviewed
        kinds = self._form.material_kinds
        if visit is not self._visit:
            self._visit = visit
            self._origins = {item.code: origin.label for item, origin in visit.origins} if visit is not None else {}
        if settled is not None:
            self.verdict.show_settled(*settled, _Lines(findings.advisories))
        else:
            self._show_verdict(findings, visit, confirm, calm=calm)
        self.materials.set_problems({key: said[key].words for key in kinds if key in said})

    def _show_verdict(
        self, findings: Findings, visit: Comparison | None, confirm: Mapping[str, str], *, calm: bool
    ) -> None:
        kinds = self._form.material_kinds
        self.verdict.show_verdict(
            findings.verdict,
            _Lines(findings.deficiencies, self._origins, confirm),
            unreviewed=[VerdictItem(key, kinds[key].name) for key in findings.papers_unreviewed],
            entries=[VerdictItem(one.key, one.message, confirm=confirm.get(one.key, "")) for one in findings.entries],
            advisories=_Lines(findings.advisories, confirm=confirm),
            mended=_Lines(visit.mended, basis=False) if visit is not None else (),
            calm=calm,
        )

    def put_down(self, session: CaseSession, key: str, material: Material) -> None:
        """Record what the clerk made of a paper. Raises `StateForbids`.

        不合格 without a reason is not a judgement yet: the paper counts as handed in and waiting for one.
        """
        kind = self._form.material_kinds[key]
        if material.state is MaterialState.UNREVIEWED:
            session.withdraw_review(key)
        elif material.state is MaterialState.REJECTED and kind.defects and not material.defects:
            session.review(key, replace(material, state=MaterialState.UNREVIEWED))
        else:
            session.review(key, material)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the papers."""
        self.materials.set_read_only(read_only)

    def take_viewer(self, viewer: QWidget | None) -> None:
        """Let the viewer stand between verdict and papers; the verdict keeps its headline. None: it went away."""
        self._viewer = viewer
        self.verdict.set_folded(viewer is not None)
        if viewer is not None:
            self._box.insertWidget(1, viewer, _ALL)
        self.updateGeometry()
        self._distribute_height()

    def focus_material(self, key: str) -> bool:
        """Put the focus on one paper; False where `key` is none."""
        return bool(key) and self.materials.focus_material(key)

    def focus_papers(self) -> None:
        """Put the focus on the first paper that is still to be judged, else on the first."""
        self.materials.focus_material(next(iter(self._unreviewed), ""))

    def focus_list(self) -> bool:
        """Put the focus on the first item of the verdict; False where there is none."""
        self.verdict.focus_list()
        return moving.focused_within(self.verdict)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the papers."""
        return [*self.materials.acts.told(), ("↑ ↓", "上一份、下一份材料")]

    def event(self, event: QEvent) -> bool:
        """Verdict and papers stand where they stand, whatever is found and whatever is opened in them."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._distribute_height()
        return handled

    def _distribute_height(self) -> None:
        """The papers get the space for all their rows and the defects of one, not more than their share of the height.

        Nothing that changes while a case is judged goes into it: buttons must not move from under the mouse.
        """
        space = self.height() - self._gaps()
        least = self.verdict.least_height
        viewed = self._viewer is not None
        share = _PAPERS_SHARE_VIEWED if viewed else _PAPERS_SHARE
        most = max(grid.px(_PAPERS_LEAST), min(space - least, round(self.height() * share)))
        wanted = min(self.materials.resting_height, most)
        for panel, height in (
            (self.materials, wanted),
            (self.verdict, least if viewed else max(space - wanted, least)),
        ):
            if (panel.minimumHeight(), panel.maximumHeight()) != (height, height):
                panel.setFixedHeight(height)

    def minimumSizeHint(self) -> QSize:
        """The height that both panels need, not the one they were given."""
        viewer = self._viewer.minimumHeight() + self._box.spacing() if self._viewer is not None else 0
        least = self._gaps() + self.verdict.least_height + grid.px(_PAPERS_LEAST) + viewer
        return QSize(super().minimumSizeHint().width(), least)

    def _gaps(self) -> int:
        """What lies between the two panels and beneath them."""
        box = self._box
        return box.spacing() + box.contentsMargins().top() + box.contentsMargins().bottom()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell which paper the focus came to."""
        if event.type() == QEvent.Type.FocusIn:
            for row in self.materials.rows():
                if row is watched:
                    self.entered.emit(row.spec.key)
        return super().eventFilter(watched, event)


def _note(kind: MaterialKind) -> str:
    """Beside the name of a paper: whether it has to be there."""
    if kind.demanded and not kind.shared:
        return "应出示" if kind.shown_only else "应提交"
    return "可替代填写" if kind.stands_for else ""


class _Lines(Sequence[VerdictItem]):
    """What was found, as lines of the panel, each made when it is wanted: of thousands a few are in sight."""

    def __init__(
        self,
        found: tuple[Deficiency, ...] | tuple[Advisory, ...],
        origins: Mapping[str, str] = _NOTHING,
        confirm: Mapping[str, str] = _NOTHING,
        *,
        basis: bool = True,
    ) -> None:
        self._found = found
        self._origins = origins
        self._confirm = confirm
        self._basis = basis

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> VerdictItem: ...
    @overload
    def __getitem__(self, place: slice) -> list[VerdictItem]: ...
    def __getitem__(self, place: int | slice) -> VerdictItem | list[VerdictItem]:
        if isinstance(place, slice):
            return [self._line(item) for item in self._found[place]]
        return self._line(self._found[place])

    def _line(self, item: Deficiency | Advisory) -> VerdictItem:
        origin, confirm = self._origins.get(item.code, ""), self._confirm.get(item.key, "")
        basis = short_basis(item.basis) if self._basis and not confirm else ""
        return VerdictItem(item.key, item.message, basis, origin, confirm)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Lines):
            return NotImplemented
        return self._all == other._all

    @property
    def _all(self) -> tuple[object, ...]:
        return self._found, self._origins, self._confirm, self._basis

    __hash__ = None  # type: ignore[assignment] # as a list
