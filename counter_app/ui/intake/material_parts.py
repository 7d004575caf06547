"""What a paper under judgement opens on demand: its defects, and how much of it was handed in."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.reading import read_whole_number
from counter_app.domain.basics.records import frozen
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.text_editors import IntegerEditor, TextEditor


@frozen
class MaterialSpec:
    """What the panel has to know of a paper. `note` is 应提交, 应出示 or 可替代填写; `defects` are code and label.

    One that is `shown_only` goes back to its holder at once: nobody asks how many pages it has.
    """

    key: str
    label: str
    note: str = ""
    defects: Sequence[tuple[str, str]] = ()
    shown_only: bool = False


class _Tick(QCheckBox):
    """A box whose space bar is its own, where the paper has an act of that key."""

    def event(self, event: QEvent) -> bool:
        """Say so when Qt asks whether the key is an act's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() == Qt.Key.Key_Space)
        return super().event(event)


class DefectPart(QWidget):
    """The defects a clerk can tick, and a free note that never stands for one of them."""

    ticked = Signal(str)
    """The code of the defect whose tick was turned over."""
    noted = Signal(str)
    """The whole note after a change."""

    def __init__(self, spec: MaterialSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        grid.space(column, spacing=0)
        self._boxes: dict[str, QCheckBox] = {}
        for number, (code, label) in enumerate(spec.defects, 1):
            box = _Tick(f"{number}  {label}", self)
            box.setAccessibleName(f"{spec.label}：{label}")
            when_pressed(box, self.ticked.emit, code)
            box.installEventFilter(self)
            self._boxes[code] = box
            column.addWidget(box)
        self.note = TextEditor(
            f"{spec.key}.note", f"{spec.label}：补充说明", hint="补充说明（不代替勾选）", parent=self
        )
        self.note.edited.connect(lambda: self.noted.emit(self.note.value() or ""))
        column.addWidget(self.note)

    def show_material(self, material: Material) -> None:
        """Show ticks and note."""
        for code, box in self._boxes.items():
            box.setChecked(code in material.defects)
        self.note.set_value(material.note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a tick goes on as everywhere."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return moving.move(event, watched)
        return False


class AmountPart(QWidget):
    """Original or copy, how many, how many pages."""

    counted = Signal(Material)
    """The `Material` with the amounts as typed."""

    def __init__(self, spec: MaterialSpec, parent: QWidget | None = None) -> None:
        """One original of one page."""
        super().__init__(parent)
        self._material = Material()
        label, key = spec.label, spec.key
        kinds = [("original", "原件"), ("copy", "复印件")]
        self.kind = ChoiceEditor(f"{key}.original", f"{label}：原件或复印件", kinds, parent=self)
        self.count = IntegerEditor(f"{key}.count", f"{label}：份数", parent=self)
        self.pages = IntegerEditor(f"{key}.pages", f"{label}：页数", parent=self)
        row = QHBoxLayout(self)
        grid.space(row, spacing=6)
        row.addWidget(self.kind, 2)
        for editor, unit in ((self.count, "份"), (self.pages, "页")):
            row.addWidget(editor, 1)
            row.addWidget(QLabel(unit, self))
            editor.left.connect(self.commit)
        self.kind.edited.connect(self.commit)

    def show_material(self, material: Material) -> None:
        """Show the amounts of `material`."""
        self._material = material
        self.kind.set_value("original" if material.original else "copy")
        self.count.set_value(str(material.count))
        self.pages.set_value(str(material.pages))

    def commit(self) -> None:
        """Tell the amounts; what is no count leaves the old one standing, stays in sight and is said to be none."""
        count, pages = _whole(self.count), _whole(self.pages)
        self._material = replace(
            self._material,
            original=self.kind.value() != "copy",
            count=count or self._material.count,
            pages=pages or self._material.pages,
        )
        self.counted.emit(self._material)


def _whole(editor: IntegerEditor) -> int | None:
    number = read_whole_number(editor.value() or "")
    if number is not None and number >= 1:
        editor.set_problem(None)
        return number
    editor.set_problem(f"{editor.label}必须是1或以上的整数")
    return None
