"""The papers of a case under judgement, each by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.materials import Material
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.intake.material_row import MaterialRow, MaterialSpec
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.fitting_scroll import FittingScroll
from counter_app.ui.widgets.menu_lines import lines_of

_LINE: Final = 30
"""Pixels at 100 % that a defect takes, and what stands above and beneath the defects."""
_JUDGING: Final = ("accept", "reject", "missing")
_SHORT: Final = {"scan": "扫描", "another": "重新提交"}
"""Words for the head of the panel, where there is little room."""


class MaterialPanel(QFrame):
    """One row a paper. `judged` carries key and `Material` after each change by the clerk."""

    ACTS: ClassVar[tuple[Act[MaterialPanel], ...]]

    judged = Signal(str, Material)
    scan_wanted = Signal(str)
    paste_wanted = Signal(str)
    scan_chosen = Signal(str, str)
    """As those of the rows."""

    def __init__(self, specs: Sequence[MaterialSpec], parent: QWidget | None = None) -> None:
        """`specs` in the order in which the papers are looked at."""
        super().__init__(parent)
        mark(self, role="card")
        moving.make_section(self)
        self.setAccessibleName("材料核对")
        title = QLabel("材料核对", self)
        mark(title, role="title")
        self._keys = FittingLabel(self)  # gives way before it takes space from the form
        self._keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._keys.set_text(_hints((*_JUDGING, "scan"), "scan"))
        mark(self._keys, role="quiet")
        head = QHBoxLayout()
        self._head = head
        grid.space(head, 8, 0, 8, 0, spacing=8)
        head.addWidget(title)
        head.addWidget(self._keys, 1)
        self._box = box = QVBoxLayout(self)
        grid.space(box, 8, 12, 8, 8, spacing=4)
        layouts.nest(box, head)
        self._list = FittingScroll(least=180, parent=self)
        box.addWidget(self._list)
        box.addStretch(1)
        self.acts = PageActs(self, self.ACTS, self._list)
        self._rows: dict[str, MaterialRow] = {}
        self._again = self._read_only = False
        for spec in specs:
            row = MaterialRow(spec, self._list.inner)
            row.judged.connect(self.judged)
            row.scan_wanted.connect(self.scan_wanted)
            row.paste_wanted.connect(self.paste_wanted)
            row.scan_chosen.connect(self.scan_chosen)
            row.menu_wanted.connect(self._open_menu)
            row.step.connect(lambda step, key=spec.key: self._step(key, step))
            self._rows[spec.key] = row
            self._list.column.addWidget(row)

        # A row that opens its defects makes the column longer: keep the current row in sight.
        self._list.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)

    def changeEvent(self, event: QEvent) -> None:
        """Where nothing can be judged any more no keys are named."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._keys.setVisible(self.isEnabled())

    def put_in_head(self, widget: QWidget) -> None:
        """Put what is about all papers at the end of the head."""
        self._head.addWidget(widget)

    def set_materials(self, materials: Mapping[str, Material]) -> None:
        """Show the judgements of a case; papers not in `materials` are 未核对."""
        for key, row in self._rows.items():
            row.set_material(materials.get(key, Material()))

    def set_last_notice(self, last: Mapping[str, Material]) -> None:
        """On a return visit: the papers as the last notice found them, those that were there."""
        for key, row in self._rows.items():
            row.set_last_notice(last.get(key))
        self._again = bool(last)
        self._name_keys()

    def material(self, key: str) -> Material:
        """Return the judgement on one paper. Raises `KeyError` for a paper that is none of the case's."""
        return self._rows[key].material

    def set_problems(self, problems: Mapping[str, str]) -> None:
        """Show at each paper what is wrong with it; papers not in `problems` have nothing."""
        for key, row in self._rows.items():
            row.set_problem(problems.get(key))

    def focus_material(self, key: str = "") -> bool:
        """Put the focus on a paper, without `key` on the first; False where there is none."""
        row = self._rows.get(key) if key else next(iter(self._rows.values()), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return row is not None

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the judgements; scans can be looked at all the same."""
        self._read_only = read_only
        self._name_keys()
        for row in self._rows.values():
            row.set_read_only(read_only)

    @property
    def resting_height(self) -> int:
        """How high it is with every row closed, and room for the defects of one."""
        rows = sum(row.resting_height for row in self._rows.values())
        most = max((len(row.spec.defects) for row in self._rows.values()), default=0)
        box = self._box
        around = box.contentsMargins().top() + box.contentsMargins().bottom() + box.spacing()
        return self._head.sizeHint().height() + around + rows + grid.px(_LINE) * (most + 2)

    def row_at(self, place: QPoint) -> MaterialRow | None:
        """The row at `place` on the screen."""
        for row in self._rows.values():
            if row.isVisible() and row.rect().contains(row.mapFromGlobal(place)):
                return row
        return None

    def row(self, key: str) -> MaterialRow:
        """The row of one paper. Raises `KeyError`."""
        return self._rows[key]

    def reveal(self, key: str) -> None:
        """Scroll a paper into sight."""
        self._list.ensureWidgetVisible(self._rows[key], 0, 0)

    def in_hand(self) -> str:
        """The key of the paper that has the focus, empty where none has."""
        return next((key for key, row in self._rows.items() if moving.focused_within(row)), "")

    @property
    def current(self) -> MaterialRow | None:
        """The row that has the focus, None where none has."""
        return next((row for row in self._rows.values() if moving.focused_within(row)), None)

    def rows(self) -> Sequence[MaterialRow]:
        """The rows in order."""
        return tuple(self._rows.values())

    def _name_keys(self) -> None:
        if self._read_only:
            self._keys.set_text(_hints(("view",)))
        elif self._again:
            self._keys.set_text(_hints((*_JUDGING, "another"), "missing"))
        else:
            self._keys.set_text(_hints((*_JUDGING, "scan"), "scan"))

    def _keep_in_sight(self) -> None:
        for row in self._rows.values():
            if moving.focused_within(row):
                self._list.ensureWidgetVisible(row, 0, 0)
                focused = QApplication.focusWidget()  # of a row higher than the panel
                if focused is not None and row.isAncestorOf(focused):
                    self._list.ensureWidgetVisible(focused, 0, grid.px(8))

    def _open_menu(self, button: QWidget) -> None:
        """All that can be done with the paper in hand now."""
        from counter_app.ui.widgets.act_menu import ActMenu

        ActMenu(button, [lines_of(self.acts.actions.values())]).open()

    def _step(self, key: str, step: int) -> None:
        keys = list(self._rows)
        place = keys.index(key) + step
        if 0 <= place < len(keys):
            self.focus_material(keys[place])


def _do(act: Act[MaterialRow], panel: MaterialPanel) -> None:
    if (row := panel.current) is not None:
        act.do(row)


def _can(act: Act[MaterialRow], panel: MaterialPanel) -> bool:
    return (row := panel.current) is not None and act.when(row)


def _upon_current(act: Act[MaterialRow]) -> Act[MaterialPanel]:
    do, can = partial(_do, act), partial(_can, act)
    return Act(act.name, act.words, act.keys, do, can, act.place, told=act.told, group=act.group)


MaterialPanel.ACTS = tuple(map(_upon_current, MaterialRow.ACTS))


def _hints(names: Sequence[str], giving_way: str = "") -> tuple[str, ...]:
    """The keys of some acts with their words; where there is less room without the one `giving_way`, or keys alone."""
    acts = [act for name in names for act in MaterialRow.ACTS if act.name == name]
    words = {act.name: f"{act.key} {_SHORT.get(act.name, act.words)}" for act in acts}
    kept = [said for name, said in words.items() if name != giving_way]
    keys = [act.key for act in acts] if len(acts) > 1 else []  # one key alone tells nothing
    return (*dict.fromkeys(map(" · ".join, (words.values(), kept, keys))), "")
