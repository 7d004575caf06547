"""How the window speaks: one bar above the page, one question where the papers go."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from counter_app.domain.refusal import Refusal
from counter_app.ui.issuing_flow import Offer
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.messages import MessageBar, Tone


class BarVoice:
    """`Voice` of the issuing flow on the window's message bar."""

    def __init__(self, bar: MessageBar, window: QWidget) -> None:
        """Questions are modal to `window`."""
        self._bar = bar
        self._window = window
        self._about = ""
        self._stays = False

    def refuse(self, refusal: Refusal, *offers: Offer) -> None:
        """Say what cannot be, and what can be done now."""
        self._say(refusal.sentence, refusal.remedy, tone=Tone.REFUSAL, offers=offers, stays=bool(offers))

    def caution(self, refusal: Refusal, *offers: Offer) -> None:
        """Say what should be looked at; what was done stays done."""
        self._say(refusal.sentence, refusal.remedy, tone=Tone.CAUTION, offers=offers, stays=bool(offers))

    def note(self, refusal: Refusal, *offers: Offer) -> None:
        """Say how things stand, where nothing went wrong."""
        self._say(refusal.sentence, refusal.remedy, tone=Tone.NOTE, offers=offers)

    def confirm(self, words: str, *offers: Offer) -> None:
        """Say what was done and what comes next."""
        self._say(words, tone=Tone.DONE, offers=offers, stays=True)

    def wait(self, words: str) -> None:
        """Say what is under way."""
        self._say(words, tone=Tone.NOTE, stays=True)

    def turn_to(self, reference: str) -> None:
        """Another case is in front: what was said of the one before is taken away, save what is still to be done."""
        if reference != self._about:
            self._about = reference
            if not self._stays:
                self._bar.clear()

    def clear(self) -> None:
        """Say nothing any more."""
        self._bar.clear()

    def _say(
        self, words: str, remedy: str = "", *, tone: Tone, offers: tuple[Offer, ...] = (), stays: bool = False
    ) -> None:
        self._stays = stays
        self._bar.say(words, remedy, tone=tone, actions=offers)

    def ask_return(self, labels: Sequence[str], answered: Callable[[bool], None]) -> None:
        """Ask whether the papers stay here; Enter gives them back, the common case."""
        ReturnQuestion(labels, answered, self._window).open()


class ReturnQuestion(Dialog):
    """Do the papers that were handed in go back to the applicant, or stay at the window? One key each."""

    def __init__(self, labels: Sequence[str], answered: Callable[[bool], None], parent: QWidget | None = None) -> None:
        """`labels` of the papers; `answered` gets True when they stay."""
        super().__init__(
            "当事人交来的材料，退还还是留存？",
            "、".join(labels) + "。告知书上会写明；留存的，一个月内移交科技信息化部门。",
            parent,
        )
        self._answered = answered
        self.add_button("返回  Esc", self.reject)
        self.add_button("窗口留存  L", lambda: self._answer(kept=True))
        self.add_button("退还申请人  Enter", lambda: self._answer(kept=False), kind="primary", default=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """L keeps, T gives back."""
        match event.key():
            case Qt.Key.Key_L:
                self._answer(kept=True)
            case Qt.Key.Key_T:
                self._answer(kept=False)
            case _:
                super().keyPressEvent(event)

    def _answer(self, *, kept: bool) -> None:
        self.accept()
        self._answered(kept)
