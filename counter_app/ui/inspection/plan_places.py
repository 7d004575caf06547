"""Choosing the places of a round: filed systems by any piece of their name, or places that were never filed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import read_code, read_text
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.inspections import InspectedPlace
from counter_app.services.inspection import rounds
from counter_app.ui.base.acts import Act
from counter_app.ui.base.foot_layout import FootLayout
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock, FieldSpec, editor_for
from counter_app.ui.widgets.list_view import fit_columns, list_view, toggle_lines
from counter_app.ui.widgets.messages import EmptyState
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.sorted_lines import SortedLines
from counter_app.ui.widgets.table_model import CellTableModel, Row, box

_PAUSE: Final = 150
_COLUMNS: Final = ("选入", "单位", "地址", "备案编号")
_UNIT: Final = 1
UNFILED: Final[Act[Any]] = Act("unfiled", "未备案的场所", ("F3",), lambda page: page.places.add_unfiled())
"""An act of the page of a plan."""
_NOT_FOUND: Final = f"修改查找的内容；没有备案的场所按 {UNFILED.key} 填写"
_CATEGORY: Final = "system.place_category"


def _key(place: InspectedPlace) -> str | int:
    """What tells a place: the case it is filed under, or that it is this very one."""
    return place.reference or id(place)


class PlanPlaces(QWidget):
    """Typing narrows the list, from which places are taken in."""

    FIELD_ACTS: ClassVar[tuple[Act[PlanPlaces], ...]]
    LIST_ACTS: ClassVar[tuple[Act[PlanPlaces], ...]]
    changed = Signal()

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks for places whenever something is typed."""
        super().__init__(parent)
        self._station = station
        self.chosen: list[InspectedPlace] = []
        places = station.backend.forms.current().fields[_CATEGORY].code_list
        self._labels = {kind.code: kind.label for kind in places.choices} if places is not None else {}
        self.field = QLineEdit()
        self.category = ChoiceEditor("category", "场所类别", list(self._labels.items()), hint="全部类别")
        self._table = CellTableModel(_COLUMNS)
        self.view = list_view(self._table, "已备案的系统")
        self._lines: SortedLines[InspectedPlace] = SortedLines(self.view, self._table, _key)
        self._count = QLabel()
        self._nothing = EmptyState("没有找到已备案的系统", _NOT_FOUND)
        self._states = QStackedWidget()
        self._typing = QTimer(self, singleShot=True, interval=_PAUSE)
        self._typing.timeout.connect(self.refresh)
        self._field_acts = PageActs(self, self.FIELD_ACTS, self.field)
        self._list_acts = PageActs(self, self.LIST_ACTS, self.view)
        self._lay_out()
        self._list_acts.refresh()
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.category.edited.connect(self._typing.start)
        self.field.textChanged.connect(lambda _text: self._field_acts.refresh())
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._list_acts.refresh())
        toggle_lines(self.view, self._table, self._toggle_row)
        self._field_acts.refresh()

    def begin(self, chosen: Sequence[InspectedPlace]) -> None:
        """Begin a round with these places."""
        self.chosen = list(chosen)
        self.field.clear()
        self.refresh()
        self.changed.emit()

    def resume(self) -> None:
        """The focus goes to the search."""
        self.field.setFocus()
        self.field.selectAll()

    def refresh(self) -> None:
        """Ask for the places again."""
        self._typing.stop()
        line = self.field.text()
        category = self.category.value() or ""
        known = category if category in self._labels else ""

        def failed(refusal: Refusal) -> None:
            self._nothing.refuse(refusal)
            self._states.setCurrentWidget(self._nothing)

        self._station.read(
            lambda backend: rounds.candidates(backend, line, known),
            done=self._take,
            failed=failed,
            owner=self,
            newest="places",
        )

    def told(self) -> list[tuple[str, str]]:
        """Keys and words for F1."""
        return self._list_acts.told()

    @property
    def has_keyboard(self) -> bool:
        """Whether the focus is on the search or on the list."""
        return self.field.hasFocus() or self.view.hasFocus()

    @property
    def at_top(self) -> bool:
        """Whether the first place of the list is marked."""
        return self.view.currentIndex().row() == 0

    def put_button(self, button: QPushButton) -> None:
        """A button of the page, beside how many are chosen."""
        mark(button, kind="quiet")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._below.add_right(button)

    def has_places(self) -> bool:
        """Whether there is a place to take in."""
        return bool(self._lines.lines)

    def take_in_all(self) -> None:
        """Take in every place that is shown."""
        self.chosen += [place for place in self._lines.lines if place not in self.chosen]
        self._say()

    def add_unfiled(self) -> None:
        """Ask for a place that was never filed, and take it in."""
        UnfiledPlace(list(self._labels.items()), self._add, self.window()).open()

    def leave_out(self, place: InspectedPlace) -> None:
        """Leave a place out again."""
        self.chosen = [one for one in self.chosen if one is not place]
        self._say()

    def toggle(self) -> None:
        """Take the marked place in, or leave it out."""
        self._toggle_row(self.view.currentIndex().row())

    def _toggle_row(self, row: int) -> None:
        if not 0 <= row < len(self._lines.lines):
            return
        place = self._lines.lines[row]
        if any(_key(place) == _key(one) for one in self.chosen):
            self.chosen = [one for one in self.chosen if _key(one) != _key(place)]
        else:
            self.chosen.append(place)
        self._say()

    def toggle_sought(self) -> None:
        """Take in what was searched for; the next letters search anew."""
        self.toggle()
        self.field.selectAll()

    def to_list(self) -> None:
        """Go from the search to the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _add(self, place: InspectedPlace) -> None:
        self.chosen.append(place)
        self._say()

    def _take(self, found: list[InspectedPlace]) -> None:
        unfiled = [place for place in self.chosen if not place.reference]
        references = {place.reference for place in found}
        others = [place for place in self.chosen if place.reference and place.reference not in references]
        narrowed = bool(self.field.text().strip()) or bool(self.category.value())
        shown = [*unfiled, *others, *found] if not narrowed else found
        self._lines.show(shown, [self._row(place) for place in shown])
        self._say()
        if shown:
            self.view.selectRow(0)
        self._nothing.set_text("没有找到已备案的系统" if narrowed else "还没有已备案的系统")
        self._nothing.explain(_NOT_FOUND)
        self._states.setCurrentWidget(self.view if self._lines.lines else self._nothing)

    def _say(self) -> None:
        lines = self._lines.lines
        missing = [place for place in self.chosen if not place.reference and place not in lines]
        if missing:
            shown = [*missing, *lines]
            self._lines.show(shown, [self._row(place) for place in shown])
        else:
            self._lines.renew(self._row)
        self._list_acts.refresh()
        fit_columns(self.view, _UNIT)
        if self._lines.lines:
            self._states.setCurrentWidget(self.view)
        self._count.setText(f"已选{len(self.chosen)}个" if self.chosen else "还没有选")
        mark(self._count, role="strong", tone="" if self.chosen else "amber")
        self.changed.emit()

    def _row(self, place: InspectedPlace) -> Row:
        chosen = any(_key(place) == _key(one) for one in self.chosen)
        return (
            box(ticked=chosen),
            (place.unit, "ink"),
            (place.address, "ink"),
            (place.platform_number or ("未备案" if not place.reference else ""), "ink"),
        )

    def _lay_out(self) -> None:
        say_what_to_write(self.field, "单位名称、地址、编号、信用代码，拼音和首字母都可以")
        self.field.setAccessibleName("查找已备案的系统")
        self.field.setClearButtonEnabled(True)
        grid.fix(self.category, least_width=152, most_width=200)
        line = QHBoxLayout()
        grid.space(line, spacing=8)
        line.addWidget(self.field, 1)
        line.addWidget(self.category)
        self._states.addWidget(self.view)
        self._states.addWidget(self._nothing)
        below = self._below = FootLayout()
        grid.space(below, spacing=8)
        below.add_left(self._count)
        for name in ("toggle", "all"):
            below.add_left(self._list_acts.hint(name))
        box = QVBoxLayout(self)
        grid.space(box, spacing=8)
        layouts.nest(box, line)
        box.addWidget(self._states, 1)
        layouts.nest(box, below)


PlanPlaces.FIELD_ACTS = (
    Act("list", "到列表", ("Down",), PlanPlaces.to_list),
    Act("toggle", "选入", ("Return", "Enter"), PlanPlaces.toggle_sought),
    Act("clear", "清除", ("Esc",), lambda places: places.field.clear(), lambda places: bool(places.field.text())),
)
PlanPlaces.LIST_ACTS = (
    Act("toggle", "选入", ("Space", "Return", "Enter"), PlanPlaces.toggle, PlanPlaces.has_places, told="选入、不选"),
    Act("all", "全部选入", ("Ctrl+A",), PlanPlaces.take_in_all, PlanPlaces.has_places, told="列出的全部选入"),
    Act("search", "查找", ("Up",), PlanPlaces.resume, lambda places: places.at_top, group="从第一行回到查找"),
)


class UnfiledPlace(Dialog):
    """A place that was never filed: what it is called and where it is."""

    def __init__(
        self, categories: Sequence[tuple[str, str]], taken: Callable[[InspectedPlace], None], parent: QWidget | None
    ) -> None:
        """`taken` gets the place."""
        super().__init__("未备案的场所", "没有在本机关备案的场所，填写名称和地点后选入。", parent)
        self._taken = taken
        specs = (
            FieldSpec("unit", "单位名称"),
            FieldSpec("address", "检查地点", hint="详细地址"),
            FieldSpec("category", "场所类别", "choice", categories),
            FieldSpec("uscc", "信用代码", "code", hint="知道的填写"),
        )
        self.editors = {spec.key: editor_for(spec) for spec in specs}
        for editor in self.editors.values():
            self.body.addWidget(FieldBlock(editor, label_width=72))
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.add_button("选入", self.submit, kind="primary")
        self.editors["unit"].focus_field()

    def submit(self) -> None:
        """Take it in; what is missing is said at its field."""
        text = {name: str(editor.value() or "") for name, editor in self.editors.items()}
        for name, words in (("address", "填写检查地点"), ("unit", "填写单位名称")):
            if not read_text(text[name]):
                self.editors[name].set_problem(words)
                self.editors[name].focus_field()
        if read_text(text["unit"]) and read_text(text["address"]):
            self.accept()
            self._taken(
                InspectedPlace(
                    read_text(text["unit"]),
                    read_text(text["address"]),
                    uscc=read_code(text["uscc"]),
                    category=text["category"],
                )
            )
