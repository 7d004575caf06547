"""Acts behind buttons and keys."""

from collections.abc import Callable
from functools import partial
from typing import TypeVarTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton

Act = Callable[[], object]
"""What a button does."""

About = TypeVarTuple("About")

Action = tuple[str, Act]
"""Words of a button and what it does."""


def plainly(act: Act) -> Callable[[], None]:
    """Return `act` without arguments: Qt would hand the button's state to whatever has room for it."""

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
