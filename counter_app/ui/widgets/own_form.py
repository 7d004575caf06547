"""A form that the office fills in itself: what is typed into it, and what it lacks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import FieldType, Form
from counter_app.ui.widgets.field_block import LABEL_WIDTH
from counter_app.ui.widgets.fields_card import FieldsCard, FieldSlot
from counter_app.ui.widgets.form_view import FormView


class OwnForm(FormView):
    """A form of which every field is in sight, but for those that are demanded only for certain choices."""

    changed = Signal()
    """The clerk changed something."""

    def __init__(
        self,
        form: Form,
        wide: Collection[str],
        parent: QWidget | None = None,
        *,
        label_width: int = LABEL_WIDTH,
        page_head: Sequence[QWidget] = (),
    ) -> None:
        """`form` is one edition of it; the fields `wide` stand across the whole card, as those of many lines do."""
        cards = [
            FieldsCard(
                section,
                [FieldSlot(f.key, wide=f.key in wide or f.type is FieldType.MULTILINE) for f in section.fields],
                label_width=label_width,
            )
            for section in form.sections
        ]
        super().__init__(cards, parent, page_head=page_head)
        self.form = form
        self.edited.connect(self._edited)

    def begin(self, answers: Answers) -> None:
        """Show `answers`, nothing said of any field; nobody was in one yet."""
        self._last = ""
        for editor in self.editors.values():
            editor.set_problem(None)
        self.show_answers(answers)
        self._show_wanted()

    def answers(self) -> Answers:
        """What is typed."""
        return Answers(self.form, {key: editor.value() for key, editor in self.editors.items()})

    def text(self, key: str) -> str:
        """The text or code in the field `key` as it is read; empty for none."""
        return self.answers().text(key)

    def set_value(self, key: str, value: str) -> None:
        """Choose or write `value` for the clerk."""
        self.editors[key].set_value(value)
        self._show_wanted()

    def _edited(self, key: str) -> None:
        self.editors[key].set_problem(None)
        self._show_wanted()
        self.changed.emit()

    def _show_wanted(self) -> None:
        answers = self.answers()
        for card in self.cards.values():
            card.show_wanted(answers)
