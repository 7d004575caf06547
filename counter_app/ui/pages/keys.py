"""F1: the keys of the page in front, then those that work everywhere."""

from typing import Final

from PySide6.QtWidgets import QWidget

from counter_app.ui import shortcuts
from counter_app.ui.widgets.keys_overlay import MOVING, KeyGroup, KeysOverlay

_WHERE: Final = {
    "cases": (shortcuts.ONE_CASE, shortcuts.CASES, shortcuts.EVERYWHERE),
    "first_start": (),
    "broken": (),
    "busy": (),
}


Told = list[tuple[str, list[tuple[str, str]]]]
"""Headings, each with keys and words: what a page tells of its own keys."""


def groups_for(shown: str, own: Told | None) -> list[KeyGroup]:
    """The keys that work now: the window's, the page's own, those that move the focus."""
    where = _WHERE.get(shown, (shortcuts.EVERYWHERE,))
    if shown == "cases" and own is None:
        where = (shortcuts.EVERYWHERE,)
    window = shortcuts.listed(*where)
    moving = () if shown == "cases" and own is not None else (MOVING,)  # the case tells of its own moves
    told = sorted(own or [], key=lambda group: -len(group[1]))
    first, rest = window[:1], window[1:]
    ordered = [*first, *told[1:2], *reversed(rest), *told[:1], *told[2:]]
    return [*(KeyGroup(title, lines) for title, lines in ordered), *moving]


def show_keys(window: QWidget, shown: str, own: Told | None) -> KeysOverlay:
    """Open the list over `window`; `own` are the keys of the page in front, None where nothing is open."""
    overlay = KeysOverlay(groups_for(shown, own), window)
    overlay.open()
    return overlay
