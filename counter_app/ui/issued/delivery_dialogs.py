"""How a notice was served (送达): signed with one key, refused with proof of it, or read aloud from the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.delivery import DeliveryWay, IncompleteDelivery
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import text_of
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

Served = Callable[[DeliveryWay, dict[str, str]], None]
"""Takes the way, and what is said of a refusal: `reason`, `witness`, `recording`."""


class DeliveryQuestion(Dialog):
    """Asks how a notice was served; it can be left for later."""

    ACTS: ClassVar[tuple[Act[DeliveryQuestion], ...]]

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
        super().__init__("登记送达方式", words, parent)
        self._ways = {"signed": signed, "refused": refused, "read_aloud": read_aloud}
        self.is_calm = at_once
        """Whether the question has stood long enough to be read: keys before that were meant for something else."""
        self.acts = PageActs(self, self.ACTS)
        self.add_acts(self.acts)
        self.acts.buttons["signed"].setFocus()
        if not at_once:
            QTimer.singleShot(_CALM, self, self._calm_down)

    def _calm_down(self) -> None:
        self.is_calm = True

    def go_on(self, way: str) -> None:
        """It was served in this way."""
        self.accept()
        self._ways[way]()


def _is_calm(question: DeliveryQuestion) -> bool:
    return question.is_calm


DeliveryQuestion.ACTS = (
    Act("later", "以后登记", ("Esc",), lambda question: question.reject(), _is_calm),
    Act("read_aloud", "当面宣读", ("D",), lambda question: question.go_on("read_aloud"), _is_calm),
    Act("refused", "拒绝签收", ("J",), lambda question: question.go_on("refused"), _is_calm),
    Act("signed", "当场签收", ("Return", "Enter"), lambda question: question.go_on("signed"), _is_calm, primary=True),
)


class RefusalToSign(Dialog):
    """The applicant does not sign: the reason, and a witness or the recording, as the note on the paper asks for."""

    def __init__(self, keep: Served, parent: QWidget | None) -> None:
        """`keep` records it; what it refuses is told by `say`."""
        super().__init__(
            "拒绝签收",
            "在告知书两份上注明拒收原因，由见证人签名；没有见证人的，写明录音录像的文件。一份交申请人，一份留窗口。",
            parent,
        )
        self._keep = keep
        self.reason = TextEditor("reason", "拒收原因", hint="如：未说明理由")
        self.witness = TextEditor("witness", "见证人", hint="姓名")
        self.recording = TextEditor("recording", "录音录像", hint="没有见证人的，写文件名")
        for editor in (self.reason, self.witness, self.recording):
            self.body.addWidget(FieldBlock(editor, label_width=_LABEL_WIDTH))
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("登记拒绝签收", self.submit, kind="primary")
        moving.make_stop(self.button)
        self.reason.focus_field()

    def submit(self) -> None:
        """Record it; the dialog stays until it is."""
        self.button.setEnabled(False)
        editors = {"reason": self.reason, "witness": self.witness, "recording": self.recording}
        self._keep(DeliveryWay.REFUSED, {name: editor.value() or "" for name, editor in editors.items()})

    def say(self, refusal: Refusal) -> None:
        """Say at its field what is still to be filled in."""
        self.button.setEnabled(True)
        part = refusal.part if isinstance(refusal, IncompleteDelivery) else "reason"
        editor = self.witness if part == "witness" else self.reason
        editor.set_problem(text_of(refusal, "；"))
        editor.focus_field()


class ReadAloud(Dialog):
    """The whole notice in large plain text, above it three sentences to say; it can be copied for a telephone."""

    ACTS: ClassVar[tuple[Act[ReadAloud], ...]]

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
        self._done = done
        self.acts = PageActs(self, self.ACTS)
        self.add_acts(self.acts)
        self.acts.buttons["done"].setFocus()
        grid.fix(self, width=860)

    def scroll_by(self, steps: int, *, pages: bool = False) -> None:
        """Go down by so many lines, or pages; up where they are less than none."""
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + steps * (bar.pageStep() if pages else bar.singleStep()))

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)
        self._copied.setText("已复制，可以粘贴后发送给申请人")

    def finish(self) -> None:
        """It was read."""
        self.accept()
        self._done()


ReadAloud.ACTS = (
    Act("back", "返回", ("Esc",), lambda dialog: dialog.reject()),
    Act("copy", "复制全文", ("C", "Ctrl+C"), ReadAloud.copy),
    Act("done", "已宣读", ("Return", "Enter"), ReadAloud.finish, primary=True),
    Act("down", "向下", ("Down",), lambda dialog: dialog.scroll_by(1), group="翻看"),
    Act("up", "向上", ("Up",), lambda dialog: dialog.scroll_by(-1), group="翻看"),
    Act("page_down", "下一页", ("PgDown",), lambda dialog: dialog.scroll_by(1, pages=True), group="翻看"),
    Act("page_up", "上一页", ("PgUp",), lambda dialog: dialog.scroll_by(-1, pages=True), group="翻看"),
)


def _sized(font: QFont, points: float) -> QFont:
    sized = QFont(font)
    sized.setPointSizeF(points * grid.zoom())
    return sized
