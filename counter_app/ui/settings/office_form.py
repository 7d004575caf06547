"""The form of the office and its window; the first start and the settings both stand on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    read_office,
    read_post,
)
from counter_app.services.office import offices
from counter_app.services.office.workstation import Workstation
from counter_app.ui.base.station import Station
from counter_app.ui.widgets.own_form import OwnForm

_WIDE: Final = frozenset({"office.name", "office.address"})
_FOLLOWING: Final = ("office.prefix", "office.reconsideration", "office.court")


class OfficeForm(OwnForm):
    """What is kept of the office and the window, and its saving."""

    def __init__(self, station: Station, page_head: Sequence[QWidget], parent: QWidget | None = None) -> None:
        """A whole page, with `page_head` above its cards."""
        super().__init__(station.backend.forms.current(OFFICE_FORM), _WIDE, parent, page_head=page_head)
        self._station = station
        self._own: set[str] = set()
        """The fields that do not follow name and division: the clerk has written there."""
        for key in ("office.name", "office.division"):
            self.editors[key].edited.connect(self._follow)
        for key in _FOLLOWING:
            self.editors[key].edited.connect(lambda key=key: self._keep_own(key))
        self.show_kept()

    def show_kept(self) -> None:
        """Show the office and who sits here, or sensible defaults where there is none yet."""
        self.begin(office_form_answers(self.form, self._station.office, self._station.post))
        for key in _FOLLOWING:
            self._keep_own(key)

    def unsaved(self) -> list[str]:
        """The fields in which something is proposed that is not kept yet."""
        kept = self._station.office
        if kept is None:
            return []
        lacking = {"office.reconsideration": not kept.reconsideration, "office.court": not kept.court}
        return [key for key, blank in lacking.items() if blank and self.text(key)]

    def problems(self) -> list[tuple[str, str]]:
        """Judge every field, write what is wrong beneath it, and return key and words in the order of the form."""
        found = {lack.key: lack.message for lack in lacks(self.answers(), self._station.facts())}
        for key, editor in self.editors.items():
            editor.set_problem(found.get(key))
        return list(found.items())

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
            lambda backend: offices.save_office(backend, office, post=workstation.post),
            done=recorded,
            failed=refused,
            once="settings",
        )

    def _follow(self) -> None:
        """Prefix, review body and court follow name and division until the clerk writes one."""
        name, division = self.text("office.name"), self.text("office.division")
        proposed = {
            "office.prefix": default_prefix(name) if name else "",
            "office.reconsideration": default_reconsideration(name),
            "office.court": default_court(name, division),
        }
        for key in _FOLLOWING:
            if key not in self._own:
                self.set_value(key, proposed[key])
                self.editors[key].set_problem(None)

    def _keep_own(self, key: str) -> None:
        if self.text(key):
            self._own.add(key)
        else:
            self._own.discard(key)
