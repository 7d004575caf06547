"""The keys of the page in front, then those that work everywhere."""

from typing import Final

from counter_app.ui.base import shortcuts
from counter_app.ui.widgets.key_groups import MOVING, KeyGroup

_WHERE: Final = {
    "cases": (shortcuts.ONE_CASE, shortcuts.CASES, shortcuts.EVERYWHERE),
    "first_start": (),
    "broken": (),
    "busy": (),
}
_WITH_FIELDS: Final = ("first_start", "settings")

_ALWAYS: Final = ((shortcuts.keys_of("keys"), shortcuts.words_of("keys")), shortcuts.ZOOM)
"""What works also where there is nothing to work on."""

KeyTable = list[tuple[str, list[tuple[str, str]]]]
"""Headings, each with keys and words: what a page tells of its own keys."""


def groups_for(shown: str, own: KeyTable | None) -> list[KeyGroup]:
    """The keys that work now: the page's own, those that move the focus, the window's; `own` None for no open case."""
    where = _WHERE.get(shown, (shortcuts.EVERYWHERE,))
    if shown == "cases" and own is None:
        where = (shortcuts.EVERYWHERE,)
    moving = (MOVING,) if shown in _WITH_FIELDS else ()  # a case tells of its own moves
    window = [KeyGroup(title, lines) for title, lines in shortcuts.listed(*where)]
    always = [] if window else [KeyGroup(shortcuts.EVERYWHERE, _ALWAYS)]
    return [*(KeyGroup(title, lines) for title, lines in own or []), *moving, *window, *always]
