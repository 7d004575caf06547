"""How the office's platform writes its numbers: one field of the settings, with an example that follows each key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.platform_number import FORMAT_WORDS, NumberFormat
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.style.input_method import Script
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.text_editors import TextEditor

KEY = "office.platform_number_format"


class PlatformFormatCard(SectionCard):
    """Holds the format as it was written; it is kept with the rest of the office."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("备案编号", "录入的编号不合格式时，要再录入一次；不影响备案", parent=parent)
        self.editor = TextEditor(KEY, "编号格式", hint="如 #{18}", script=Script.LATIN)
        self._example = QLabel()
        words = QLabel(FORMAT_WORDS)
        for label in (self._example, words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        mark(words, role="quiet")
        self.add(FieldBlock(self.editor))
        self.add(self._example)
        self.add_wide(words)
        self.editor.line.textChanged.connect(self._show_example)
        self._show_example()

    def show_format(self, written: str) -> None:
        """Show the format that is kept."""
        self.editor.set_value(written)
        self.editor.set_problem(None)

    def format(self) -> str:
        """The format as it is kept."""
        return NumberFormat.read(self.editor.value() or "").written

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong with the format, by the key of its field."""
        words = self._fault()
        self.editor.set_problem(words)
        if words:
            self._example.clear()  # the words stand below the field by now
        return [(KEY, words)] if words else []

    @property
    def example(self) -> str:
        """What is said beside the field."""
        return self._example.text()

    def _fault(self) -> str | None:
        try:
            NumberFormat.read(self.editor.value() or "")
        except Refusal as refusal:
            return text_of(refusal)
        return None

    def _show_example(self, _text: str = "") -> None:
        self.editor.set_problem(None)
        fault = self._fault()
        mark(self._example, tone="amber" if fault else "")
        if fault:
            self._example.setText(fault)
        else:
            read = NumberFormat.read(self.editor.value() or "")
            self._example.setText(f"{read.words}，如 {read.example}")
