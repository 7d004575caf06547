"""The form of the office and its window; the first start and the settings both stand on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.lacks import lacks
from counter_app.domain.office.office_form import (
    OFFICE_FORM,
    default_court,
    default_prefix,
    default_reconsideration,
    office_form_answers,
    place_of,
    read_office,
    read_post,
)
from counter_app.domain.search.divisions import is_code
from counter_app.services.office.workstation import Workstation
from counter_app.services.papers import voiding
from counter_app.ui.base.station import Station
from counter_app.ui.style.input_method import Script
from counter_app.ui.widgets.own_form import OwnForm
from counter_app.ui.widgets.suggestions import Suggestions
from counter_app.ui.widgets.text_editors import TextEditor

_UNKNOWN: Final = "代码表中没有这个代码；确实是本机关的，可以照用"
_WIDE: Final = frozenset({"office.name", "office.address"})
_DIVISION: Final = "office.division"
_FOLLOWING: Final = (_DIVISION, "office.prefix", "office.reconsideration", "office.court")


class OfficeForm(OwnForm):
    """What is kept of the office and the window, and its saving."""

    def __init__(self, station: Station, page_head: Sequence[QWidget], parent: QWidget | None = None) -> None:
        """A whole page, with `page_head` above its cards."""
        super().__init__(station.backend.forms.current(OFFICE_FORM), _WIDE, parent, page_head=page_head)
        self._station = station
        self._own: set[str] = set()
        """The fields that do not follow name and division: the clerk has written there."""
        self.divisions: Suggestions | None = None
        self._offer_divisions()
        self.editors["office.name"].edited.connect(self._follow_name)
        self.editors[_DIVISION].edited.connect(self._follow)
        for key in _FOLLOWING:
            self.editors[key].edited.connect(lambda key=key: self._keep_own(key))
        self.left.connect(self._judge_left)
        self.show_kept()

    def show_kept(self) -> None:
        """Show the office and who sits here, or sensible defaults where there is none yet."""
        self.begin(office_form_answers(self.form, self._station.office, self._station.post))
        for key in _FOLLOWING:
            self._keep_own(key)
        self._name_division()

    def unsaved(self) -> list[str]:
        """The fields in which something is proposed that is not kept yet."""
        kept = self._station.office
        if kept is None:
            return []
        lacking = {"office.reconsideration": not kept.reconsideration, "office.court": not kept.court}
        return [key for key, blank in lacking.items() if blank and self.text(key)]

    def problems(self, keys: Collection[str] | None = None) -> list[tuple[str, str]]:
        """Judge every field, or those of `keys`; write what is wrong beneath, return key and words in their order."""
        told = {lack.key: lack.message for lack in lacks(self.answers(), self._station.facts())}
        judged = self.editors if keys is None else {key: self.editors[key] for key in keys if key in self.editors}
        for key, editor in judged.items():
            editor.set_problem(told.get(key))
        return [(key, words) for key, words in told.items() if key in judged]

    def _judge_left(self, key: str) -> None:
        """What was typed is judged when the clerk moves on; what is blank only when it is to be saved."""
        if self.text(key):
            self.problems((key,))

    def office(self) -> Office:
        """The office as the fields say, everything else as it is kept."""
        return read_office(self.answers(), self._station.office)

    def workstation(self) -> Workstation:
        """The workstation as the fields say, everything else as it is kept."""
        post = read_post(self.answers())
        return replace(self._station.workstation, clerk=post.clerk, window=post.window)

    def save(
        self,
        office: Office,
        workstation: Workstation,
        *,
        saved: Callable[[], None],
        refused: Callable[[Refusal], None],
    ) -> None:
        """Keep both; tell `saved`, or `refused` what could not be kept."""

        def recorded(_none: None) -> None:
            refusal = self._station.save_office(office, workstation)
            if refusal is None:
                saved()
            else:
                refused(refusal)

        self._station.write(
            lambda backend: voiding.set_office_up(backend, office, post=workstation.post),
            done=recorded,
            failed=refused,
            once="settings",
        )

    def _follow_name(self) -> None:
        """The division follows the name too."""
        self._propose(_DIVISION, self._division_of(self.text("office.name")))
        self._follow()

    def _follow(self) -> None:
        """Prefix, review body and court follow name and division until the clerk writes one."""
        name = self.text("office.name")
        code = self.text(_DIVISION) if is_code(self.text(_DIVISION)) else ""
        known = self._station.backend.divisions.of(code)
        place = known.name if known is not None else ""
        self._propose("office.prefix", default_prefix(name) if name else "")
        self._propose("office.reconsideration", default_reconsideration(name, place))
        self._propose("office.court", default_court(name, code, place))
        self._name_division()

    def _propose(self, key: str, value: str) -> None:
        if key not in self._own:
            self.set_value(key, value)
            self.editors[key].set_problem(None)

    # The division -----------------------------------------------------------------------------------------------------

    def _division_of(self, name: str) -> str:
        """The code of the division that the office is named after; empty where its name does not say which."""
        found = self._station.backend.divisions.of_place(place_of(name), name)
        return found.code if found is not None else ""

    def _offer_divisions(self) -> None:
        """Its field takes a name, pinyin or first letters too, and offers what they may mean."""
        editor = self.editors[_DIVISION]
        if isinstance(editor, TextEditor):
            editor.set_script(Script.CHINESE)
            self.divisions = Suggestions(editor, self._find_divisions, lambda text: text.strip().isdigit(), self)
            self.divisions.taken.connect(editor.edited)
        editor.left.connect(self._settle_division)

    def _find_divisions(self, typed: str) -> list[tuple[str, str]]:
        return [(one.code, f"{one.full}  {one.code}") for one in self._station.backend.divisions.find(typed)]

    def _settle_division(self) -> None:
        """A name that is typed in full becomes its code."""
        meant = self._station.backend.divisions.meant(self.text(_DIVISION))
        if meant is not None:
            self.editors[_DIVISION].set_value(meant.code)
            self.editors[_DIVISION].edited.emit()

    def _name_division(self) -> None:
        """Say which division the code is; one that the table lacks may be right all the same."""
        code = self.text(_DIVISION)
        known = self._station.backend.divisions.of(code) if code else None
        unknown = _UNKNOWN if known is None and is_code(code) else ""
        block = self.cards[self._section_of(_DIVISION)].blocks[_DIVISION]
        block.set_note(known.full if known is not None else unknown, advice=bool(unknown))

    def _keep_own(self, key: str) -> None:
        if self.text(key):
            self._own.add(key)
        else:
            self._own.discard(key)
