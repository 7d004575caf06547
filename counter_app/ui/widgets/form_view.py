"""A form on the screen: every section as a card, one under the other, scrolling only downwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from counter_app.domain.forms.answers import Answers
from counter_app.ui.base.still import when_released
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.editor import Editor, EditorValue
from counter_app.ui.widgets.fields_card import FieldsCard
from counter_app.ui.widgets.scroll_area import ScrollArea
from counter_app.ui.widgets.scrolled import fill_page, keep_bar
from counter_app.ui.widgets.text_editors import DateEditor


class FormView(ScrollArea):
    """The fields of one form. Judges nothing: it reports keys and shows what it is told."""

    edited = Signal(str)
    """The clerk changed the answer to this key."""
    left = Signal(str)
    """The clerk moved on from this key."""
    entered = Signal(str)
    """The focus came to this key."""

    def __init__(
        self,
        cards: Sequence[FieldsCard] | Callable[[QWidget], Sequence[FieldsCard]],
        parent: QWidget | None = None,
        *,
        page_head: Sequence[QWidget] = (),
    ) -> None:
        """`cards` of the sections, in the order of the form, or what makes them within their parent.

        With `page_head` above them it is a whole page.
        """
        super().__init__(parent)
        self.cards: dict[str, FieldsCard] = {}
        self.editors: dict[str, Editor] = {}
        self._last = ""
        self._inner = QWidget(self)
        self._column = QVBoxLayout(self._inner)
        if not page_head:  # before there is anything in it: what moves is styled anew, with all that is in it
            self.setWidget(self._inner)
            self.setWidgetResizable(True)
        for widget in page_head:
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.add_cards(cards)
        if page_head:
            fill_page(self, self._inner, self._column)
            return
        mark(self._inner, role="page")
        # As wide as the space there is, also before the cards were told how much that is: two columns laid out for
        # more would be cut.
        self._inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_bar(self)
        grid.space(self._column, 0, 0, 8, 16, spacing=12)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add_cards(self, cards: Sequence[FieldsCard] | Callable[[QWidget], Sequence[FieldsCard]]) -> list[FieldsCard]:
        """Put the cards of more sections beneath the others, or what makes them within their parent; return them."""
        added = [*(cards if isinstance(cards, Sequence) else cards(self._inner))]
        for card in added:
            self._take(card)
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            self._tell_width()
        return added

    def _take(self, card: FieldsCard) -> None:
        self.add_card(card)
        self.cards[card.section.key] = card
        self.editors.update(card.editors)
        card.edited.connect(self.edited)
        card.left.connect(self.left)
        card.entered.connect(self.entered)
        card.entered.connect(self._come_to)

    def add_card(self, card: QWidget) -> None:
        """Put a card without fields of the form (attachments) beneath the others."""
        self._column.insertWidget(self._column.count() - 1, card)

    # What stands in it ---------------------------------------------------------------------------------------------

    def show_answers(self, answers: Answers) -> None:
        """Show all answers."""
        for card in self.cards.values():
            card.show_answers(answers)

    def value(self, key: str) -> EditorValue:
        """What stands in the field `key`, unread."""
        return self.editors[key].value()

    def set_required(self, keys: frozenset[str]) -> None:
        """Mark the demanded fields."""
        for card in self.cards.values():
            card.set_required(keys)

    def show_status(self, missing: Mapping[str, int | None], to_check: Mapping[str, int]) -> None:
        """Show in the head of each card how much is missing, or is to be checked; nothing for None."""
        for key, card in self.cards.items():
            card.set_status(missing.get(key), to_check.get(key, 0))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock everything; all can still be read."""
        for card in self.cards.values():
            card.set_read_only(read_only)

    def open_calendars_on(self, today: Callable[[], date]) -> None:
        """Have the calendars of empty dates open on the day at the office, which the computer may not have."""
        for editor in self.editors.values():
            if isinstance(editor, DateEditor):
                editor.today = today

    # Going there ---------------------------------------------------------------------------------------------------

    def focus_key(self, key: str) -> bool:
        """Put the focus on a field; False where the form has no such place."""
        return self._go_to(key, lambda editor: editor.focus_field())

    def resume_key(self, key: str) -> bool:
        """Put the focus back into a field as it was left; False where the form has no such place."""
        return self._go_to(key, lambda editor: editor.resume_field())

    def resume_last(self) -> bool:
        """Put the focus back into the field where it was last, as it was left; False where it was in none."""
        return self.resume_key(self._last)

    def _go_to(self, key: str, go: Callable[[Editor], None]) -> bool:
        if key not in self.editors:
            return False
        self.cards[self._section_of(key)].bring_out(key)
        go(self.editors[key])
        return True

    def focus_first(self) -> None:
        """Put the focus on the first field, with nothing selected: nobody has come to replace it."""
        moving.focus_first(self._inner, Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """A page that was never shown knew no places when its field got the focus: scroll to it now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._come_to_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the cards how much space there is: their own width may be what their content demands."""
        self._tell_width()
        super().resizeEvent(event)

    def _tell_width(self) -> None:
        around = self._column.contentsMargins()
        space = min(self.viewport().width(), self._inner.maximumWidth()) - around.left() - around.right()
        for card in self.cards.values():
            card.set_width(space)

    def sizeHint(self) -> QSize:
        """Whatever space there is."""
        return QSize(grid.px(720), grid.px(600))

    def minimumSizeHint(self) -> QSize:
        """The page never makes the window wider or higher."""
        return QSize(grid.px(240), grid.px(120))

    def _section_of(self, key: str) -> str:
        return next(name for name, card in self.cards.items() if key in card.editors)

    def _come_to_focus(self) -> None:
        here = next((key for key, editor in self.editors.items() if moving.focused_within(editor)), None)
        if here is not None:
            self._come_to(here)

    def _come_to(self, key: str) -> None:
        """Scroll to the field: after a click only, or what was clicked would be gone before the release."""
        self._last = key
        when_released(self, "sight", lambda: self._bring_in_sight(key))

    def _bring_in_sight(self, key: str) -> None:
        if key in self.editors:
            block = self.cards[self._section_of(key)].blocks[key]
            if not block.testAttribute(Qt.WidgetAttribute.WA_Resized):
                block.adjustSize()  # no layout has placed it yet
            self.ensureWidgetVisible(block, 0, grid.px(48))
