"""Acts behind buttons and keys."""

from collections.abc import Callable

Act = Callable[[], object]
"""What a button does."""

Action = tuple[str, Act]
"""Words of a button and what it does."""


def plainly(act: Act) -> Callable[[], None]:
    """Return `act` without arguments: Qt would hand the button's state to whatever has room for it."""

    def perform() -> None:
        act()

    return perform
