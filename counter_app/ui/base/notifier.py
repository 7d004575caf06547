"""How a page or a flow shows messages to the clerk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal

Offer = tuple[str, Callable[[], None]]
"""A button's words and what it does."""


class Notifier(Protocol):
    """Shows messages to the clerk; a `Refusal` carries the sentence and the remedy."""

    def refuse(self, refusal: Refusal, *offers: Offer) -> None:
        """Say what cannot be, and what can be done now."""

    def caution(self, refusal: Refusal, *offers: Offer, about: str = "") -> None:
        """Say what should be looked at; what was done stays done. With `about` it stays until `settle`."""

    def settle(self, about: str) -> None:
        """What was warned of is dealt with."""

    def note(self, refusal: Refusal, *offers: Offer) -> None:
        """Say how things stand, where nothing went wrong."""

    def confirm(self, words: str, *offers: Offer) -> None:
        """Say what was done and what comes next."""

    def wait(self, words: str) -> None:
        """Say what is under way."""

    @property
    def window(self) -> QWidget:
        """What questions are modal to."""
