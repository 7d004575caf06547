"""The acts of one page at work: an action with its keys for each, buttons for some, lines for F1.

The window's right-click menu offers what the actions of the page carry (`widgets/act_menu.open_menu_at`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from counter_app.ui.base.acts import Act, Placement, said_with_key, when_pressed, written
from counter_app.ui.base.foot_layout import FootLayout
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

P = TypeVar("P", bound=QObject)
_ESCAPE: Final = "Esc"


class PageAction(QAction):
    """The action of one act on its page; does nothing where the act cannot be done now."""

    def __init__(self, page: P, act: Act[P], place: QWidget) -> None:
        """Its keys work within `place`."""
        super().__init__(act.words, place)
        self.act: Act[Any] = act
        self._can = partial(act.when, page)
        self._do = partial(act.do, page)
        self.is_offered = True
        self.setShortcuts([QKeySequence(keys) for keys in act.keys if act.bound and keys != _ESCAPE])
        self.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setAutoRepeat(act.place in (Placement.KEY, Placement.LAST) or bool(act.group))
        when_pressed(self, self._act)

    @property
    def is_possible(self) -> bool:
        """Whether the act can be done now."""
        return self._can()

    def _act(self) -> None:
        if self.is_possible:
            self._do()


class PageActs(QObject):
    """Keys work while the focus is on the page or within it; in a field of text, letters and digits stay text.

    Esc alone is no shortcut: it belongs to the innermost widget that has use for it, and acts on its way up.
    """

    def __init__(
        self, page: P, acts: Sequence[Act[P]], within: QWidget | None = None, *, in_window: bool = False
    ) -> None:
        """An action for each of `acts`; `refresh` says which can be done now. Keys work `within` a part of it.

        What is no widget itself says where its keys work.

        Those of a page `in_window` work wherever in the window the focus is, while the page is in sight.
        """
        super().__init__(page)
        place = within or page
        if not isinstance(place, QWidget):
            raise TypeError(place)
        self.actions = {act.name: PageAction(page, act, place) for act in acts}
        self.buttons: dict[str, QPushButton] = {}
        self._hints: dict[str, QPushButton] = {}
        self._hides = False
        self._escape: QAction | None = None
        for action in self.actions.values():
            if in_window:
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            place.addAction(action)
            if action.act.bound and _ESCAPE in action.act.keys:
                self._escape = action
                place.installEventFilter(self)

    @property
    def _acts(self) -> list[Act[Any]]:
        return [action.act for action in self.actions.values()]

    def refresh(self) -> None:
        """Ask each act whether it can be done now; actions and buttons follow."""
        for name, action in self.actions.items():
            able = action.is_possible
            action.setEnabled(able)
            if (hint := self._hints.get(name)) is not None:
                hint.setEnabled(able)
            if (button := self.buttons.get(name)) is not None:
                button.setEnabled(able)
                if self._hides:
                    button.setVisible(able)

    def say(self, name: str, words: str, *, primary: bool | None = None) -> None:
        """Call an act otherwise from now on, and make it the primary one or not: it depends on what is shown."""
        action = self.actions[name]
        action.act = replace(action.act, words=words)
        action.setText(words)
        if (hint := self._hints.get(name)) is not None:
            hint.setText(_hint(action.act))
        if (button := self.buttons.get(name)) is not None:
            button.setText(action.act.written)
            button.setToolTip(_tip(action.act))
            if primary is not None:
                mark(button, kind="primary" if primary else "")

    def show(self, name: str, *, shown: bool) -> None:
        """Whether an act has its button and its line in the menu; its key works without them too."""
        self.actions[name].is_offered = shown
        self.buttons[name].setVisible(shown)

    def trigger(self, name: str) -> None:
        """Do an act by its name, where it can be done now. Raises `KeyError`."""
        self.actions[name].trigger()

    def offer(self, name: str) -> tuple[str, Callable[[], None]]:
        """Words with the key, and what they do: for an empty page or a message that offers the act."""
        return self.actions[name].act.written, self.actions[name].trigger

    def foot(self, *hints: str, hint: QLabel | None = None, of_fields: bool = False) -> FootLayout:
        """The row of buttons, the primary one last; `hints`, then the acts that are hints, stand before them.

        A page may give its own label for them. The buttons of a page of fields (`of_fields`) leave the keyboard where
        it is, and are hidden while their act cannot be done.
        """
        self._hides = of_fields
        row = FootLayout()
        grid.space(row, spacing=8)
        if hint or hints:
            label = hint or QLabel("   ".join(hints))
            mark(label, role="quiet")
            row.add_left(label)
        for act in self._acts:
            if act.place is Placement.HINT and not act.group:
                row.add_left(self.hint(act.name))
        shown = [act for act in self._acts if act.place is Placement.BUTTON and not act.group]
        for act in sorted(shown, key=lambda act: act.primary):
            if act.name not in self.buttons:
                row.add_right(self.button(act.name))
                if of_fields:
                    self.buttons[act.name].setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return row

    def hint(self, name: str) -> QPushButton:
        """An act as quiet words with its key, which a click does."""
        act = self.actions[name].act
        button = QPushButton(_hint(act))
        mark(button, kind="hint")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(_tip(act))
        when_pressed(button, self.actions[name].trigger)
        self._hints[name] = button
        return button

    def button(self, name: str) -> QPushButton:
        """The button of one act, for a place of its own; `foot` makes those that have none yet."""
        act = self.actions[name].act
        button = QPushButton(act.written)
        button.setToolTip(_tip(act))
        when_pressed(button, self.actions[name].trigger)
        if act.primary:
            mark(button, kind="primary")
        self.buttons[name] = button
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Act upon Esc, where nothing within had use for it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._escape is not None:
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Escape and plain and self._escape.isEnabled():
                self._escape.trigger()
                return True
        return super().eventFilter(watched, event)

    def line(self, *names: str) -> str:
        """The acts of these names, or all, with their keys in one line."""
        acts = [self.actions[name].act for name in names] or self._acts
        return "   ".join(f"{act.key} {act.words}" for act in acts)

    def told(self) -> list[tuple[str, str]]:
        """Keys and words for F1: a line for each act, one for all of a group."""
        lines: dict[str, list[str]] = {}
        for act in (act for act in self._acts if act.keys):
            lines.setdefault(act.group or act.told or act.words, []).extend(map(written, act.keys))
        return [(_shortened(list(dict.fromkeys(keys))), words) for words, keys in lines.items()]


def _hint(act: Act[Any]) -> str:
    return f"{act.key} {act.words}".strip()


def _tip(act: Act[Any]) -> str:
    """What the tool tip of an act's button says: the act, in F1's words where these say more, and its keys."""
    return said_with_key(act.told or act.words, "、".join(dict.fromkeys(map(written, act.keys))))


def _shortened(keys: list[str]) -> str:
    """`keys` in one line, digits and letters that follow each other as their first and last: `←、→、1…5`."""
    digits, letters = ([key for key in keys if len(key) == 1 and held(key)] for held in (str.isdigit, str.isalpha))
    others = [key for key in keys if key not in (*digits, *letters)]
    spans = [f"{run[0]}…{run[-1]}" if len(run) > 1 else run[0] for run in (digits, letters) if run]
    return "、".join([*others, *spans])


def act_on_key(target: QWidget, event: QKeyEvent) -> bool:
    """Do the act that Qt would do for a key that was held back on its way to `target`; False where it is none.

    A field of text keeps its letters, as it would tell Qt by accepting the override.
    """
    override = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
    override.ignore()
    QApplication.sendEvent(target, override)
    return not override.isAccepted() and act_of_key(target, event)


def act_of_key(target: QWidget, event: QKeyEvent, within: QWidget | None = None) -> bool:
    """Do the act that has the key on `target` or on what it lies in, the innermost first; False where none has it.

    `within` is the outermost that is asked, else the window.
    """
    held = event.modifiers().value & ~Qt.KeyboardModifier.KeypadModifier.value
    wanted = [QKeySequence(held | event.key())]
    sign = event.text().strip()
    if sign and sign.isprintable() and not sign.isalnum():  # Qt too finds it whether this keyboard needs Shift or not
        wanted.append(QKeySequence(held & ~Qt.KeyboardModifier.ShiftModifier.value | event.key()))
    place: QWidget | None = target
    while place is not None:
        for action in place.actions():
            if action.isEnabled() and any(keys in action.shortcuts() for keys in wanted):
                action.trigger()
                return True
        place = None if place.isWindow() or place is within else place.parentWidget()
    return False
