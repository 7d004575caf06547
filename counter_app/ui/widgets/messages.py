"""What the program says to the clerk: a bar across the page, and the pages that are empty or busy."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.acts import Action, Callback, when_pressed, with_key
from counter_app.ui.base.shortcuts import remedy_of
from counter_app.ui.base.tasks import CancelToken
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

_DONE_STAYS = 8_000


class Tone(Labelled):
    """What kind of message it is; the word at its start says it as well as the colour."""

    DONE = "green", "完成"
    NOTE = "accent", "说明"
    CAUTION = "amber", "注意"
    REFUSAL = "red", "不能继续"


class MessageBar(QFrame):
    """One sentence and what to do next. Takes no space when it has nothing to say."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="message")
        self._kind = QLabel(self)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QHBoxLayout()
        grid.space(self._buttons, spacing=4)
        self._close = QPushButton("知道了", self)
        mark(self._close, kind="quiet")
        self._close.setToolTip("Esc")
        when_pressed(self._close, self.clear)
        row = QHBoxLayout(self)
        grid.space(row, 12, 6, spacing=12)
        row.addWidget(self._kind)
        row.addWidget(self._words, 1)
        row.addLayout(self._buttons)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.hide()

    def say(
        self, sentence: str, next_step: str = "", *, tone: Tone = Tone.NOTE, actions: tuple[Action, ...] = ()
    ) -> None:
        """Show `sentence` and `next_step`, with a button for each of `actions`. 完成 leaves by itself after a while."""
        self._drop_buttons()
        for words, act in actions:
            button = QPushButton(words, self)
            when_pressed(button, self._then(act))
            self._buttons.addWidget(button)
        whole = "。".join(part.rstrip("。") for part in (sentence, next_step) if part)
        self._kind.setText(tone.label)
        mark(self._kind, role="strong", tone=tone.value)
        mark(self, tone=tone.value)
        self._words.setText(whole)
        self.setAccessibleName(f"{tone.label}：{whole}")
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._timer.stop()
        if tone is Tone.DONE and not actions:
            self._timer.start(_DONE_STAYS)

    def say_refusal(self, refusal: Refusal) -> None:
        """Show why the law, the data or the machine said no, and what to do next."""
        self.say(refusal.sentence, remedy_of(refusal), tone=Tone.REFUSAL)

    @property
    def words(self) -> str:
        """What is said, empty when hidden."""
        return self._words.text()

    def clear(self) -> None:
        """Remove the message."""
        self._timer.stop()
        self._words.clear()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the bar when the focus is on one of its buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _then(self, act: Callback) -> Callable[[], None]:
        def clicked() -> None:
            self.clear()
            act()

        return clicked

    def _drop_buttons(self) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()


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
