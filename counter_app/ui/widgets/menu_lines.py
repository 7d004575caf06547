"""The lines of a menu: what can be done now, before a menu is built of it."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction

from counter_app.domain.basics.records import frozen
from counter_app.ui.base.acts import Placement
from counter_app.ui.base.page_acts import PageAction


@frozen
class MenuLine:
    """What an act is called, its keys, and the act."""

    words: str
    keys: str
    act: Callable[[], object]


def lines_of(actions: Iterable[QAction], *, last: bool = False) -> list[MenuLine]:
    """A line for each act of `actions` that can be done now: those of `Placement.LAST`, or all others."""
    return [
        MenuLine(action.act.words, action.act.key, action.trigger)
        for action in actions
        if isinstance(action, PageAction)
        and action.is_offered
        and action.isEnabled()
        and action.is_possible
        and not action.act.group
        and (action.act.place is Placement.LAST) == last
    ]
