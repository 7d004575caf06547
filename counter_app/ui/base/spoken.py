"""What is said to those who do not see the screen, at the moment it changes."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def announce(source: QObject, words: str, *, at_once: bool = False) -> None:
    """Have a screen reader say `words`; `at_once` interrupts what it is saying. Nothing where none is running."""
    if not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(source, words)
    if at_once:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
