"""Moving by keyboard: Enter to the next field, Shift+Enter back, Ctrl+Enter to the next section.

A *stop* is a widget that Enter halts at, a *section* one that Ctrl+Enter goes to the first stop of. Both are known by
a Qt property, so that cards, panels and tables need no class in common.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_STOP = "enterStop"
_SECTION = "enterSection"
_END = "enterEnd"

_Modifier = Qt.KeyboardModifier


def make_stop(widget: QWidget) -> None:
    """Let Enter halt at `widget` (or at what in it takes the focus)."""
    widget.setProperty(_STOP, True)


def make_section(widget: QWidget) -> None:
    """Let Ctrl+Enter count `widget` as a section."""
    widget.setProperty(_SECTION, True)


def make_end(widget: QWidget) -> None:
    """Let Enter never leave `widget` for what lies behind it."""
    widget.setProperty(_END, True)


def move(event: QKeyEvent, start: QWidget) -> bool:
    """Move as the Enter key in `event` says; False when it is another key. `start` is the widget that has the focus."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    match event.modifiers() & ~_Modifier.KeypadModifier:
        case _Modifier.NoModifier:
            return to_stop(start)
        case _Modifier.ShiftModifier:
            return to_stop(start, backwards=True)
        case _Modifier.ControlModifier:
            return to_section(start)
        case modifiers if modifiers == _Modifier.ControlModifier | _Modifier.ShiftModifier:
            return to_section(start, backwards=True)
        case _:
            return False


def to_stop(start: QWidget, *, backwards: bool = False) -> bool:
    """Focus the next stop after the one that `start` belongs to; at the end stay, and say True all the same."""
    own = _owner(start, _STOP)
    for widget in _chain(start, backwards=backwards):
        stop = _owner(widget, _STOP)
        if stop is not None and stop is not own:
            _focus(_first(stop) if backwards else widget, backwards=backwards)
            return True
    return True


def to_section(start: QWidget, *, backwards: bool = False) -> bool:
    """Focus the first stop of the next section, or of the one before."""
    own = _owner(start, _SECTION)
    for widget in _chain(start, backwards=backwards):
        section = _owner(widget, _SECTION)
        if section is not None and section is not own and _owner(widget, _STOP) is not None:
            _focus(_first(section) if backwards else widget, backwards=backwards)
            return True
    return True


def focus_first(within: QWidget, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> bool:
    """Focus the first stop inside `within`, as Tab does unless another `reason` is given; False where it has none."""
    first = _first(within)
    if first is within and not _takes_focus(within):
        return False
    first.setFocus(reason)
    return True


def _focus(widget: QWidget, *, backwards: bool) -> None:
    widget.setFocus(Qt.FocusReason.BacktabFocusReason if backwards else Qt.FocusReason.TabFocusReason)


def _first(within: QWidget) -> QWidget:
    """Return the first widget in tab order inside `within` that takes the focus, else `within`."""
    if _takes_focus(within):
        return within
    inside = (one for one in _ring(within) if within.isAncestorOf(one) and _takes_focus(one))
    return next((one for one in inside if _owner(one, _STOP) is not None), within)


def _chain(start: QWidget, *, backwards: bool) -> Iterator[QWidget]:
    """Yield what takes the focus after `start` in tab order, up to the end of its window or sheet, not round again."""
    end, window = _owner(start, _END) or start.window(), start.window()
    widget = start.previousInFocusChain() if backwards else start.nextInFocusChain()
    while widget is not None and widget is not window and widget is not end and widget is not start:
        if _takes_focus(widget) and end.isAncestorOf(widget):
            yield widget
        widget = widget.previousInFocusChain() if backwards else widget.nextInFocusChain()


def _takes_focus(widget: QWidget) -> bool:
    return _stops_tab(widget) and widget.isEnabled() and widget.isVisibleTo(widget.window())


def _stops_tab(widget: QWidget) -> bool:
    """Whether Tab halts at it while it is in sight and enabled."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _owner(widget: QWidget, name: str) -> QWidget | None:
    """Return `widget` or its nearest ancestor with the property `name`."""
    link: QWidget | None = widget
    while link is not None:
        if link.property(name):
            return link
        link = link.parentWidget()
    return None


@contextmanager
def made_behind(widget: QWidget) -> Iterator[None]:
    """What is made meanwhile follows `widget` in tab order; Qt puts it behind all else in the window."""
    window = widget.window()
    last = window.previousInFocusChain() or window
    yield
    behind = [one for one in _ring(window) if widget.isAncestorOf(one) and _stops_tab(one)][-1]
    for one in [*_ring(last, window)]:
        if _stops_tab(one):
            QWidget.setTabOrder(behind, one)
            behind = one


def _ring(start: QWidget, end: QWidget | None = None) -> Iterator[QWidget]:
    """Yield every widget after `start` in tab order, up to `end` or once round."""
    widget = start.nextInFocusChain()
    while widget is not None and widget is not (end or start):
        yield widget
        widget = widget.nextInFocusChain()


def focused_within(widget: QWidget) -> bool:
    """Return whether the focus is in `widget` or below it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
