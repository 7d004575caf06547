"""Where the platform's number (备案编号) is keyed: once, twice where it looks odd; and how the case stands after."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.filing.platform_number import NumberFormat, read_platform_number
from counter_app.domain.forms.forms import Severity
from counter_app.services.platform.platform_filing import UnusualNumber
from counter_app.services.ports import PlatformCase
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import remedy_of, text_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.text_editors import CodeEditor

_LABEL = 84


class _NumberEditor(CodeEditor):
    """A code that Enter hands in, where in a form it would go to the next field."""

    confirmed = Signal()

    def __init__(self, key: str, label: str, hint: str) -> None:
        super().__init__(key, label, hint=hint)
        mark(self.line, role="large")

    def _as_read(self, typed: str) -> str:
        return read_platform_number(typed)

    def _key(self, event: QKeyEvent, control: QWidget) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.confirmed.emit()
            return True
        return super()._key(event, control)


class NumberStrip(QFrame):
    """The foot of the page: the number to be keyed, or the number the case is filed under."""

    ACTS: ClassVar[tuple[Act[NumberStrip], ...]]
    FIELD_ACTS: ClassVar[tuple[Act[NumberStrip], ...]]

    file_wanted = Signal(str, str)
    """The number as typed, and as typed the second time."""
    other_wanted = Signal(str)
    """The filing that bears the number already is to be looked at: its reference."""
    reprint_wanted = Signal()
    undo_wanted = Signal()
    back_wanted = Signal()
    """Back to the list of items."""

    def __init__(self, expected: NumberFormat, page: QWidget) -> None:
        """`expected` is how the office's platform writes its numbers; the keys of `ACTS` work in the whole `page`."""
        super().__init__(page)
        self.acts = PageActs(self, self.ACTS, page)
        self.field_acts = PageActs(self, self.FIELD_ACTS)
        mark(self, role="card")
        hint = f"{expected.words}，如 {expected.example}"
        self.number = _NumberEditor("platform.number", "备案编号", hint)
        self.again = _NumberEditor("platform.again", "再录入一次", "对照平台再录入一次")
        self._again_block = FieldBlock(self.again, label_width=_LABEL)
        self._other_reference = ""
        self._filed = QLabel()
        self._filed_small = QLabel()
        self._keyed, self._filed_part = QWidget(), QWidget()
        self._lay_out()
        for editor in (self.number, self.again):
            editor.confirmed.connect(self.submit)
        self.number.edited.connect(self._forget_second)
        self.again.edited.connect(lambda: self.again.set_problem(None))
        self.acts.refresh()

    def submit(self) -> None:
        """File under what was typed; the second line is asked for where the service finds the number odd."""
        if not read_platform_number(self.number.value() or ""):
            self.number.set_problem("填写备案平台生成的备案编号")
            self.number.focus_field()
            return
        self.number.set_problem(None)
        self.file_wanted.emit(self.number.value() or "", (self.again.value() or "") if self.asks_again else "")

    @property
    def is_filed(self) -> bool:
        """Whether the case stands there as filed."""
        return not self._filed_part.isHidden()

    @property
    def asks_again(self) -> bool:
        """Whether the number is to be keyed a second time."""
        return not self._again_block.isHidden()

    def focus_number(self) -> None:
        """Put the focus where the number is keyed."""
        (self.again if self.asks_again else self.number).focus_field()

    def propose(self, number: str) -> None:
        """A change keeps the number of what it changes, most of the time."""
        if number and not self.number.value():
            self.number.set_value(number)

    def ask_again(self, odd: UnusualNumber) -> None:
        """Say at the field why the number looks odd, and ask for it a second time."""
        asked = self.asks_again
        self._again_block.show()
        words = odd.sentence
        self._other_reference = ""
        if odd.others:
            other = odd.others[0]
            day = f"（{chinese_date(other.filed_on)}备案）" if other.filed_on else ""
            words = f"“{other.unit_name}”{day}也是这个备案编号"
            self._other_reference = other.reference
        self._show_other()
        self.number.set_problem(words, Severity.ADVISORY)
        self.again.set_problem(text_of(odd, "，") if asked else remedy_of(odd), Severity.ADVISORY)
        self.again.set_value(None)
        self.again.focus_field()

    def show_filed(self, case: PlatformCase) -> None:
        """The case is filed: say under which number, since when and by whom."""
        self._filed.setText(f"备案编号  {case.platform_number}")
        day = chinese_date(case.filed_on) if case.filed_on else ""
        self._filed_small.setText(f"{day}备案，{case.window}（{case.clerk}）")
        self._keyed.hide()
        self._filed_part.show()
        self.acts.refresh()

    def show_open(self) -> None:
        """The number can be keyed."""
        self._filed_part.hide()
        self._keyed.show()
        self.acts.refresh()

    @property
    def knows_other(self) -> bool:
        """Whether another filing bears the number that was keyed."""
        return bool(self._other_reference)

    def look_at_other(self) -> None:
        """Leave this case for the one that bears the number already."""
        self.other_wanted.emit(self._other_reference)

    def _show_other(self) -> None:
        self.acts.buttons["other"].setVisible(self.knows_other)
        self.acts.refresh()

    def _forget_second(self) -> None:
        self.number.set_problem(None)
        self.again.set_value(None)
        self.again.set_problem(None)
        self._again_block.hide()
        self._other_reference = ""
        self._show_other()

    def _lay_out(self) -> None:
        cells = QGridLayout(self._keyed)
        grid.space(cells, spacing=8, across=12)
        cells.addWidget(FieldBlock(self.number, label_width=_LABEL), 0, 0)
        cells.addWidget(self._again_block, 1, 0)
        for row, name in enumerate(("file", "other")):
            cells.addWidget(self.acts.button(name), row, 1, Qt.AlignmentFlag.AlignTop)
        mark(self.acts.buttons["other"], kind="quiet")
        cells.setColumnStretch(0, 1)
        self._again_block.hide()
        self.acts.buttons["other"].hide()
        box = QVBoxLayout(self)
        grid.space(box, 16, 12)
        box.addWidget(self._keyed)
        box.addWidget(self._filed_part)
        self._lay_out_filed()
        self._filed_part.hide()

    def _lay_out_filed(self) -> None:
        mark(self._filed, role="headline", tone="green")
        mark(self._filed_small, role="quiet")
        for label in (self._filed, self._filed_small):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said = QVBoxLayout()
        grid.space(said, spacing=4)
        said.addWidget(self._filed)
        said.addWidget(self._filed_small)
        row = QHBoxLayout(self._filed_part)
        grid.space(row, spacing=12)
        layouts.nest(row, said, 1)
        for name in ("undo", "reprint"):
            row.addWidget(self.acts.button(name))
        mark(self.acts.buttons["undo"], kind="danger")


NumberStrip.ACTS = (
    Act(
        "file",
        "备案并打印回执",
        ("Return",),
        NumberStrip.submit,
        lambda strip: not strip.is_filed,
        primary=True,
        told="在备案编号处：备案并打印回执",
        bound=False,
    ),
    Act("other", "查看该件", (), NumberStrip.look_at_other, lambda strip: strip.knows_other),
    Act("undo", "撤销备案…", (), lambda strip: strip.undo_wanted.emit(), lambda strip: strip.is_filed),
    Act("reprint", "补打回执", ("P",), lambda strip: strip.reprint_wanted.emit(), lambda strip: strip.is_filed),
)
NumberStrip.FIELD_ACTS = (
    Act(
        "items",
        "回到项目",
        ("Esc",),
        lambda strip: strip.back_wanted.emit(),
        place=Placement.KEY,
        told="在备案编号处：回到项目",
    ),
)
