"""Which printer this window prints on, and a test page: one card of the settings and of the first start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard

if TYPE_CHECKING:
    from counter_app.ui.base.printer_state import PrinterState
    from counter_app.ui.papers.printers import PrinterBackend

_SYSTEM: Final = "system"
_SYSTEM_LABEL: Final = "系统默认打印机"


class PrinterCard(SectionCard):
    """Offers the printers of this machine; keeps nothing itself."""

    test_page_wanted = Signal(str)
    """A test page is wanted on the printer with this name, empty for the system's default."""

    def __init__(self, station: Station, printers: PrinterBackend, parent: QWidget | None = None) -> None:
        """`printers` knows those of this machine; slow, so it is asked off the window's thread."""
        super().__init__("打印", "仅限本机", parent=parent)
        self._station = station
        self._printers = printers
        self.editor = ChoiceEditor("printer", "打印机", [(_SYSTEM, _SYSTEM_LABEL)])
        test = QPushButton("打印测试页")
        when_pressed(test, lambda: self.test_page_wanted.emit(self.chosen))
        self._block = FieldBlock(self.editor)
        self.add(self._block)
        self.add(side_by_side(test))
        self.show_kept()
        self.editor.edited.connect(self._ask_state)
        station.tasks.run(printers.printers, done=self.show_printers, owner=self)

    @property
    def chosen(self) -> str:
        """The name of the printer, empty for the system's default."""
        value = str(self.editor.value() or "")
        return "" if value == _SYSTEM else value

    def show_kept(self) -> None:
        """Show the printer that is kept."""
        self.editor.set_value(self._station.workstation.printer or _SYSTEM)

    def show_printers(self, names: list[str]) -> None:
        """Offer `names`; the one chosen before stays, even where it is not there today."""
        chosen = self.chosen
        box = self.editor.box
        box.clear()
        first = f"{_SYSTEM_LABEL}（{names[0] if names else '没有'}）"
        for name in (_SYSTEM, *names, *([chosen] if chosen and chosen not in names else [])):
            box.addItem(first if name == _SYSTEM else name, name)
        self.editor.set_value(chosen or _SYSTEM)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody may have plugged it in meanwhile."""
        super().showEvent(event)
        self._ask_state()

    def _ask_state(self) -> None:
        chosen = self.chosen
        self._station.tasks.run(lambda: self._printers.state(chosen), done=self._show_state, owner=self)

    def _show_state(self, state: PrinterState) -> None:
        words = state.condition.label if state.is_ready else state.words
        self._block.set_note(words, advice=not state.is_ready)
