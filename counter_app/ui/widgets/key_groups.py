"""Keys as F1 lists them: in groups, and the keys that every page with fields has."""

from collections.abc import Sequence

from counter_app.domain.basics.records import frozen

KeyLine = tuple[str, str]
"""Keys as written on the keyboard, and what they do."""


@frozen
class KeyGroup:
    """Keys under one heading."""

    title: str
    lines: Sequence[KeyLine]


FIELD_MOVES: Sequence[KeyLine] = (("Enter", "下一项"), ("Shift+Enter", "上一项"), ("Alt+↓", "打开列表或日历"))
MOVING = KeyGroup("移动", (*FIELD_MOVES, ("Ctrl+Enter", "下一部分"), ("Ctrl+Shift+Enter", "上一部分")))
"""Keys that work on every page with fields."""
