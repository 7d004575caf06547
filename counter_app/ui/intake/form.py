"""The middle of the intake: the form with its devices, the day of receipt, remarks and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.changes import ItemChange
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Form, Section
from counter_app.ui.intake.devices_card import DevicesCard
from counter_app.ui.intake.late_cards import LateCards
from counter_app.ui.intake.layout import companions, slots
from counter_app.ui.intake.remarks import RECEIVED_ON, Remark
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.completion import Completion
from counter_app.ui.widgets.fields_card import FieldsCard, shown
from counter_app.ui.widgets.form_view import FormView
from counter_app.ui.widgets.text_editors import DateEditor


class IntakeForm(FormView):
    """The form of a case: `received_on` is the key of the day of receipt, `devices[3].location` that of a cell."""

    rows_edited = Signal(str)
    """The clerk changed the rows of this group."""
    count_wanted = Signal()
    """The clerk wants the number of rows put into the field that counts them."""
    refused = Signal(Refusal)
    """A `Refusal` of what the clerk wanted of the rows."""
    late_cards_built = Signal()
    """The cards below the first are there too; they show nothing of the case yet, and come in sight after this."""

    def __init__(self, form: Form, parent: QWidget | None = None, *, first_card_first: bool = False) -> None:
        """`form` is the edition the case was opened under.

        With `first_card_first` the cards below the first are built a moment later, when `LateCards` says so.
        """
        paired = companions(form)
        first_now = first_card_first and bool(form.sections[0].fields)
        now, later = (form.sections[:1], form.sections[1:]) if first_now else (form.sections, ())
        super().__init__(_makes_cards(now, paired), parent)
        self._make_later = _makes_cards(later, paired)
        self._today: Callable[[], date] | None = None
        self._completion: Completion | None = None
        self._late: LateCards | None = None
        if later:  # else there is nothing to wait for, or no field to type into
            first = next(iter(self.editors.values()))
            self._late = LateCards(self, first.focusProxy() or first)
            self._late.due.connect(self._build_late_cards)
        self.received_on = self._add_day_of_receipt()

    @property
    def devices(self) -> dict[str, DevicesCard]:
        """The cards with rows, by the key of their group."""
        return {card.group.key: card for card in self.cards.values() if isinstance(card, DevicesCard)}

    def _take(self, card: FieldsCard) -> None:
        super()._take(card)
        if isinstance(card, DevicesCard):
            card.rows_edited.connect(lambda: self.rows_edited.emit(card.group.key))
            card.count_wanted.connect(self.count_wanted)
            card.refused.connect(self.refused)

    def _have_all_cards(self) -> None:
        if self._late is not None:
            self._late.tell()

    def _build_late_cards(self) -> None:
        if self._late is None:
            return
        self._late = None
        with moving.made_behind([*self.cards.values()][-1]):
            cards = self.add_cards(self._make_later)
        if self._completion is not None:
            self._complete(cards, self._completion)
        if self._today is not None:
            self.open_calendars_on(self._today)
        self.late_cards_built.emit()
        for card in cards:
            card.show()

    def complete(self, completion: Completion) -> None:
        """Complete what is typed into fields and cells."""
        self._completion = completion
        self._complete(self.cards.values(), completion)

    def _complete(self, cards: Iterable[FieldsCard], completion: Completion) -> None:
        for card in cards:
            completion.complete_form(card.editors.values())
            if isinstance(card, DevicesCard):
                card.complete_cells(completion)

    def open_calendars_on(self, today: Callable[[], date]) -> None:
        """The day of receipt too."""
        super().open_calendars_on(today)
        self._today = self.received_on.today = today

    def _add_day_of_receipt(self) -> DateEditor:
        """The day of receipt stands at the papers, not among the fields: today nearly always, so Enter passes it by."""
        editor = DateEditor(RECEIVED_ON, "收件日期")
        editor.setProperty("enterStop", False)
        grid.fix(editor, width=160)
        label = QLabel("收件日期(&D)")
        label.setBuddy(editor.line)  # with the editor itself Alt+D would do nothing: it takes no focus of its own
        mark(label, role="quiet")
        self.day_of_receipt = QWidget()
        row = QHBoxLayout(self.day_of_receipt)
        grid.space(row, spacing=8)
        row.addWidget(label)
        row.addWidget(editor)
        editor.edited.connect(lambda: self.edited.emit(RECEIVED_ON))
        editor.left.connect(lambda: self.left.emit(RECEIVED_ON))
        return editor

    # What stands in it ---------------------------------------------------------------------------------------------

    def show_taken(self, keys: Iterable[str], answers: Answers) -> None:
        """Show what came from another window, and leave every other field as it is being written."""
        for key in keys:
            if key in self.editors:
                self.editors[key].set_value(shown(answers, key))
            elif key in self.devices:
                self.devices[key].show_rows(answers)

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

    def show_confirmed(self, words: Mapping[str, str]) -> None:
        """Say at each field whose value was seen on a document who saw it."""
        for card in self.cards.values():
            for key, block in card.blocks.items():
                block.set_confirmed(words.get(key, ""))

    def focused_key(self) -> str:
        """The key of the field in which the focus is; empty where it is in none."""
        return next((key for key, editor in self.editors.items() if moving.focused_within(editor)), "")

    def show_changes(self, changes: Sequence[ItemChange]) -> None:
        """Mark what a change filing changes: at each field what is on file, at each row whether it is new."""
        before = {item.key: item.before for item in changes}
        for card in self.cards.values():
            card.show_before(before)
        for group, device_card in self.devices.items():
            device_card.show_row_changes([row for item in changes for row in item.rows if row.group == group])

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock everything; all can still be read."""
        self.received_on.set_read_only(read_only)
        super().set_read_only(read_only)

    # Going there ---------------------------------------------------------------------------------------------------

    def focus_key(self, key: str) -> bool:
        """Put the focus on a field, a list or a cell of it; False where the form has no such place."""
        self._have_all_cards()
        if key == RECEIVED_ON:
            self.received_on.focus_field()
            return True
        group = key.partition("[")[0]
        if group in self.devices:
            self._bring_in_sight(group)
            return self.devices[group].focus_cell(key)
        return super().focus_key(key)

    def resume_key(self, key: str) -> bool:
        """A list and a cell of it too."""
        return super().resume_key(key) or self.focus_key(key)

    def sections(self) -> list[QWidget]:
        """The cards in their order, all in sight."""
        self._have_all_cards()
        return list(self.cards.values())

    def toggle_more(self) -> None:
        """Unfold or fold the optional fields of the card in which the focus is, else of the first that has some."""
        foldable = [card for card in self.cards.values() if card.can_fold]
        here = [card for card in foldable if moving.focused_within(card)]
        for card in (here or foldable)[:1]:
            card.toggle_more()

    def _bring_in_sight(self, key: str) -> None:
        group = key.partition("[")[0]
        if group in self.devices and key not in self.editors:
            self.ensureWidgetVisible(self.devices[group], 0, grid.px(12))
        else:
            super()._bring_in_sight(key)


def _makes_cards(sections: Sequence[Section], paired: Mapping[str, str]) -> Callable[[QWidget], list[FieldsCard]]:
    """Builds the cards of `sections` within their parent."""
    return lambda within: [
        FieldsCard(section, slots(section), paired, parent=within)
        if section.group is None
        else DevicesCard(section, within)
        for section in sections
    ]
