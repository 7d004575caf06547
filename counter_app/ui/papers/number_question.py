"""Ctrl+G: a case by the number on any of its papers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.station import Station
from counter_app.ui.style import input_method
from counter_app.ui.style.input_method import Script
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.text_editors import TextEditor


class NumberQuestion(Dialog):
    """Stays until the number is one of ours, or the clerk goes back."""

    def __init__(self, station: Station, found: Callable[[str], None], parent: QWidget | None) -> None:
        """`found` gets the reference of the case."""
        super().__init__("按编号打开", "录入任何一份凭证上的编号，或条码下的号码；扫描条码的，无需打开本窗口。", parent)
        self._station = station
        self._found = found
        self.number = TextEditor("number", "号码", hint="如 BG2026-0012 或 补字〔2026〕12号")
        input_method.write(self.number.line, Script.LATIN)
        self.body.addWidget(FieldBlock(self.number, label_width=56))
        self.number.edited.connect(lambda: self.number.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("打开", self.submit, kind="primary", default=True, keys="Return")
        self.number.line.installEventFilter(self)
        self.number.focus_field()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens: there is no next field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and watched is self.number.line and not self.number.is_composing:
                self.submit()
                return True
        return super().eventFilter(watched, event)

    def look_up(self, text: str) -> None:
        """Look up what was scanned while the window stands."""
        self.number.set_value(text)
        self.submit()

    def submit(self) -> None:
        """Look the number up."""
        typed = (self.number.value() or "").strip()
        if not typed:
            self.number.set_problem("填写凭证编号")
            self.number.focus_field()
            return
        self._station.read(
            lambda backend: cases.find_by_number(backend, typed), done=self._done, failed=self._failed, owner=self
        )

    def _done(self, reference: str) -> None:
        self.accept()
        self._found(reference)

    def _failed(self, refusal: Refusal) -> None:
        self.number.set_problem(text_of(refusal))
        self.number.focus_field()
