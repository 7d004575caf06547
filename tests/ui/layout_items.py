"""Which items of layouts Python has objects for, that are not told when Qt deletes the item."""

from PySide6.QtWidgets import QSpacerItem, QWidgetItem
from shiboken6 import createdByPython, getAllValidWrappers, invalidate

_KINDS = {QWidgetItem, QSpacerItem}  # layouts in layouts are QObjects: of those PySide is told


def kept_items():
    """The kinds of them, by name; a new event or widget at the address of one that is gone would be taken for it.

    Afterwards there are none: what one test left behind harms no other.
    """
    kept = [one for one in getAllValidWrappers() if type(one) in _KINDS and not createdByPython(one)]
    for one in kept:
        invalidate(one)
    return [type(one).__name__ for one in kept]
