"""The middle of the intake: every section as a card, one under the other, scrolling only downwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from counter_app.domain.filing.changes import ItemChange
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Form
from counter_app.ui.intake.cards import FieldsCard, shown
from counter_app.ui.intake.devices_card import DevicesCard
from counter_app.ui.intake.layout import companions
from counter_app.ui.intake.remarks import RECEIVED_ON, Remark
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.editor import Editor, EditorValue
from counter_app.ui.widgets.text_editors import DateEditor


class IntakeForm(QScrollArea):
    """All fields and rows of one form. Judges nothing: it reports keys and shows what it is told."""

    edited = Signal(str)
    """The clerk changed the answer to this key (the day of receipt is `received_on`)."""
    rows_edited = Signal(str)
    """The clerk changed the rows of this group."""
    left = Signal(str)
    """The clerk moved on from this key or group."""
    entered = Signal(str)
    """The focus came to this key (`devices[3].location` in a row)."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        """`form` is the edition the case was opened under."""
        super().__init__(parent)
        self.cards: dict[str, FieldsCard] = {}
        self.devices: dict[str, DevicesCard] = {}
        self.editors: dict[str, Editor] = {}
        self._inner = QWidget(self)
        mark(self._inner, role="page")
        self._column = QVBoxLayout(self._inner)
        grid.space(self._column, 0, 0, 8, 16, spacing=12)
        paired = companions(form)
        for section in form.sections:
            card = DevicesCard(section) if section.group is not None else FieldsCard(section, paired)
            self._take(card)
        self._column.addStretch(1)
        self.received_on = self._add_day_of_receipt()
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _take(self, card: FieldsCard) -> None:
        self._column.addWidget(card)
        self.cards[card.section.key] = card
        self.editors.update(card.editors)
        card.edited.connect(self.edited)
        card.left.connect(self.left)
        card.entered.connect(self.entered)
        card.entered.connect(self._bring_in_sight)
        if isinstance(card, DevicesCard):
            self.devices[card.group.key] = card
            card.rows_edited.connect(lambda: self.rows_edited.emit(card.group.key))

    def _add_day_of_receipt(self) -> DateEditor:
        """The day of receipt stands in the head of a card: today nearly always, so Enter passes it by."""
        editor = DateEditor(RECEIVED_ON, "收件日期", today=QDate.currentDate())
        editor.setProperty("enterStop", False)
        grid.fix(editor, width=136)
        label = QLabel("收件日期(&D)")
        label.setBuddy(editor)
        mark(label, role="quiet")
        plain = [card for card in self.cards.values() if not card.can_fold] or list(self.cards.values())
        plain[0].add_to_head(label)
        plain[0].add_to_head(editor)
        editor.edited.connect(lambda: self.edited.emit(RECEIVED_ON))
        editor.left.connect(lambda: self.left.emit(RECEIVED_ON))
        return editor

    # What stands in it ---------------------------------------------------------------------------------------------

    def show_answers(self, answers: Answers) -> None:
        """Show a whole case."""
        for card in self.cards.values():
            card.show_answers(answers)

    def show_taken(self, keys: Iterable[str], answers: Answers) -> None:
        """Show what came from another window, and leave every other field as it is being written."""
        for key in keys:
            if key in self.editors:
                self.editors[key].set_value(shown(answers, key))
            elif key in self.devices:
                self.devices[key].show_rows(answers)

    def value(self, key: str) -> EditorValue:
        """What stands in the field `key`, unread."""
        return self.editors[key].value()

    def show_remarks(self, said: Mapping[str, Remark], typing: str = "") -> None:
        """Show at each field what is said about it. At the field `typing` a remark may go but none may come."""
        for key, editor in self.editors.items():
            remark = said.get(key)
            if key == typing and remark is not None:
                continue
            if remark is None:
                editor.set_problem(None)
            else:
                self.cards[self._section_of(key)].bring_out(key)
                editor.set_problem(remark.words, remark.severity)

    def show_changes(self, changes: Sequence[ItemChange]) -> None:
        """Mark what a change filing changes: at each field what is on file, at each row whether it is new."""
        before = {item.key: item.before for item in changes}
        for card in self.cards.values():
            card.show_before(before)
        for group, device_card in self.devices.items():
            device_card.show_row_changes([row for item in changes for row in item.rows if row.group == group])

    def show_status(self, missing: Mapping[str, int | None]) -> None:
        """Show in the head of each card how much is missing; nothing for None."""
        for key, card in self.cards.items():
            card.set_status(missing.get(key))

    def set_required(self, keys: frozenset[str]) -> None:
        """Mark the demanded fields."""
        for card in self.cards.values():
            card.set_required(keys)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock everything; all can still be read."""
        self.received_on.set_read_only(read_only)
        for card in self.cards.values():
            card.set_read_only(read_only)

    # Going there ---------------------------------------------------------------------------------------------------

    def focus_key(self, key: str) -> bool:
        """Put the focus on a field, a list or a cell of it; False where the form has no such place."""
        if key == RECEIVED_ON:
            self.received_on.focus_field()
            return True
        group = key.partition("[")[0]
        if group in self.devices:
            self._bring_in_sight(group)
            return self.devices[group].focus_cell(key)
        if key not in self.editors:
            return False
        self.cards[self._section_of(key)].bring_out(key)
        self.editors[key].focus_field()
        return True

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        moving.focus_first(self._inner)

    def sections(self) -> list[QWidget]:
        """The cards in their order."""
        return list(self.cards.values())

    def toggle_more(self) -> None:
        """Unfold or fold the optional fields of the card in which the focus is, else of the first that has some."""
        foldable = [card for card in self.cards.values() if card.can_fold]
        here = [card for card in foldable if moving.focused_within(card)]
        for card in (here or foldable)[:1]:
            card.toggle_more()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the cards how much room there is: their own width may be what their content demands."""
        room = self.viewport().width() - self._column.contentsMargins().right()
        for card in self.cards.values():
            card.set_width(room)
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """Whatever room there is."""
        return QSize(grid.px(720), grid.px(600))

    def minimumSizeHint(self) -> QSize:
        """The page never makes the window wider or higher."""
        return QSize(grid.px(240), grid.px(120))

    def _section_of(self, key: str) -> str:
        return next(name for name, card in self.cards.items() if key in card.editors)

    def _bring_in_sight(self, key: str) -> None:
        group = key.partition("[")[0]
        if group in self.devices and key not in self.editors:
            self.ensureWidgetVisible(self.devices[group], 0, grid.px(12))
        elif key in self.editors:
            self.ensureWidgetVisible(self.cards[self._section_of(key)].blocks[key], 0, grid.px(48))
