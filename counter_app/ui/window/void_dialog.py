"""Asks why a number is voided: the usual reasons by one key each, or words of one's own."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog


class VoidDialog(Dialog):
    """`answered` gets the reason; nothing is called when the clerk withdraws."""

    def __init__(
        self, written: str, reasons: Sequence[str], answered: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        """`written` is the paper's title and number, `reasons` what is usually the matter."""
        super().__init__(
            f"作废{written}？",
            "编号留在登记簿里，注明作废和原因，不再使用；该件退回上一步，重新出具时用新的编号。先收回已打印的各份。",
            parent,
        )
        self._answered = answered
        self._reasons = list(reasons)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("作废的原因")
        self.reason.setAccessibleName("作废的原因")
        self.reason.returnPressed.connect(self._void)
        for place, words in enumerate(self._reasons, 1):
            button = QPushButton(f"{words}  Alt+{place}")
            button.setAutoDefault(False)
            mark(button, kind="quiet")
            when_pressed(button, self._choose, words)
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.problem = QLabel()
        mark(self.problem, role="problem")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.body.addWidget(self.reason)
        self.add_button("返回  Esc", self.reject)
        button = self.add_button("作废  Enter", self._void, kind="danger")
        button.setAutoDefault(False)
        self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and a digit choose a reason; Enter within the line has been heard by the line."""
        place = event.key() - Qt.Key.Key_1
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and 0 <= place < len(self._reasons):
            self._choose(self._reasons[place])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            event.accept()
        else:
            super().keyPressEvent(event)

    def _choose(self, words: str) -> None:
        self.reason.setText(words)
        self.reason.setFocus()

    def _void(self) -> None:
        words = self.reason.text().strip()
        if not words:
            self.problem.setText("填写作废的原因")
            self.problem.show()
            self.reason.setFocus()
            return
        self.accept()
        self._answered(words)
