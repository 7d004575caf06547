"""Messages on the one bar above the page."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.offices import WrongClock
from counter_app.ui.base.notifier import Offer
from counter_app.ui.base.shortcuts import remedy_of
from counter_app.ui.widgets.messages import MessageBar, Tone


class MessageBarNotifier:
    """`Notifier` of the issuing flow on the window's message bar."""

    def __init__(self, bar: MessageBar, window: QWidget, confirm_clock: Callable[[], None]) -> None:
        """Questions are modal to `window`; `confirm_clock` records that the clock is right."""
        self._bar = bar
        self._confirm_clock = confirm_clock
        self._window = window
        self._about = ""
        self._stays = False

    def refuse(self, refusal: Refusal, *offers: Offer) -> None:
        """Say what cannot be, and what can be done now. A wrong clock can be confirmed from every page."""
        if isinstance(refusal, WrongClock) and not offers:
            offers = (("系统时间无误，继续", self._confirm_clock),)
        self._say(refusal.sentence, remedy_of(refusal), tone=Tone.REFUSAL, offers=offers, stays=bool(offers))

    def caution(self, refusal: Refusal, *offers: Offer) -> None:
        """Say what should be looked at; what was done stays done."""
        self._say(refusal.sentence, remedy_of(refusal), tone=Tone.CAUTION, offers=offers, stays=bool(offers))

    def note(self, refusal: Refusal, *offers: Offer) -> None:
        """Say how things stand, where nothing went wrong."""
        self._say(refusal.sentence, remedy_of(refusal), tone=Tone.NOTE, offers=offers)

    def confirm(self, words: str, *offers: Offer) -> None:
        """Say what was done and what comes next."""
        self._say(words, tone=Tone.DONE, offers=offers, stays=True)

    def wait(self, words: str) -> None:
        """Say what is under way."""
        self._say(words, tone=Tone.NOTE, stays=True)

    def switch_case(self, reference: str) -> None:
        """Another case is in front: what was said of the one before is taken away, save what is still to be done."""
        if reference != self._about:
            self._about = reference
            if not self._stays:
                self._bar.clear()

    def clear(self) -> None:
        """Remove the message."""
        self._bar.clear()

    def _say(
        self, words: str, remedy: str = "", *, tone: Tone, offers: tuple[Offer, ...] = (), stays: bool = False
    ) -> None:
        self._stays = stays
        self._bar.say(words, remedy, tone=tone, actions=offers)

    @property
    def window(self) -> QWidget:
        """What questions are modal to."""
        return self._window
