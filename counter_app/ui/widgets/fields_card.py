"""The sections of a form as cards: fields in the clerk's order, what is seldom asked folded away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Field, FieldType, Section
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid
from counter_app.ui.style.theme import current, mark
from counter_app.ui.widgets.editor import Editor, EditorValue
from counter_app.ui.widgets.field_block import LABEL_WIDTH, FieldBlock, FieldSpec, editor_for
from counter_app.ui.widgets.field_flow import FieldFlow
from counter_app.ui.widgets.section_card import SectionCard

FOLD: Final = "Ctrl+M"
"""The key of the act by which a page folds its cards."""
_WITH_BASIS: Final = 552
"""Pixels at 100 % from which on the head of a card has space for its basis."""


@frozen
class FieldSlot:
    """Where one field stands: across the whole card or not, folded away or not, and a shorter label for the screen."""

    key: str
    wide: bool = False
    folded: bool = False
    label: str = ""


class RequiredFieldBlock(FieldBlock):
    """A field with a red star between label and editor while it is demanded."""

    def __init__(self, field: Field, editor: Editor, slot: FieldSlot, label_width: int, parent: QWidget) -> None:
        """`slot` may give a shorter label."""
        super().__init__(editor, label=slot.label or field.label, label_width=label_width, parent=parent)
        self._plain = field.label
        self.is_required = False
        self.explain(field.explanation)

    def set_required(self, required: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Show or hide the star, and say 必填 to assistive technology."""
        if required == self.is_required:
            return
        self.is_required = required
        self.editor.label = f"{self._plain}，必填" if required else self._plain
        control = self.editor.focusProxy()
        if isinstance(control, QLineEdit):
            control.setAccessibleName(self.editor.label)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The star stands level with the first line. Painted: a label for it would cost 14 KB in every open case."""
        super().paintEvent(event)
        if self.is_required:
            left = self._label.geometry().right() + 1
            painter = QPainter(self)
            painter.setPen(current().colours["red"])
            space = QRect(left, 0, self.editor.x() - left, grid.px(34))
            painter.drawText(space, Qt.AlignmentFlag.AlignCenter, "*")
            painter.end()


class FieldsCard(SectionCard):
    """One section of plain fields."""

    edited = Signal(str)
    """The clerk changed the answer to this key."""
    left = Signal(str)
    """The clerk moved on from this key."""
    entered = Signal(str)
    """The focus came to this key."""

    def __init__(
        self,
        section: Section,
        slots: Sequence[FieldSlot],
        companions: Mapping[str, str] | None = None,
        *,
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """`companions` of the form: a field stands hidden until the one beside it was left blank."""
        super().__init__(section.label, section.basis, columns=1, parent=parent)
        self.section = section
        if section.group is None:
            grid.space(self._box, 16, 12, 16, 2, spacing=8)  # the last field has room for a line beneath it
            grid.space(self._cells, spacing=2)
        self._label_width = label_width
        self.editors: dict[str, Editor] = {}
        self.blocks: dict[str, RequiredFieldBlock] = {}
        self._companions = {
            key: other for key, other in (companions or {}).items() if key in {f.key for f in section.fields}
        }
        self._main, self._more = FieldFlow(self), FieldFlow(self)
        self._folded: list[str] = []
        fields = {field.key: field for field in section.fields}
        for slot in slots:
            self._add(fields[slot.key], slot)
        self._fold = QPushButton(self)
        self._build_fold([fields[key].label for key in self._folded])
        for key in self._companions:
            self.blocks[key].hide()

    def _build_fold(self, labels: list[str]) -> None:
        mark(self._fold, kind="quiet")
        self._fold.setToolTip("、".join(labels))
        when_pressed(self._fold, self.toggle_more)
        if not labels:
            self._fold.hide()
        self.add_to_head(self._fold)
        for flow in (self._main, self._more):
            self.add_wide(flow)
        if not self.editors:  # to show what nothing hid would style it before it stands where it belongs
            self._main.hide()
        self._more.hide()
        self._say_fold()

    def _add(self, field: Field, slot: FieldSlot) -> None:
        spec = FieldSpec(
            key=field.key,
            label=field.label,
            type=field.type.value,
            choices=[(c.code, c.label_with_basis) for c in field.code_list.choices] if field.code_list else (),
            hint=field.label if field.type is FieldType.FLAG and slot.label else field.hint,
            latin=field.latin,
        )
        editor = editor_for(spec)
        folded = slot.folded and not field.is_needed
        flow = self._more if folded else self._main
        block = RequiredFieldBlock(field, editor, slot, self._label_width, flow)
        flow.add(block, wide=slot.wide or field.type is FieldType.CHOICES)
        if folded:
            self._folded.append(field.key)
        editor.edited.connect(lambda: self.edited.emit(field.key))
        editor.left.connect(lambda: self.left.emit(field.key))
        editor.entered.connect(lambda: self.entered.emit(field.key))
        self.editors[field.key] = editor
        self.blocks[field.key] = block

    def add_below(self, key: str, widget: QWidget) -> None:
        """Put `widget` beneath the field `key`, which is not folded away."""
        self._main.add_below(self.blocks[key], widget)

    def set_width(self, width: int) -> None:
        """Where `width` pixels are little the head goes without the basis: it stands at every item of the verdict."""
        if self.section.group is None:
            self.set_basis(self.section.basis if width >= grid.px(_WITH_BASIS) else "")
        self.fit_head(width)

    # What stands in it ---------------------------------------------------------------------------------------------

    def show_answers(self, answers: Answers) -> None:
        """Show every answer as it was typed, codes by their labels where they can be read."""
        for key, editor in self.editors.items():
            editor.set_value(shown(answers, key))
        self.reveal(answers, set(self.editors))
        if any(not answers.is_blank(key) for key in self._folded):
            self.unfold()

    def reveal(self, answers: Answers, judged: set[str]) -> None:
        """Show a companion where it is of use: its partner was left blank (is in `judged`), or it is filled."""
        for key, partner in self._companions.items():
            filled = not answers.is_blank(key)
            wanted = filled or (partner in judged and answers.is_blank(partner) and bool(judged))
            block = self.blocks[key]
            if wanted == block.isHidden() and not (block.isVisible() and self.editors[key].hasFocus()):
                block.setVisible(wanted)
                self._main.arrange()

    def show_wanted(self, answers: Answers) -> None:
        """Hide the fields that are demanded only for certain choices (`when … is`) while another one is made."""
        wanted = {
            field.key: field.demand.when.holds(answers)
            for field in self.section.fields
            if field.demand is not None and field.demand.when is not None and field.demand.when.values
        }
        if any(self.blocks[key].isHidden() == shown for key, shown in wanted.items()):
            for key, shown in wanted.items():
                self.blocks[key].setVisible(shown)
            self._main.arrange()

    def show_fields(self, shown: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Show or hide all fields of the card; its head stays."""
        self._main.setVisible(shown and bool(self.editors))

    def show_only(self, keys: Collection[str]) -> None:
        """Show the fields `keys` and no others; without any of them the card is hidden."""
        for key, block in self.blocks.items():
            block.setVisible(key in keys)
        self.setVisible(any(key in keys for key in self.blocks))

    def show_before(self, before: Mapping[str, str]) -> None:
        """Say at each changed field what is on file there."""
        for key, block in self.blocks.items():
            if key in before:
                self.bring_out(key)
            block.set_before(before.get(key))

    def set_required(self, keys: frozenset[str]) -> None:
        """Mark the demanded fields."""
        for key, block in self.blocks.items():
            block.set_required(key in keys)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock every field; all can still be read."""
        for editor in self.editors.values():
            editor.set_read_only(read_only)

    # Folding -------------------------------------------------------------------------------------------------------

    @property
    def can_fold(self) -> bool:
        """Whether there are optional fields to fold away."""
        return bool(self._folded)

    @property
    def is_unfolded(self) -> bool:
        """Whether the optional fields are in sight."""
        return not self._more.isHidden()

    def unfold(self) -> None:
        """Bring the optional fields in sight."""
        if self._folded and not self.is_unfolded:
            self.toggle_more()

    def toggle_more(self) -> None:
        """Fold the optional fields away or bring them back; bringing them back by hand goes to the first of them."""
        if not self._folded:
            return
        self._more.setVisible(self._more.isHidden())
        self._more.arrange()
        self._say_fold()

    def bring_out(self, key: str) -> None:
        """Have the field `key` in sight: unfold, reveal."""
        if key in self._folded:
            self.unfold()
        block = self.blocks[key]
        if block.isHidden():
            block.show()
            self._main.arrange()

    def _say_fold(self) -> None:
        words = f"{'收起' if self.is_unfolded else '展开'}可选项"
        self._fold.setText(f"{words}  {FOLD}")
        self._fold.setAccessibleName(f"{words}：{self._fold.toolTip()}")


def shown(answers: Answers, key: str) -> EditorValue:
    """What an editor shows for `key`: codes where the answer can be read as such, else what was typed."""
    value, raw = answers.get(key), answers.raw.get(key)
    match answers.form.fields[key].type:
        case FieldType.CHOICES:
            if isinstance(value, tuple):
                return [str(code) for code in value]
            return raw if isinstance(raw, list) else [str(raw)] if raw else None
        case FieldType.CHOICE:
            return str(value) if value is not None else None if raw is None else str(raw)
        case FieldType.FLAG:
            return value is True
        case _:
            return None if raw is None else str(raw)
