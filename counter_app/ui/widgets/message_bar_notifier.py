"""Messages of acts on the one line above the page: each with its page and its truth, warnings until dealt with."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal, Unfinished
from counter_app.services.office.offices import WrongClock
from counter_app.ui.base.notifier import Offer
from counter_app.ui.base.shortcuts import remedy_of
from counter_app.ui.widgets.messages import MessageBar, MessageChannel, Rank, Tone

_CASES = "cases"


class MessageBarNotifier:
    """`Notifier` of the issuing flow on the window's message bar."""

    def __init__(self, bar: MessageBar, window: QWidget, confirm_clock: Callable[[], None]) -> None:
        """Questions are modal to `window`; `confirm_clock` records that the clock is right."""
        self._bar = bar
        self._confirm_clock = confirm_clock
        self._window = window
        self._place = ("", "")
        self._unfinished = 0
        self._under_way = ""
        self._act = bar.own
        self._reminder = bar.channel(Rank.REMINDER)
        self._warnings: dict[str, tuple[MessageChannel, str]] = {}
        self._reminders: dict[str, MessageChannel] = {}

    def refuse(self, refusal: Refusal, *offers: Offer) -> None:
        """Say what cannot be, and what can be done now. A wrong clock can be confirmed from every page."""
        if isinstance(refusal, WrongClock) and not offers:
            offers = (("系统时间无误，继续", self._confirm_clock),)
        self._act.say(refusal.sentence, remedy_of(refusal), tone=Tone.REFUSAL, actions=offers)
        self._unfinished = self._act.said if isinstance(refusal, Unfinished) else 0

    def edited(self) -> None:
        """Something was entered: that what was entered before did not do is true no longer."""
        if self._unfinished and self._unfinished == self._act.said:
            self._unfinished = 0
            self._act.clear()

    def caution(self, refusal: Refusal, *offers: Offer, about: str = "") -> None:
        """Say what should be looked at; what was done stays done.

        What can be done about it stays on the line until it is done (`settle` of `about`) or put away.
        """
        if not about:
            self._act.say(refusal.sentence, remedy_of(refusal), tone=Tone.CAUTION, actions=offers)
            return
        self._act.clear()
        self.settle(about)
        channel = self._bar.channel(Rank.WARNING)
        self._warnings[about] = channel, self._place[0]
        channel.closed.connect(lambda: self.settle(about))
        channel.say(refusal.sentence, remedy_of(refusal), tone=Tone.CAUTION, actions=offers)

    def settle(self, about: str) -> None:
        """What was warned or reminded of is dealt with."""
        if about in self._warnings:
            channel, _page = self._warnings.pop(about)
            self._bar.drop(channel)
        if about in self._reminders:
            self._bar.drop(self._reminders.pop(about))

    def remind(self, refusal: Refusal, *offers: Offer, about: str = "") -> None:
        """Say what is due by and by: behind everything else. With `about` it stays until `settle`, or put away."""
        channel = self._reminder
        if about:
            self.settle(about)
            channel = self._reminders[about] = self._bar.channel(Rank.REMINDER)
            channel.stays = True
            channel.closed.connect(lambda: self.settle(about))
        channel.say(refusal.sentence, remedy_of(refusal), tone=Tone.NOTE, actions=offers)

    def note(self, refusal: Refusal, *offers: Offer) -> None:
        """Say how things stand, where nothing went wrong."""
        self._act.say(refusal.sentence, remedy_of(refusal), tone=Tone.NOTE, actions=offers)

    def confirm(self, words: str, *offers: Offer) -> None:
        """Say what was done and what comes next."""
        self._act.say(words, tone=Tone.DONE, actions=offers)

    def wait(self, words: str) -> None:
        """Say what is under way."""
        self._under_way = words
        self._act.say(words, tone=Tone.NOTE)

    def go_to(self, page: str, reference: str) -> None:
        """Another page or case is in front: what was said of the one before goes, save what is done or under way.

        Warnings stay with the page on which they were given, and with the cases, where the day goes on.
        """
        if (page, reference) == self._place:
            return
        self._place = page, reference
        message = self._act.message
        if message is not None and not message.passes and message.words != self._under_way:
            self._act.clear()
        for channel, said_on in self._warnings.values():
            channel.hide(hidden=page not in (said_on, _CASES))

    def clear(self) -> None:
        """Remove what was said last."""
        self._act.clear()

    @property
    def window(self) -> QWidget:
        """What questions are modal to."""
        return self._window
