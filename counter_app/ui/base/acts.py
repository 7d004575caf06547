"""Acts: what can be done on a page, said once, and how buttons and keys are connected to it."""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from typing import Any, Final, Generic, TypeVar, TypeVarTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton

from counter_app.domain.basics.records import frozen

Callback = Callable[[], object]
"""What a button does."""

P = TypeVar("P")


class Placement(Enum):
    """Where an act is offered beside its key and F1."""

    BUTTON = "button"
    HINT = "hint"
    KEY = "key"
    LAST = "last"
    """Like `KEY`, and in the menu of a right click below the acts of the page."""


def _always(_page: Any) -> bool:  # noqa: ANN401 - of whatever page
    return True


@frozen
class Act(Generic[P]):
    """One thing that can be done on a page `P`; its keys, its button, F1's line and tests follow from this.

    `keys` are Qt's portable texts; the first is written on the button, and there may be none. `when` says whether it
    can be done now. `told` are F1's words where they say more than the button's; acts of one `group` are one line
    there, in its words, and have no button. A key that is not `bound` is heard by the window already, or by a part of
    the page.
    """

    name: str
    words: str
    keys: tuple[str, ...]
    do: Callable[[P], object]
    when: Callable[[P], bool] = _always
    place: Placement = Placement.BUTTON
    primary: bool = False
    told: str = ""
    group: str = ""
    bound: bool = True

    @property
    def key(self) -> str:
        """Its first key as it is written, empty where it has none."""
        return written(self.keys[0]) if self.keys else ""

    @property
    def written(self) -> str:
        """The words of its button."""
        return with_key(self.words, *self.keys[:1])


_WRITTEN: Final = {
    "Return": "Enter",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "PgDown": "PgDn",
    "=": "+",
    "Del": "Delete",
    "Ins": "Insert",
    "Space": "空格",
    "Backspace": "退格",
}


def written(keys: str) -> str:
    """`keys` (Qt's portable text) as people read them on a button: `Enter` for `Return`, an arrow for `Left`."""
    *held, last = keys.split("+") if keys not in ("+", "Ctrl++") else [keys]
    return "+".join((*held, _WRITTEN.get(last, last)))


def with_key(words: str, keys: str = "") -> str:
    """Words of a button with its key behind them, where it has one."""
    return f"{words}  {written(keys)}" if keys else words


def said_with_key(words: str, keys: str) -> str:
    """Words of a sentence or a tool tip with the keys, as they are written, behind them, where there are any."""
    return f"{words}（{keys}）" if keys else words


def key_of(acts: Iterable[Act[Any]], name: str) -> str:
    """The key of an act as it is written, for a sentence that tells of it. Raises `StopIteration`."""
    return next(act.key for act in acts if act.name == name)


About = TypeVarTuple("About")

Action = tuple[str, Callback]
"""Words of a button and what it does."""


def plainly(act: Callback) -> Callable[[], None]:
    """Return `act` without arguments: Qt would hand the button's state to whatever has space for it."""

    def perform() -> None:
        act()

    return perform


def when_pressed(source: QAbstractButton | QAction, act: Callable[[*About], object], *about: *About) -> None:
    """Have a button, or an action behind keys, do `act` with `about`, and never with its own state.

    The one place where the two are connected: connected bare, `act` would get True or False wherever it takes one
    thing more, and a lambda in a loop would act upon the last round.
    """
    signal = source.triggered if isinstance(source, QAction) else source.clicked
    signal.connect(plainly(partial(act, *about)))


def when_ticked(box: QAbstractButton, act: Callable[[bool], object]) -> None:
    """Have `box` tell `act` whether the clerk ticked it; not where the program ticks it."""
    box.clicked.connect(lambda ticked: act(ticked))  # noqa: PLW0108 - Qt gives a builtin nothing
