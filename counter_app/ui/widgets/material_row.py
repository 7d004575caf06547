"""One paper under judgement: its name, three buttons that read as one, its defects, how much of it there is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.materials import UNREVIEWED, Material, MaterialState
from counter_app.ui import grid
from counter_app.ui.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.text_editors import IntegerEditor, TextEditor

STATE_WORDS = {
    MaterialState.UNREVIEWED: "未核对",
    MaterialState.ACCEPTED: "合格",
    MaterialState.REJECTED: "不合格",
    MaterialState.NOT_PRESENTED: "未提交",
}

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
_KEYS = "空格合格,X不合格,0未提交,退格回到未核对,P填写份数页数"


@dataclass(frozen=True, slots=True)
class MaterialSpec:
    """What the panel has to know of a paper. `note` is 应提交 or 可替代填写; `defects` are code and label."""

    key: str
    label: str
    note: str = ""
    defects: Sequence[tuple[str, str]] = ()


class MaterialRow(QFrame):
    """One paper. Takes the focus as a whole; every judgement is one key."""

    judged = Signal(str, object)
    """Key and `Material`, after the clerk changed anything. UNREVIEWED takes the judgement back altogether."""
    step = Signal(int)
    """The clerk wants the paper above (-1) or below (1)."""

    def __init__(self, spec: MaterialSpec, parent: QWidget | None = None) -> None:
        """Begins 未核对."""
        super().__init__(parent)
        self.spec = spec
        self._material = UNREVIEWED
        mark(self, role="material")
        moving.make_stop(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._note = QLabel(self)
        mark(self._note, role="quiet")
        self._segments: dict[MaterialState, QPushButton] = {}
        self._defects: dict[str, QCheckBox] = {}
        self._problem = QLabel(self)
        mark(self._problem, tone="red")
        self._problem.setWordWrap(True)
        self._unsaid = QLabel("按数字勾选不合格的原因", self)
        mark(self._unsaid, tone="red")
        self._more = self._defect_part()
        self._amounts = self._amount_part()
        box = QVBoxLayout(self)
        grid.space(box, 6, 4, spacing=4)
        box.addLayout(self._head())
        for part in (self._unsaid, self._more, self._amounts, self._problem):
            box.addWidget(part)
            part.hide()
        self._show()

    @property
    def material(self) -> Material:
        """The judgement as it stands."""
        return self._material

    def set_material(self, material: Material) -> None:
        """Show a judgement without `judged`."""
        self._material = material
        self._free_note.set_value(material.note)
        self._show()

    def set_problem(self, words: str | None) -> None:
        """Show what keeps this paper from counting."""
        self._problem.setText(words or "")
        self._problem.setVisible(bool(words))
        self._name()

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
        """Judge by key."""
        if not (self._judging_key(event) or moving.move(event, self)):
            super().keyPressEvent(event)

    def _judging_key(self, event: QKeyEvent) -> bool:
        """Do what a key without Ctrl or Alt means for this paper; False where it means nothing."""
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        rejected = self._material.state is MaterialState.REJECTED
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        if key in _STATES:
            self.judge(_STATES[key])
        elif key in _STEPS:
            self.step.emit(_STEPS[key])
        elif key == Qt.Key.Key_P and self._material.state in _PRESENT:
            self._open_amounts()
        elif rejected and event.text() in _DIGITS and int(event.text()) <= len(self.spec.defects):
            self.toggle_defect(self.spec.defects[int(event.text()) - 1][0])
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row in hand has a ring around it."""
        mark(self, current=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """As `focusInEvent`."""
        mark(self, current=False)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the row takes it in hand."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the ticks and counts goes on as everywhere; Escape comes back to the row."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if event.key() == Qt.Key.Key_Escape:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            return moving.move(event, watched)
        return False

    def _head(self) -> QHBoxLayout:
        name = QLabel(self.spec.label, self)
        name.setWordWrap(True)
        words = QVBoxLayout()
        grid.space(words, spacing=0)
        words.addWidget(name)
        words.addWidget(self._note)
        segments = QHBoxLayout()
        segments.setSpacing(0)
        for state, tone, key in _SEGMENTS:
            button = QPushButton(STATE_WORDS[state], self)
            mark(button, role="segment", tone=tone, first=state is MaterialState.ACCEPTED)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(key)
            button.setAccessibleName(f"{self.spec.label}:{STATE_WORDS[state]}")
            button.clicked.connect(lambda _checked=False, state=state: self._press(state))
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

    def _defect_part(self) -> QWidget:
        part = QWidget(self)
        cells = QGridLayout(part)
        grid.space(cells, spacing=0)
        for place, (code, label) in enumerate(self.spec.defects):
            box = QCheckBox(f"{place + 1}  {label}", part)
            box.setAccessibleName(f"{self.spec.label}:{label}")
            box.clicked.connect(lambda _checked=False, code=code: self.toggle_defect(code))
            box.installEventFilter(self)
            self._defects[code] = box
            cells.addWidget(box, place, 0)
        self._free_note = TextEditor(
            f"{self.spec.key}.note", f"{self.spec.label}:补充说明", hint="补充说明(不代替勾选)"
        )
        self._free_note.edited.connect(self._noted)
        cells.addWidget(self._free_note, len(self.spec.defects), 0)
        return part

    def _amount_part(self) -> QWidget:
        part = QWidget(self)
        label, key = self.spec.label, self.spec.key
        self._kind = ChoiceEditor(f"{key}.original", f"{label}:原件或复印件", [("1", "原件"), ("0", "复印件")])
        self._count = IntegerEditor(f"{key}.count", f"{label}:份数")
        self._pages = IntegerEditor(f"{key}.pages", f"{label}:页数")
        row = QHBoxLayout(part)
        grid.space(row, spacing=6)
        row.addWidget(self._kind, 2)
        for editor, unit in ((self._count, "份"), (self._pages, "页")):
            row.addWidget(editor, 1)
            row.addWidget(QLabel(unit, part))
            editor.left.connect(self._counted)
        self._kind.edited.connect(self._counted)
        return part

    def _open_amounts(self) -> None:
        self._kind.set_value("1" if self._material.original else "0")
        self._count.set_value(str(self._material.count))
        self._pages.set_value(str(self._material.pages))
        self._amounts.show()
        self._count.focus_field()

    def _counted(self) -> None:
        """Take kind and counts; what is no count leaves the old one standing and stays in sight."""
        count, pages = (_whole(editor) for editor in (self._count, self._pages))
        self._change(
            replace(
                self._material,
                original=self._kind.value() != "0",
                count=count or self._material.count,
                pages=pages or self._material.pages,
            )
        )

    def _noted(self) -> None:
        self._change(replace(self._material, note=self._free_note.value() or ""))

    def _change(self, material: Material) -> None:
        if material != self._material:
            self._material = material
            self._show()
            self.judged.emit(self.spec.key, material)

    def _show(self) -> None:
        material = self._material
        for state, button in self._segments.items():
            button.setChecked(state is material.state)
        for code, box in self._defects.items():
            box.setChecked(code in material.defects)
        present = material.state in _PRESENT
        amount = f"{'原件' if material.original else '复印件'}{material.count}份{material.pages}页" if present else ""
        unsaid = material.state is MaterialState.REJECTED and not material.defects and bool(self._defects)
        self._unsaid.setVisible(unsaid)
        self._note.setText(" · ".join(part for part in (self.spec.note, amount) if part))
        self._more.setVisible(material.state is MaterialState.REJECTED)
        if not present:
            self._amounts.hide()
        self._name()

    def _name(self) -> None:
        ticked = [label for code, label in self.spec.defects if code in self._material.defects]
        state = STATE_WORDS[self._material.state]
        parts = [self.spec.label, self.spec.note, state, *(ticked if state == "不合格" else [])]
        self.setAccessibleName(",".join(part for part in parts if part))
        self.setAccessibleDescription("。".join(part for part in (self._problem.text(), _KEYS) if part))


def _whole(editor: IntegerEditor) -> int | None:
    """Return the count typed where it is 1 or more; otherwise say so at the field."""
    text = editor.value() or ""
    if text.isascii() and text.isdigit() and int(text) >= 1:
        editor.set_problem(None)
        return int(text)
    editor.set_problem(f"{editor.label}必须是1或以上的整数")
    return None
