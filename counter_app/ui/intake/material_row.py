"""One paper under judgement: its name, three buttons that read as one, its defects, its amounts, its scans."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.materials import UNREVIEWED, Material, MaterialState
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.intake.material_parts import AmountPart, DefectPart, MaterialSpec
from counter_app.ui.scans.strip import ScanStrip, Thumbnail
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving

_SEGMENTS = (
    (MaterialState.ACCEPTED, "green", "空格"),
    (MaterialState.REJECTED, "red", "X"),
    (MaterialState.NOT_PRESENTED, "red", "0"),
)
_STATES = {
    Qt.Key.Key_Space: MaterialState.ACCEPTED,
    Qt.Key.Key_X: MaterialState.REJECTED,
    Qt.Key.Key_0: MaterialState.NOT_PRESENTED,
    Qt.Key.Key_Backspace: MaterialState.UNREVIEWED,
}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_DIGITS = tuple("123456789")
_PRESENT = (MaterialState.ACCEPTED, MaterialState.REJECTED)
_KEYS = "空格合格，X不合格，0未提交，退格回到未核对，P填写份数页数，S附扫描件"


__all__ = ["MaterialRow", "MaterialSpec"]


class MaterialRow(QFrame):
    """One paper. Takes the focus as a whole; every judgement is one key."""

    judged = Signal(str, object)
    """Key and `Material`, after the clerk changed anything. UNREVIEWED takes the judgement back altogether."""
    step = Signal(int)
    """The clerk wants the paper above (-1) or below (1)."""
    scan_wanted = Signal(str)
    """A scan is to be chosen for the paper with this key."""
    paste_wanted = Signal(str)
    """What is in the clipboard is to hang on the paper with this key."""
    scan_chosen = Signal(str, str)
    """The scans of the paper are to be looked at, the one with the second name first; empty: any."""

    def __init__(self, spec: MaterialSpec, parent: QWidget | None = None) -> None:
        """Begins 未核对."""
        super().__init__(parent)
        self.spec = spec
        self._material = UNREVIEWED
        self._last_notice: Material | None = None
        mark(self, role="material")
        moving.make_stop(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._note = QLabel(self)
        mark(self._note, role="quiet")
        self._segments: dict[MaterialState, QPushButton] = {}
        self._more: DefectPart | None = None
        self._amounts: AmountPart | None = None
        self._strip: ScanStrip | None = None
        self._read_only = False
        self._problem = QLabel(self)
        mark(self._problem, tone="red")
        self._problem.setWordWrap(True)
        self._unsaid = QLabel("按数字勾选不合格的原因", self)
        mark(self._unsaid, tone="red")
        self._column = QVBoxLayout(self)
        grid.space(self._column, 6, 4, spacing=4)
        self._column.addLayout(self._head())
        for part in (self._unsaid, self._problem):
            self._column.addWidget(part)
            part.hide()
        self._show()

    @property
    def material(self) -> Material:
        """The judgement as it stands."""
        return self._material

    def set_material(self, material: Material) -> None:
        """Show a judgement without `judged`."""
        self._material = material
        self._show()

    def set_last_notice(self, last: Material | None) -> None:
        """On a return visit: the paper as the last notice found it; None where it was not there then."""
        self._last_notice = last
        self._show()

    def _turn_sheet(self, last: Material) -> None:
        """N: another sheet was handed in for the one of the last notice, or after all it is the same."""
        another = self._material.brought > last.brought
        self._change(replace(self._material, brought=last.brought + (0 if another else 1)))

    @property
    def _which_sheet(self) -> str:
        if self._last_notice is None or self._material.state is MaterialState.NOT_PRESENTED:
            return ""
        return "新交来的" if self._material.brought > self._last_notice.brought else "前次那份"

    def set_problem(self, words: str | None) -> None:
        """Show what keeps this paper from counting."""
        self._problem.setText(words or "")
        self._problem.setVisible(bool(words))
        self._name()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the judgement; scans can be looked at all the same."""
        self._read_only = read_only
        for part in (*self._segments.values(), self._more, self._amounts):
            if part is not None:
                part.setEnabled(not read_only)

    def show_scans(self, thumbs: Sequence[Thumbnail]) -> None:
        """Show the scans of the paper; without any they take no space."""
        if self._strip is not None or thumbs:
            self.strip.show_scans(thumbs)
            self.strip.setVisible(bool(thumbs))

    @property
    def strip(self) -> ScanStrip:
        """The scans; made when the first one comes."""
        if self._strip is None:
            self._strip = ScanStrip(self.spec.label, self)
            self._strip.chosen.connect(lambda scan: self.scan_chosen.emit(self.spec.key, scan))
            self._column.insertWidget(1, self._strip)
        return self._strip

    def judge(self, state: MaterialState) -> None:
        """Judge the paper; what was ticked stays ticked, should the clerk come back to 不合格."""
        if state is not self._material.state:
            self._change(replace(self._material, state=state))

    def toggle_defect(self, code: str) -> None:
        """Tick a defect, or take the tick away; a ticked defect makes the paper 不合格."""
        kept = set(self._material.defects) ^ {code}
        ordered = tuple(known for known, _ in self.spec.defects if known in kept)
        state = MaterialState.REJECTED if ordered else self._material.state
        self._change(replace(self._material, state=state, defects=ordered))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Judge by key; Ctrl+V hangs what is in the clipboard on the paper."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit(self.spec.key)
        elif not (self._judging_key(event) or moving.move(event, self)):
            super().keyPressEvent(event)

    def _judging_key(self, event: QKeyEvent) -> bool:
        """Do what a key without Ctrl or Alt means for this paper; False where it means nothing."""
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        rejected = self._material.state is MaterialState.REJECTED
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        if key == Qt.Key.Key_Escape and not self.hasFocus():  # back from the ticks, the note, the amounts
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if key in _STEPS:
            self.step.emit(_STEPS[key])
        elif key == Qt.Key.Key_S:
            self.scan_wanted.emit(self.spec.key)
        elif key == Qt.Key.Key_V:
            self.scan_chosen.emit(self.spec.key, "")
        elif self._read_only:
            return False
        elif key in _STATES:
            self.judge(_STATES[key])
        elif key in (Qt.Key.Key_N, Qt.Key.Key_P):
            return self._sheet_key(key)
        elif rejected and event.text() in _DIGITS and int(event.text()) <= len(self.spec.defects):
            self.toggle_defect(self.spec.defects[int(event.text()) - 1][0])
        else:
            return False
        return True

    def _sheet_key(self, key: Qt.Key) -> bool:
        """Which sheet it is, and how much of it."""
        if key == Qt.Key.Key_N and self._last_notice is not None:
            self._turn_sheet(self._last_notice)
        elif key == Qt.Key.Key_P and self._material.state in _PRESENT:
            self._open_amounts()
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current row has a ring around it."""
        mark(self, current=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """As `focusInEvent`."""
        mark(self, current=False)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the row makes it the current one."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _head(self) -> QHBoxLayout:
        name = QLabel(self.spec.label, self)
        name.setWordWrap(True)
        self._note.setWordWrap(True)
        for label in (name, self._note):
            grid.fix(label, least_width=104)  # takes another line before it takes space from the form
        words = QVBoxLayout()
        grid.space(words, spacing=0)
        words.addWidget(name)
        words.addWidget(self._note)
        segments = QHBoxLayout()
        segments.setSpacing(0)
        for state, tone, key in _SEGMENTS:
            button = QPushButton(state.label, self)
            mark(button, role="segment", tone=tone, first=state is MaterialState.ACCEPTED)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(key)
            button.setAccessibleName(f"{self.spec.label}：{state.label}")
            when_pressed(button, self._press, state)
            self._segments[state] = button
            segments.addWidget(button)
        head = QHBoxLayout()
        grid.space(head, spacing=8)
        head.addLayout(words, 1)
        head.addLayout(segments)
        return head

    def _press(self, state: MaterialState) -> None:
        """A click on the state in force takes it back."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.judge(MaterialState.UNREVIEWED if state is self._material.state else state)
        self._show()

    @property
    def defect_part(self) -> DefectPart:
        """The defects; made when the first paper is rejected, most never are."""
        if self._more is None:
            self._more = DefectPart(self.spec, self)
            self._more.ticked.connect(self.toggle_defect)
            self._more.noted.connect(lambda note: self._change(replace(self._material, note=note)))
            self._column.insertWidget(self._column.indexOf(self._unsaid) + 1, self._more)
        return self._more

    @property
    def amount_part(self) -> AmountPart:
        """The amounts; made when they are first wanted."""
        if self._amounts is None:
            self._amounts = AmountPart(self.spec, self)
            self._amounts.counted.connect(self._counted)
            self._column.insertWidget(self._column.count() - 1, self._amounts)
        return self._amounts

    def _open_amounts(self) -> None:
        self.amount_part.show_material(self._material)
        self.amount_part.show()
        self.amount_part.count.focus_field()

    def _counted(self, counted: Material) -> None:
        original, count, pages = counted.original, counted.count, counted.pages
        self._change(replace(self._material, original=original, count=count, pages=pages))

    def _change(self, material: Material) -> None:
        if material != self._material:
            self._material = material
            self._show()
            self.judged.emit(self.spec.key, material)

    def _show(self) -> None:
        material = self._material
        for state, button in self._segments.items():
            button.setChecked(state is material.state)
        present = material.state in _PRESENT
        amount = f"{'原件' if material.original else '复印件'}{material.count}份{material.pages}页" if present else ""
        unsaid = material.state is MaterialState.REJECTED and not material.defects and bool(self.spec.defects)
        self._unsaid.setVisible(unsaid)
        self._note.setText(" · ".join(part for part in (self.spec.note, amount, self._which_sheet) if part))
        is_rejected = material.state is MaterialState.REJECTED
        if is_rejected:
            self.defect_part.show_material(material)
        if self._more is not None:
            self._more.setVisible(is_rejected)
        if self._amounts is not None and not present:
            self._amounts.hide()
        self._name()

    def _name(self) -> None:
        ticked = [label for code, label in self.spec.defects if code in self._material.defects]
        state = self._material.state.label
        parts = [self.spec.label, self.spec.note, state, *(ticked if state == "不合格" else []), self._which_sheet]
        self.setAccessibleName("，".join(part for part in parts if part))
        self.setAccessibleDescription("。".join(part for part in (self._problem.text(), _KEYS) if part))
