"""How a notice was served (送达): signed with one key, refused before a witness, or read aloud from the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.delivery import DeliveryWay, IncompleteDelivery
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.text_editors import TextEditor

_CALM: Final = 300
"""Milliseconds: it comes by itself while paper is printed, and what is typed then was meant for something else."""
_LABEL_WIDTH: Final = 72
_LARGE: Final = 16.0
_SAID: Final = 14.0

Served = Callable[[DeliveryWay, str, str], None]
"""Takes the way, the reason and the witness."""


class DeliveryQuestion(Dialog):
    """Enter: signed. J: refused. D: read aloud. Escape leaves it for later."""

    def __init__(
        self,
        words: str,
        parent: QWidget | None,
        *,
        signed: Callable[[], None],
        refused: Callable[[], None],
        read_aloud: Callable[[], None],
        at_once: bool = False,
    ) -> None:
        """`words` say which notice, and what is recorded of it so far. `at_once` where the clerk asked for it."""
        super().__init__("告知书怎样送达？", words, parent)
        self._acts: dict[Qt.Key, Callable[[], None]] = {Qt.Key.Key_D: read_aloud, Qt.Key.Key_J: refused}
        self._calm = at_once
        self.add_button("以后登记", self.reject, keys="Esc")
        self.add_button("当面宣读  D", lambda: self._go_on(read_aloud))
        self.add_button("拒绝签收  J", lambda: self._go_on(refused))
        self.button = self.add_button(
            "当场签收", lambda: self._go_on(signed), kind="primary", default=True, keys="Return"
        )
        for button in self.findChildren(QPushButton):
            button.installEventFilter(self)
        if not at_once:
            QTimer.singleShot(_CALM, self, self._calm_down)

    @property
    def is_calm(self) -> bool:
        """Whether the question has stood long enough to be read: keys before that were meant for something else."""
        return self._calm

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each way of delivery."""
        act = self._acts.get(Qt.Key(event.key()))
        if act is not None:
            self._go_on(act)
        elif self._calm:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No button is pressed by a key that was on its way before the question came."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._calm:
            return True
        return super().eventFilter(watched, event)

    def _calm_down(self) -> None:
        self._calm = True

    def _go_on(self, act: Callable[[], None]) -> None:
        if self._calm:
            self.accept()
            act()


class RefusalToSign(Dialog):
    """The applicant does not sign: the reason and a witness, as the note on the paper asks for."""

    def __init__(self, keep: Served, parent: QWidget | None) -> None:
        """`keep` records it; what it refuses is told by `say`."""
        super().__init__(
            "拒绝签收", "在告知书两份上注明拒绝签收的事由，由见证人签名；一份交申请人，一份留窗口。", parent
        )
        self._keep = keep
        self.reason = TextEditor("reason", "事由", hint="如：未说明理由")
        self.witness = TextEditor("witness", "见证人", hint="姓名")
        for editor in (self.reason, self.witness):
            self.body.addWidget(FieldBlock(editor, label_width=_LABEL_WIDTH))
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("登记拒绝签收", self.submit, kind="primary")
        moving.make_stop(self.button)
        self.reason.focus_field()

    def submit(self) -> None:
        """Record it; the dialog stays until it is."""
        self.button.setEnabled(False)
        self._keep(DeliveryWay.REFUSED, self.reason.value() or "", self.witness.value() or "")

    def say(self, refusal: Refusal) -> None:
        """Say at its field what is still to be filled in."""
        self.button.setEnabled(True)
        part = refusal.part if isinstance(refusal, IncompleteDelivery) else "reason"
        editor = self.witness if part == "witness" else self.reason
        editor.set_problem(f"{refusal.sentence}；{refusal.remedy}")
        editor.focus_field()


class ReadAloud(Dialog):
    """The whole notice in large plain text, above it three sentences to say; one key copies it for a telephone."""

    def __init__(self, said: str, text: str, done: Callable[[], None], parent: QWidget | None) -> None:
        """`said` is spoken at the window, `text` shown and copied; `done` records that it was read."""
        super().__init__("当面宣读告知书", "", parent)
        self._text = text
        spoken = QLabel(said)
        spoken.setWordWrap(True)
        spoken.setTextFormat(Qt.TextFormat.PlainText)
        mark(spoken, role="strong")
        spoken.setFont(_sized(spoken.font(), _SAID))
        self.page = QPlainTextEdit(text)
        self.page.setReadOnly(True)
        self.page.setAccessibleName("告知书全文")
        self.page.setFont(_sized(self.page.font(), _LARGE))
        grid.fix(self.page, least_height=320)
        self._copied = QLabel()
        mark(self._copied, tone="green")
        for widget in (spoken, self.page, self._copied):
            self.body.addWidget(widget)
        self.add_button("返回", self.reject, keys="Esc")
        self.copy_button: QPushButton = self.add_button("复制全文  C", self.copy)
        self.button = self.add_button("已宣读", lambda: self._finish(done), kind="primary", default=True, keys="Return")
        grid.fix(self, width=860)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """C copies, with or without Ctrl; the arrows and the page keys scroll."""
        match event.key():
            case Qt.Key.Key_C:
                self.copy()
            case Qt.Key.Key_Down | Qt.Key.Key_Up | Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                bar = self.page.verticalScrollBar()
                page = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
                step = bar.pageStep() if page else bar.singleStep()
                bar.setValue(bar.value() + (step if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -step))
            case _:
                super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)
        self._copied.setText("已复制，可以粘贴发给申请人")

    def _finish(self, done: Callable[[], None]) -> None:
        self.accept()
        done()


def _sized(font: QFont, points: float) -> QFont:
    sized = QFont(font)
    sized.setPointSizeF(points * grid.zoom())
    return sized
