"""安排检查: which places, what kind, who goes and when; repeated inspections told before anything is printed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Unfinished
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Severity
from counter_app.domain.forms.lacks import lacks
from counter_app.domain.inspection.inspections import (
    OUTSIDE_ARTICLE_7,
    InspectedPlace,
    Inspection,
    InspectionKind,
    kind_fits,
)
from counter_app.domain.inspection.office_fields import office_answers
from counter_app.domain.inspection.reading import officers_words, read_officers
from counter_app.domain.inspection.record_form import PLAN_FORM
from counter_app.services.inspection import inspections, rounds, tips
from counter_app.services.inspection.inspections import EarlierInspection, KnownOfficers
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.edits import tell_edited
from counter_app.ui.base.form_autosave import FormAutosave
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.form import InspectionForm
from counter_app.ui.inspection.officers import OfferedOfficers
from counter_app.ui.inspection.plan_places import UNFILED, PlanPlaces
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark

TIP: Final = "tip:"
"""Before the id of a tip that is to be looked into."""

_SIDE, _LEAST, _LABEL = 430, 310, 84
_OFFERED: Final = 4
_KIND, _OFFICERS, _TEAM = (f"inspection.{name}" for name in ("kind", "officers", "team"))
_DAY, _PURPOSE = "inspection.planned_for", "inspection.purpose"


@frozen
class _Begun:
    """What a plan begins with."""

    places: tuple[InspectedPlace, ...]
    officers: KnownOfficers
    purpose: str = ""


class InspectionPlanPage(InspectionSubpage):
    """Plans one inspection for each place that is chosen, and prints their templates."""

    ACTS: ClassVar[tuple[Act[InspectionPlanPage], ...]]

    planned = Signal(str)
    """Inspections were planned, the first of them by its id."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self._tip_id = ""
        self._fresh = True
        self._earlier: dict[int, tuple[EarlierInspection, ...]] = {}
        self.places = PlanPlaces(station)
        self.form = InspectionForm(station.backend.forms.current(PLAN_FORM), label_width=_LABEL)
        self.form.complete(station)
        self.offered = OfferedOfficers(_OFFERED, with_badges=False)
        self._title, self.warned = QLabel("安排检查"), QLabel()
        self._autosave = FormAutosave(station, self._content, self)
        self._autosave.refused.connect(self.refused)
        self.acts = PageActs(self, self.ACTS)
        self._lay_out()
        self.places.changed.connect(self._places_changed)
        self.places.changed.connect(lambda: tell_edited(self))
        self.form.changed.connect(self._autosave.mark_dirty)
        self.form.edited.connect(lambda key: self._check_kind() if key == _KIND else None)
        self.offered.chosen.connect(lambda officer: self.form.add_officer(_OFFICERS, officer))

    # Page ------------------------------------------------------------------------------------------------------------

    def open(self, subject_id: str) -> None:
        """Begin a plan: with nothing, with a filed case, or with the place of a tip (`tip:JB…`).

        With nothing, what was chosen and keyed before is still there.
        """
        self._autosave.flush()
        if not subject_id and not self._fresh:
            self.places.refresh()
            return
        self._tip_id = subject_id.removeprefix(TIP) if subject_id.startswith(TIP) else ""
        tip_id = self._tip_id

        def read(backend: Backend) -> _Begun:
            known = inspections.known_officers(backend)
            if tip_id:
                tip = tips.get_tip(backend, tip_id)
                filed = (inspections.place_of(backend, tip.reference),) if tip.reference else ()
                number = f"（{written}）" if (written := self.station.written(tip.number, prefix=False)) else ""
                place = InspectedPlace(read_text(tip.place), read_text(tip.address))
                return _Begun(filed or (place,), known, f"核查举报{number}")
            chosen = (inspections.place_of(backend, subject_id),) if subject_id else ()
            return _Begun(chosen, known)

        self.station.read(read, done=self._begin, owner=self)

    def unsaved(self) -> tuple[FormAutosave]:
        """What was chosen and typed a moment ago."""
        return (self._autosave,)

    def resume(self) -> None:
        """The focus goes to the search, or to the officers where the place is known."""
        if self.places.chosen and not self._fresh:
            self.form.focus_key(_OFFICERS)
        else:
            self.places.resume()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("选择检查对象", self.places.told()), ("安排检查", self.acts.told())]

    # Acts ------------------------------------------------------------------------------------------------------------

    def plan(self, *, templates: bool, blank: bool = False) -> None:
        """Plan one inspection for each place, then print their templates, and one guide, as one job."""
        if not self._is_whole():
            return
        answers, day = self.form.answers(), self.form.answers().get(_DAY)
        chosen = [place.reference or place for place in self.places.chosen]
        tip_id, post = self._tip_id, self.station.post

        def act(backend: Backend) -> tuple[tuple[Inspection, ...], tuple[IssuedPaper, ...]]:
            planned = inspections.plan(
                backend,
                InspectionKind(answers.text(_KIND)),
                chosen,
                read_officers(answers.text(_OFFICERS)),
                answers.text(_TEAM),
                day if isinstance(day, date) else None,
                post=post,
                tip_id=tip_id,
                purpose=answers.text(_PURPOSE),
                more=office_answers(answers),
            )
            ids = [one.inspection_id for one in planned]
            if not templates:
                return planned, ()
            return planned, inspections.templates(backend, ids, blank=blank, post=post, with_guide=True)

        def done(found: tuple[tuple[Inspection, ...], tuple[IssuedPaper, ...]]) -> None:
            planned, papers = found
            self._fresh = True
            self._autosave.discard()
            self.confirmed.emit(f"已安排{len(planned)}个检查，在“待检查”中")
            self.planned.emit(planned[0].inspection_id)
            if papers:
                self.print_wanted.emit(papers)
            self.left.emit()

        self.station.write(act, done=done, owner=self, once="plan")

    def _is_whole(self) -> bool:
        """What is lacking is said where it lacks, the first has the focus."""
        if not self.places.chosen:
            self.refused.emit(
                Unfinished("还没有选择检查对象", f"查找后按空格选入；没有备案的场所按 {UNFILED.key} 填写")
            )
            self.places.resume()
            return False
        return not self.form.show_lacks(lacks(self.form.answers(), self.station.facts()))

    def switch(self) -> None:
        """Go from the places to the officers, or back."""
        if self.places.has_keyboard:
            self.form.focus_key(_OFFICERS)
        else:
            self.places.resume()

    # Inside ----------------------------------------------------------------------------------------------------------

    def _begin(self, begun: _Begun) -> None:
        self._fresh = False
        self._earlier.clear()
        known, stay = begun.officers, self.form.content()
        begin = {
            _OFFICERS: stay.get(_OFFICERS) or officers_words(known.officers[:2]),
            _TEAM: stay.get(_TEAM) or (known.teams[0] if known.teams else ""),
            _PURPOSE: begun.purpose,
            _DAY: f"{self.station.now().date():%Y-%m-%d}",
        }
        self.form.begin(Answers(self.form.form, begin))
        self.offered.offer(known.officers)
        self.places.begin(begun.places)
        self._autosave.bind(f"plan:{self._tip_id}", self._restore if not begun.places else lambda _content: None)
        if self.isVisible():
            self.resume() if begun.places else self.places.resume()

    def _content(self) -> dict[str, object]:
        places = [
            {"reference": one.reference}
            if one.reference
            else {"unit": one.unit, "address": one.address, "uscc": one.uscc, "category": one.category}
            for one in self.places.chosen
        ]
        return {"places": places, **self.form.content()} if places else {}

    def _restore(self, content: dict[str, object]) -> None:
        """What was chosen before a power cut, as it is on file now."""
        self.form.begin(Answers(self.form.form))
        self.form.restore(content)
        found = content.get("places")
        kept = [place for place in found if isinstance(place, dict)] if isinstance(found, list) else []

        def read(backend: Backend) -> list[InspectedPlace]:
            return [
                inspections.place_of(backend, place["reference"]) if "reference" in place else InspectedPlace(**place)
                for place in kept
            ]

        self.station.read(read, done=self.places.begin, owner=self)

    def _places_changed(self) -> None:
        """Propose the kind that fits, and ask what was inspected before."""
        chosen = self.places.chosen
        if chosen:
            other = chosen[0].category == OUTSIDE_ARTICLE_7
            self.form.propose(_KIND, (InspectionKind.OTHER_PLACE if other else InspectionKind.GENERAL).value)
        self._autosave.mark_dirty()
        self._check_kind()
        self._warn()
        for place in chosen:
            if id(place) not in self._earlier:
                self._earlier[id(place)] = ()
                self._ask_earlier(place)

    def _ask_earlier(self, place: InspectedPlace) -> None:
        def take(found: tuple[EarlierInspection, ...]) -> None:
            self._earlier[id(place)] = found
            self._warn()

        self.station.read(
            lambda backend: rounds.inspected_before(backend, place),
            done=take,
            owner=self,
        )

    def _check_kind(self) -> None:
        """Say at the kind where it cannot be for one of the places (第十二条)."""
        said = self.form.text(_KIND)
        if not said:
            return
        kind = InspectionKind(said)
        unfit = [place.unit for place in self.places.chosen if not kind_fits(kind, place.category)]
        words = f"{'、'.join(unfit[:2])}{'等' if len(unfit) > 2 else ''}不适用{kind.label}（《规定》第十二条）"  # noqa: PLR2004
        self.form.editors[_KIND].set_problem(words if unfit else None, Severity.DEFICIENCY)

    def _warn(self) -> None:
        office = self.station.office or Office("")
        lines = []
        for place in self.places.chosen:
            earlier = self._earlier.get(id(place), ())
            if earlier:
                said = "\n".join(f"　{rounds.earlier_words(one, office)}" for one in earlier[:3])
                lines.append(f"{place.unit}\n{said}")
        self.warned.setText("\n".join(lines))
        self._warning.setVisible(bool(lines))
        self._warned_title.setText(f"近一年已检查或已安排的{len(lines)}个单位（《规定》第十七条）：避免重复检查")

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        self.places.put_button(self.acts.button("unfiled"))
        self.form.add_below(_OFFICERS, self.offered)
        self.form.add_card(self._warning_card())
        grid.fix(self.form, least_width=_LEAST, most_width=_SIDE)
        middle = QHBoxLayout()
        grid.space(middle, spacing=16)
        middle.addWidget(self.places, 3)
        middle.addWidget(self.form, 2)
        whole = QVBoxLayout(self)
        grid.space(whole, 24, 16, 24, 12, spacing=12)
        whole.addWidget(self._title)
        layouts.nest(whole, middle, 1)
        layouts.nest(whole, self.acts.foot(of_fields=True))

    def _warning_card(self) -> QFrame:
        self._warning = card = QFrame()
        mark(card, role="card")
        self._warned_title = QLabel()
        mark(self._warned_title, role="strong", tone="amber")
        self._warned_title.setWordWrap(True)
        self.warned.setWordWrap(True)
        self.warned.setTextFormat(Qt.TextFormat.PlainText)
        self.warned.setAlignment(Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(card)
        grid.space(box, 16, 12, 16, 12, spacing=8)
        box.addWidget(self._warned_title)
        box.addWidget(self.warned)
        card.hide()
        return card


InspectionPlanPage.ACTS = (
    BACK,
    UNFILED,
    Act("switch", "检查对象、检查人员", ("F6",), InspectionPlanPage.switch, place=Placement.HINT),
    Act("only", "只安排", ("F7",), lambda page: page.plan(templates=False), told="只安排，不打印"),
    Act(
        "blank",
        "检查笔录（空白）",
        ("F8",),
        lambda page: page.plan(templates=True, blank=True),
        told="安排并打印检查笔录（空白）",
    ),
    Act(
        "plan",
        "检查笔录（预填）",
        ("F9",),
        lambda page: page.plan(templates=True),
        primary=True,
        told="安排并打印检查笔录（预填）",
    ),
)
