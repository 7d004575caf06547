"""One paper under judgement: its name, three buttons that read as one, its defects, its amounts, its scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from counter_app.domain.basics.materials import UNREVIEWED, Material, MaterialState
from counter_app.ui.base.acts import Act, Placement, key_of, when_pressed
from counter_app.ui.intake.material_parts import AmountPart, DefectPart, MaterialSpec
from counter_app.ui.scans.strip import ScanStrip, Thumbnail
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.fitting_label import FittingLabel

_SEGMENTS = (
    (MaterialState.ACCEPTED, "green", "accept"),
    (MaterialState.REJECTED, "red", "reject"),
    (MaterialState.NOT_PRESENTED, "red", "missing"),
)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PRESENT = (MaterialState.ACCEPTED, MaterialState.REJECTED)
_MORE = 22
"""Pixels at 100 % of the button behind which the rarer acts stand."""
_DEFECTS = 9
"""How many defects have a digit."""


__all__ = ["MaterialRow", "MaterialSpec"]


class MaterialRow(QFrame):
    """One paper. Takes the focus as a whole; its acts are done by keys of the panel, upon the row in hand."""

    ACTS: ClassVar[tuple[Act[MaterialRow], ...]]

    judged = Signal(str, Material)
    """Key and `Material`, after the clerk changed anything. UNREVIEWED takes the judgement back altogether."""
    step = Signal(int)
    """The clerk wants the paper above (-1) or below (1)."""
    scan_wanted = Signal(str)
    """A scan is to be chosen for the paper with this key."""
    paste_wanted = Signal(str)
    """What is in the clipboard is to be attached to the paper with this key."""
    menu_wanted = Signal(QWidget)
    """All that can be done with the paper is wanted, under this button."""
    scan_chosen = Signal(str, str)
    """The scans of the paper are to be looked at, the one with the second name first; empty: any."""

    def __init__(self, spec: MaterialSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._material = UNREVIEWED
        self._last_notice: Material | None = None
        mark(self, role="material")
        moving.make_stop(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._note = FittingLabel(self)  # one line whatever it says: the papers beneath stand where they stand
        mark(self._note, role="quiet")
        self._segments: dict[MaterialState, QPushButton] = {}
        self._more: DefectPart | None = None
        self._amounts: AmountPart | None = None
        self._strip: ScanStrip | None = None
        self._read_only = False
        self._words = ""
        self._problem = FittingLabel(self)
        self._column = QVBoxLayout(self)
        grid.space(self._column, 6, 4, spacing=4)
        self._head = self._head_row()
        layouts.nest(self._column, self._head)
        self._column.addWidget(self._problem)
        self._problem.hide()
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

    @property
    def may_judge(self) -> bool:
        """Whether the judgement can be changed."""
        return not self._read_only

    @property
    def may_count(self) -> bool:
        """Whether the paper is there, so that its copies and pages can be told."""
        return self.may_judge and not self.spec.shown_only and self._material.state in _PRESENT

    @property
    def may_turn_sheet(self) -> bool:
        """Whether another sheet may have been handed in than the one of the last notice."""
        return self.may_judge and self._last_notice is not None

    def may_tick(self, number: int) -> bool:
        """Whether the defect `number`, from 1, can be ticked."""
        return self.may_judge and self._material.state is MaterialState.REJECTED and number <= len(self.spec.defects)

    def turn_sheet(self) -> None:
        """Another sheet was handed in for the one of the last notice, or after all it is the same."""
        if (last := self._last_notice) is not None:
            another = self._material.brought > last.brought
            self._change(replace(self._material, brought=last.brought + (0 if another else 1)))

    @property
    def _which_sheet(self) -> str:
        if self._last_notice is None or self._material.state is MaterialState.NOT_PRESENTED:
            return ""
        return "重新提交" if self._material.brought > self._last_notice.brought else "前次提交"

    def set_problem(self, words: str | None) -> None:
        """Say what keeps this paper from counting: above its defects, which stand still; to whoever listens always."""
        self._words = words or ""
        self._say_problem()
        self._name()

    def _say_problem(self) -> None:
        """A line of its own above the defects, as long as they are in sight; 未提交 says itself."""
        rejected = self._material.state is MaterialState.REJECTED and bool(self.spec.defects)
        unsaid = rejected and not self._material.defects
        mark(self._problem, tone="red" if unsaid or self._words else "", role="" if unsaid or self._words else "quiet")
        self._problem.set_text(("按数字勾选不合格的原因" if unsaid else self._words or "不合格的原因",))
        self._problem.setVisible(rejected)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the judgement; scans can be looked at all the same."""
        self._read_only = read_only
        for part in (*self._segments.values(), self._more, self._amounts):
            if part is not None:
                part.setEnabled(not read_only)

    @property
    def resting_height(self) -> int:
        """How high it is before anything is opened in it."""
        margins = self._column.contentsMargins()
        head = self._head
        space = max(self.width() - margins.left() - margins.right(), head.minimumSize().width())
        return head.totalHeightForWidth(space) + margins.top() + margins.bottom()

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
        """Move: up and down, to the next field, and back from the ticks, the note and the amounts."""
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        if plain and key == Qt.Key.Key_Escape and not self.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif plain and key in _STEPS:
            self.step.emit(_STEPS[key])
        elif not moving.move(event, self):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current row has a ring around it."""
        mark(self, current=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """As `focusInEvent`."""
        mark(self, current=False)
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the window offers at a right click is of this paper, wherever in its row the mouse was."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the row makes it the current one."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _head_row(self) -> QHBoxLayout:
        name = QLabel(self.spec.label, self)
        name.setWordWrap(True)
        grid.fix(name, least_width=88)  # takes another line before it takes space from the form
        words = QVBoxLayout()
        grid.space(words, spacing=0)
        words.addWidget(name)
        words.addWidget(self._note)
        segments = QHBoxLayout()
        segments.setSpacing(0)
        for state, tone, act in _SEGMENTS:
            button = QPushButton(state.label, self)
            mark(button, role="segment", tone=tone, first=state is MaterialState.ACCEPTED)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(key_of(self.ACTS, act))
            button.setAccessibleName(f"{self.spec.label}：{state.label}")
            when_pressed(button, self._press, state)
            self._segments[state] = button
            segments.addWidget(button)
        more = QToolButton(self)
        more.setText("…")
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        more.setToolTip("扫描件、份数、页数…")
        more.setAccessibleName(f"{self.spec.label}：更多")
        mark(more, role="close")
        grid.fix(more, width=_MORE)
        when_pressed(more, self._open_menu, more)
        head = QHBoxLayout()
        grid.space(head, spacing=6)
        layouts.nest(head, words, 1)
        layouts.nest(head, segments)
        head.addWidget(more)
        return head

    def _open_menu(self, button: QToolButton) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.menu_wanted.emit(button)

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
            self._column.insertWidget(self._column.indexOf(self._problem) + 1, self._more)
        return self._more

    @property
    def amount_part(self) -> AmountPart:
        """The amounts; made when they are first wanted."""
        if self._amounts is None:
            self._amounts = AmountPart(self.spec, self)
            self._amounts.counted.connect(self._counted)
            self._column.addWidget(self._amounts)
        return self._amounts

    def open_amounts(self) -> None:
        """Ask how many copies and pages there are."""
        self.amount_part.show_material(self._material)
        self.amount_part.show()
        self.amount_part.count.focus_field()

    def _counted(self, counted: Material) -> None:
        original, count, pages = counted.original, counted.count, counted.pages
        self._change(replace(self._material, original=original, count=count, pages=pages))

    @property
    def _amount(self) -> str:
        """What was handed in, or that it was only shown."""
        material = self._material
        if self.spec.shown_only:
            return "查验后当场退还"
        return f"{'原件' if material.original else '复印件'}{material.count}份{material.pages}页"

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
        amount = self._amount if present else ""
        told = [part for part in (self.spec.note, amount, self._which_sheet) if part]
        self._note.set_text([" · ".join(told[place:]) for place in range(len(told))])
        self._say_problem()
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
        self.setAccessibleDescription("。".join(part for part in (self._words, _keys()) if part))


def _judge(state: MaterialState, row: MaterialRow) -> None:
    row.judge(state)


def _tick(number: int, row: MaterialRow) -> None:
    row.toggle_defect(row.spec.defects[number - 1][0])


def _may_tick(number: int, row: MaterialRow) -> bool:
    return row.may_tick(number)


def _may_judge(row: MaterialRow) -> bool:
    return row.may_judge


def _keys() -> str:
    """The keys of a paper for whoever cannot see them."""
    return "，".join(f"{act.key}{act.words}" for act in MaterialRow.ACTS if not act.group)


MaterialRow.ACTS = (
    Act("accept", "合格", ("Space",), partial(_judge, MaterialState.ACCEPTED), _may_judge, place=Placement.KEY),
    Act(
        "reject",
        "不合格",
        ("X",),
        partial(_judge, MaterialState.REJECTED),
        _may_judge,
        place=Placement.KEY,
        told="不合格，再按数字勾选原因",
    ),
    Act("missing", "未提交", ("0",), partial(_judge, MaterialState.NOT_PRESENTED), _may_judge, place=Placement.KEY),
    Act(
        "unreview",
        "回到未核对",
        ("Backspace",),
        partial(_judge, MaterialState.UNREVIEWED),
        _may_judge,
        place=Placement.KEY,
    ),
    Act(
        "amounts",
        "份数、页数",
        ("P",),
        MaterialRow.open_amounts,
        lambda row: row.may_count,
        place=Placement.KEY,
        told="份数、页数、原件或复印件",
    ),
    Act(
        "another",
        "重新提交的一份",
        ("N",),
        MaterialRow.turn_sheet,
        lambda row: row.may_turn_sheet,
        place=Placement.KEY,
        told="再来时重新提交的一份（不是前次提交的）",
    ),
    Act(
        "scan",
        "附扫描件",
        ("S",),
        lambda row: row.scan_wanted.emit(row.spec.key),
        place=Placement.KEY,
        told="附扫描件（也可以拖到该材料上）",
    ),
    Act(
        "paste",
        "粘贴扫描件",
        ("Ctrl+V",),
        lambda row: row.paste_wanted.emit(row.spec.key),
        place=Placement.KEY,
        told="粘贴扫描件（复制的图像或文件）",
    ),
    Act("view", "看扫描件", ("V",), lambda row: row.scan_chosen.emit(row.spec.key, ""), place=Placement.KEY),
    *(
        Act(
            f"defect_{number}",
            "",
            (str(number),),
            partial(_tick, number),
            partial(_may_tick, number),
            group="勾选不合格的原因",
        )
        for number in range(1, _DEFECTS + 1)
    ),
)
