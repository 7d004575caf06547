"""The forms of 检查 on the screen: what is typed into them, what they lack, what is kept of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from counter_app.domain.forms.answers import Typed
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.findings import Deficiency
from counter_app.domain.forms.forms import Form
from counter_app.domain.inspection.checks import is_moment, moment
from counter_app.domain.inspection.inspections import Officer
from counter_app.domain.inspection.reading import moment_words, officers_words, read_officers
from counter_app.ui.base.station import Station
from counter_app.ui.widgets.completion import Completion
from counter_app.ui.widgets.own_form import OwnForm

_WIDE: Final = frozenset(
    {
        "tip.category",
        *(f"inspection.{name}" for name in ("officers", "purpose", "recordings", "remark", "reason")),
    }
)
_LABEL: Final = 124


class InspectionForm(OwnForm):
    """A form of 检查; drafts of it are kept."""

    def __init__(self, form: Form, *, label_width: int = _LABEL, parent: QWidget | None = None) -> None:
        """`form` is one edition of it."""
        super().__init__(form, _WIDE, parent, label_width=label_width)

    def complete(self, station: Station) -> None:
        """Complete officers, places and addresses from what was used of late; calendars open on today."""
        self.open_calendars_on(lambda: station.now().date())
        Completion(station.backend, station.tasks, self).complete_form(self.editors.values())

    def content(self) -> dict[str, Typed]:
        """What is typed, by key, for a draft."""
        return {key: value for key, editor in self.editors.items() if (value := editor.value())}

    def restore(self, content: Mapping[str, object], sections: Sequence[str] | None = None) -> None:
        """Put back what was kept of a draft, of `sections` only where they are named.

        The first release kept it by the last part of the key.
        """
        for key, field in self.form.fields.items():
            value = content.get(key, content.get(field.name))
            if isinstance(value, str | list | bool) and (sections is None or field.section in sections):
                self.editors[key].set_value(value)
        self._show_wanted()

    def propose(self, key: str, value: str) -> None:
        """Put `value` into a field that is blank."""
        if not self.text(key):
            self.editors[key].set_value(value)

    def add_below(self, key: str, widget: QWidget) -> None:
        """Put `widget` beneath the field `key`."""
        self.cards[self._section_of(key)].add_below(key, widget)

    def add_officer(self, key: str, officer: Officer) -> None:
        """Add one to the officers named in the field `key`, unless named already."""
        named = read_officers(self.text(key))
        if officer not in named:
            self.editors[key].set_value(officers_words([*named, officer]))
            self._edited(key)

    def show_lacks(self, lacks: Sequence[Deficiency]) -> bool:
        """Say at each field what it lacks and go to the first; whether any lacks something."""
        for lack in lacks:
            self.editors[lack.key].set_problem(lack.message)
        for lack in lacks[:1]:
            self.focus_key(lack.key)
        return bool(lacks)

    def tidy_moment(self, key: str, facts: Facts) -> None:
        """Write the time in the field `key` with its day, or say that it is none; nothing where none is asked."""
        rule = next((rule for rule in self.form.rules_on.get(key, ()) if rule.check is is_moment), None)
        if rule is None:
            return
        answers = self.answers()
        at = moment(answers, key, facts)
        self.editors[key].set_problem(rule.message if at is None and not answers.is_blank(key) else None)
        if at is not None:
            self.editors[key].set_value(moment_words(at))
