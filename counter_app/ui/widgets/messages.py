"""What the program says to the clerk: a bar across the page, and the pages that are empty or busy."""

from collections.abc import Callable
from enum import IntEnum
from itertools import count

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.acts import Action, Callback, when_pressed, with_key
from counter_app.ui.base.shortcuts import remedy_of
from counter_app.ui.base.spoken import announce
from counter_app.ui.base.still import when_released
from counter_app.ui.base.tasks import CancelToken
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark

_DONE_STAYS = 8_000
_CLOSE = "知道了"
_COUNT = count(1)
_READABLE, _LEAST_WORDS = 12, 9
"""Characters of a message on each of its two lines: those it has where that is possible, and those it always has."""
_LEAST_ACTION = 72
"""Pixels at 100 % to which a button of a message is cut at most."""
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class Tone(Labelled):
    """What kind of message it is; the word at its start says it as well as the colour."""

    DONE = "green", "完成"
    NOTE = "accent", "说明"
    CAUTION = "amber", "注意"
    REFUSAL = "red", "不能继续"


class Rank(IntEnum):
    """In which order messages have the one line there is; those behind are counted."""

    ACT = 0
    """What was just done or refused."""
    WARNING = 1
    """What is still to be dealt with."""
    OFFER = 2
    """What the page found out by itself."""
    REMINDER = 3


@frozen
class Message:
    """One sentence with what to do next, and a button for each of `actions`."""

    words: str
    tone: Tone
    actions: tuple[Action, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether it leaves by itself: something is done, and nothing follows."""
        return self.tone is Tone.DONE and not self.actions


class MessageChannel(QObject):
    """Says one thing at a time; another thing takes its place."""

    changed = Signal()
    """Something else is said, or nothing."""
    closed = Signal()
    """It was taken away."""

    def __init__(self, rank: Rank, parent: QObject | None = None) -> None:
        """Nothing is said yet."""
        super().__init__(parent)
        self.rank = rank
        self.stays = rank is Rank.WARNING
        """Whether what is said goes when it is dealt with, not when somebody begins to by its button."""
        self.message: Message | None = None
        self.said = 0
        """Which of all messages it is, counted from the first: the newer is shown before the older of its rank."""
        self._hidden = False

    @property
    def speaks(self) -> bool:
        """Whether something is said that is to be seen here."""
        return self.message is not None and not self._hidden

    def hide(self, *, hidden: bool) -> None:
        """Keep what is said from sight while the page is in front that it does not belong to."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.changed.emit()

    def say(
        self, sentence: str, next_step: str = "", *, tone: Tone = Tone.NOTE, actions: tuple[Action, ...] = ()
    ) -> None:
        """Say `sentence` and `next_step`, with a button for each of `actions`. 完成 leaves by itself after a while."""
        whole = "。".join(part.rstrip("。") for part in (sentence, next_step) if part)
        self.message = Message(whole, tone, actions)
        self.said = next(_COUNT)
        self.changed.emit()

    def say_refusal(self, refusal: Refusal) -> None:
        """Say why the law, the data or the machine said no, and what to do next."""
        self.say(refusal.sentence, remedy_of(refusal), tone=Tone.REFUSAL)

    @property
    def words(self) -> str:
        """What is said, empty for nothing."""
        return self.message.words if self.message is not None else ""

    def clear(self) -> None:
        """Take it away."""
        if self.message is not None:
            self.message = None
            self.changed.emit()
            self.closed.emit()


class MessageBoard(QObject):
    """The channels of one page, or of the window."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begins without any."""
        super().__init__(parent)
        self._channels: list[MessageChannel] = []

    def channel(self, rank: Rank) -> MessageChannel:
        """Another channel, behind those of its rank that are there."""
        channel = MessageChannel(rank, self)
        channel.changed.connect(self.changed)
        self._channels.append(channel)
        return channel

    def drop(self, channel: MessageChannel) -> None:
        """Forget a channel with what it says."""
        self._channels.remove(channel)
        channel.deleteLater()
        self.changed.emit()

    def speaking(self) -> list[MessageChannel]:
        """Those that say something."""
        return [channel for channel in self._channels if channel.speaks]

    def leave(self) -> None:
        """The page goes from sight: what was only said in passing goes with it, what can be done stays."""
        for channel in self.speaking():
            if channel.rank is Rank.ACT and channel.message is not None and not channel.message.actions:
                channel.clear()


class MessageBar(QFrame):
    """One line for all messages: the first of them and how many are behind it. Its place is kept where it has one."""

    shown = Signal(bool)
    """Whether something is said."""

    def __init__(self, parent: QWidget | None = None, *, board: MessageBoard | None = None) -> None:
        """It shows `board`, and of its own what it is told to say."""
        super().__init__(parent)
        mark(self, role="message")
        self._boards = [MessageBoard(self)]
        self.own = self._boards[0].channel(Rank.ACT)
        """What it is told to say itself."""
        self._front: MessageChannel | None = None
        self._message: Message | None = None
        self._turned = 0
        self._acts: list[_CutButton] = []
        self._kind = QLabel(self)
        self._words = _TwoLines(self)
        self._buttons = QHBoxLayout()
        grid.space(self._buttons, spacing=4)
        self._more = QPushButton(self)
        mark(self._more, kind="quiet")
        when_pressed(self._more, self.turn)
        self._close = QPushButton(_CLOSE, self)
        self._close.setAccessibleName(_CLOSE)
        mark(self._close, kind="quiet")
        self._close.setToolTip("Esc")
        when_pressed(self._close, self.close_front)
        row = QHBoxLayout(self)
        grid.space(row, 12, 0, spacing=12)
        row.addWidget(self._kind)
        row.addWidget(self._words, 1)
        layouts.nest(row, self._buttons)
        row.addWidget(self._more)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close_front)
        self._boards[0].changed.connect(self._look)
        self.hide()
        self.attend(board)

    def attend(self, board: MessageBoard | None) -> None:
        """Show beside its own messages those of the page in front."""
        if [board] == self._boards[1:]:
            return
        for other in self._boards[1:]:
            if isValid(other):
                other.changed.disconnect(self._look)
                other.leave()
        self._boards[1:] = [board] if board is not None else []
        if board is not None:
            board.changed.connect(self._look)
        self._look()

    def channel(self, rank: Rank) -> MessageChannel:
        """Another channel of its own."""
        return self._boards[0].channel(rank)

    def drop(self, channel: MessageChannel) -> None:
        """Forget a channel of its own."""
        self._boards[0].drop(channel)

    def say(
        self, sentence: str, next_step: str = "", *, tone: Tone = Tone.NOTE, actions: tuple[Action, ...] = ()
    ) -> None:
        """As `MessageChannel.say`."""
        self.own.say(sentence, next_step, tone=tone, actions=actions)

    def say_refusal(self, refusal: Refusal) -> None:
        """As `MessageChannel.say_refusal`."""
        self.own.say_refusal(refusal)

    @property
    def words(self) -> str:
        """What is said in the first place, empty for nothing."""
        return self._message.words if self._message is not None else ""

    @property
    def waiting(self) -> int:
        """How many messages are behind the one in sight."""
        return max(0, len(self._speaking()) - 1)

    def clear(self) -> None:
        """Remove what it was told to say itself."""
        self.own.clear()

    def close_front(self) -> None:
        """Remove the message in sight; the one behind it comes forward."""
        if self._front is not None and isValid(self._front):
            self._front.clear()

    def turn(self) -> None:
        """Bring the message behind the one in sight to the front, and from the last go back to the first."""
        self._turned += 1
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again what fits."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A zoom changes what fits."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the message when the focus is on one of its buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_front()
        else:
            super().keyPressEvent(event)

    def _speaking(self) -> list[MessageChannel]:
        speaking = [channel for board in self._boards if isValid(board) for channel in board.speaking()]
        return sorted(speaking, key=lambda one: (one.rank, -one.said if one.rank < Rank.OFFER else 0))

    def _look(self) -> None:
        """Something else is said somewhere: the first in rank is shown."""
        self._turned = 0
        when_released(self, "message", self._show)

    def _show(self) -> None:
        speaking = self._speaking()
        self._front = speaking[self._turned % len(speaking)] if speaking else None
        message = self._front.message if self._front is not None else None
        self._more.setAccessibleName(f"还有{len(speaking) - 1}条")
        self._more.setToolTip("\n".join(one.words for one in speaking if one is not self._front))
        self._more.setVisible(len(speaking) > 1)
        if message is self._message:
            self._fit()
            return
        self._message = message
        self._timer.stop()
        self._drop_buttons()
        if message is None:
            self.hide()
            self.shown.emit(False)
            return
        for words, act in message.actions:
            button = _CutButton(words, self)
            when_pressed(button, self._then(self._front, act))
            self._buttons.addWidget(button)
            self._acts.append(button)
        self._kind.setText(message.tone.label)
        mark(self._kind, role="strong", tone=message.tone.value)
        mark(self, tone=message.tone.value)
        self.setAccessibleName(f"{message.tone.label}：{message.words}")
        self._fit()
        self.show()
        self.shown.emit(True)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        announce(self, self.accessibleName(), at_once=message.tone is Tone.REFUSAL)
        if message.passes:
            self._timer.start(_DONE_STAYS)

    def _then(self, channel: MessageChannel | None, act: Callback) -> Callable[[], None]:
        def clicked() -> None:
            if channel is not None and isValid(channel) and not channel.stays:
                channel.clear()
            act()

        return clicked

    def _fit(self) -> None:
        """Keep space for the words: where it is short what stands beside them is written shorter, then cut."""
        if (message := self._message) is None:
            return
        for short, least in ((False, _READABLE), (True, _READABLE), (True, _LEAST_WORDS)):
            self._kind.setVisible(not short)
            self._words.say(self.accessibleName() if short else message.words)
            self._close.setText("✕" if short else _CLOSE)
            self._more.setText(f"+{self.waiting}" if short else self._more.accessibleName())
            left = self._left_for_actions(least)
            wanted = [button.whole() for button in self._acts]
            if sum(wanted) <= left:
                break
        share = left
        while wanted and sum(min(width, share) for width in wanted) > left and share > grid.px(_LEAST_ACTION):
            share -= max(1, share // 50)
        for button in self._acts:
            button.cut(max(share, grid.px(_LEAST_ACTION)))

    def _left_for_actions(self, characters: int) -> int:
        """Pixels for the buttons of the message beside so many characters a line and all else; at least none."""
        beside: list[QWidget] = [self._close, *([] if self._more.isHidden() else [self._more])]
        if not self._kind.isHidden():
            beside.insert(0, self._kind)
        gaps = (len(beside) + 1) * grid.px(12) + max(0, len(self._acts) - 1) * grid.px(4) + 2 * grid.px(12)
        taken = sum(widget.sizeHint().width() for widget in beside)
        return max(0, self.width() - 2 * self.frameWidth() - taken - gaps - self._words.least(characters))

    def _drop_buttons(self) -> None:
        self._acts.clear()
        layouts.empty(self._buttons)


class _CutButton(QPushButton):
    """A button whose words are cut where space is short; the tool tip and its name have all of them."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._words = words
        self.setAccessibleName(words)

    def whole(self) -> int:
        """The width in pixels that all its words need."""
        self.setText(self._words)
        return self.sizeHint().width()

    def cut(self, width: int) -> None:
        """Be no wider than `width`."""
        whole, metrics = self.whole(), self.fontMetrics()
        self.setToolTip("")
        if whole > width:
            space = width - (whole - metrics.horizontalAdvance(self._words))
            self.setText(metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, space))
            self.setToolTip(self._words)


class _TwoLines(QLabel):
    """Words on at most two lines, however many there are; the tool tip has all of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def say(self, words: str) -> None:
        """Say `words`."""
        self._whole = words
        self._fit()

    def least(self, characters: int) -> int:
        """The width in pixels of so many characters, or of all where they are fewer."""
        metrics = self.fontMetrics()
        return min(metrics.horizontalAdvance(self._whole), metrics.horizontalAdvance("字") * characters)

    def hasHeightForWidth(self) -> bool:
        """Two lines whatever the width."""
        return False

    def sizeHint(self) -> QSize:
        """Two lines, and whatever width is left."""
        return QSize(0, 2 * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew where there is less space."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, width, words = self.fontMetrics(), max(self.width(), 1), self._whole
        kept, most = len(words), max(self.height(), self.sizeHint().height())
        while kept > 1 and metrics.boundingRect(0, 0, width, 2000, _WRAPPED, _cut(words, kept)).height() > most:
            kept -= max(1, kept // 20)
        shown = _cut(words, kept)
        self.setToolTip(words if shown != words else "")
        if shown != self.text():
            self.setText(shown)


def _cut(words: str, kept: int) -> str:
    return words if kept >= len(words) else f"{words[:kept]}…"


class EmptyState(QWidget):
    """A page or list with nothing in it: what would stand here, and the one thing to do."""

    def __init__(
        self, sentence: str, next_step: str = "", *, action: Action | None = None, parent: QWidget | None = None
    ) -> None:
        """`action` becomes the page's main button."""
        super().__init__(parent)
        self._sentence = QLabel(sentence, self)
        mark(self._sentence, role="title")
        self._next = QLabel(next_step, self)
        mark(self._next, role="quiet")
        self._next.setVisible(bool(next_step))
        box = QVBoxLayout(self)
        grid.space(box, 24, spacing=8)
        box.addStretch(1)
        for label in (self._sentence, self._next):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(label)
        if action is not None:
            self.button = QPushButton(action[0], self)
            mark(self.button, kind="primary")
            when_pressed(self.button, action[1])
            box.addSpacing(grid.px(8))
            box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)
        self.setAccessibleName("。".join(part for part in (sentence, next_step) if part))

    def set_text(self, sentence: str) -> None:
        """Say something else."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)

    def explain(self, words: str) -> None:
        """Say below the sentence why there is nothing, or what to do."""
        self._next.setText(words)
        self._next.setVisible(bool(words))
        self.setAccessibleName(f"{self._sentence.text()}。{words}")

    def refuse(self, refusal: Refusal) -> None:
        """Say why there is nothing to be seen, and what to do next."""
        self.set_text(refusal.sentence)
        self.explain(remedy_of(refusal))


class BusyState(QWidget):
    """Long work under way: what is being done, how far it is, and a way out where there is one."""

    cancelled = Signal()

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        """`words` say what is being done."""
        super().__init__(parent)
        self._token: CancelToken | None = None
        self._words = QLabel(words, self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("进度")
        self._button = QPushButton(with_key("取消", "Esc"), self)
        self._button.setShortcut(Qt.Key.Key_Escape)
        when_pressed(self._button, self.cancel)
        box = QVBoxLayout(self)
        grid.space(box, 24, spacing=12)
        box.addStretch(1)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        box.addWidget(self._words)
        grid.fix(self._bar, width=320)
        box.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)

    def begin(self, words: str, token: CancelToken | None = None) -> None:
        """Start anew; without `token` the work cannot be cancelled and no button stands there."""
        self._token = token
        self._button.setVisible(token is not None)
        self._button.setEnabled(token is not None)
        self._bar.setRange(0, 0)
        self.say(words)

    def say(self, words: str) -> None:
        """Say otherwise what is being done."""
        self._words.setText(words)
        self.setAccessibleName(words)

    def advance(self, done: int, total: int, words: str = "") -> None:
        """Show how far the work is; fits `Tasks.run_long(progress=…)`."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words:
            self._words.setText(words)

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._token is not None:
            self._token.cancel()
            self._button.setEnabled(False)
            self.cancelled.emit()
