"""The bar at the foot of a case: whether it is kept, and its acts with their keys; the one that is due stands out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.forms.findings import Verdict
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.foot_layout import FootLayout
from counter_app.ui.base.printer_state import PrinterCondition, PrinterState
from counter_app.ui.base.shortcuts import keys_of, text_of, tip_of, words_of
from counter_app.ui.intake.case_menu import PAGE, possible_acts
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.menu_lines import MenuLine

if TYPE_CHECKING:  # a menu is built when it is opened
    from counter_app.ui.widgets.act_menu import ActMenu

_ENDING: Final = (("reprint", "补打"), ("platform", "录入平台"), ("receipt", "收件凭证"), ("notice", ""))
"""The acts that end a visit; only those that the state of the case still knows are shown."""
_SHORT: Final = {
    PrinterCondition.NONE: "没有打印机",
    PrinterCondition.GONE: "打印机不在",
    PrinterCondition.PAUSED: "打印机已暂停",
    PrinterCondition.REFUSING: "打印机不接收",
}
_GIVING_WAY: Final = ("word", "preview", "park")
"""Buttons that leave when space is short; the menu and the keys have them still."""
_WORDS_LEAST: Final = 180
"""Pixels at 100 % that the words about the saving have before a button gives way for them."""


class ActionBar(QWidget):
    """`wanted` carries the name of an act (`counter_app.ui.base.shortcuts`)."""

    wanted = Signal(str)
    printer_wanted = Signal()
    """The clerk wants to see to the printer."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        mark(self, role="bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._copies: Mapping[str, int] = {}
        self._session: CaseSession | None = None
        self._kept: datetime | None = None
        self._saved = FittingLabel()
        mark(self._saved, role="quiet", tone="quiet")
        self._more = QPushButton(f"更多  {keys_of('more')}")
        self._more.setAccessibleName("更多")
        when_pressed(self._more, self.open_menu)
        self._more.setToolTip(tip_of("more"))
        self._menu: ActMenu | None = None
        self._page_lines: Callable[[], Sequence[MenuLine]] = tuple
        self._printer = QPushButton()
        mark(self._printer, kind="warning")
        when_pressed(self._printer, self.printer_wanted.emit)
        self._printer.hide()
        self._ready = ""
        self._continuous = QPushButton("自动新建：开")
        mark(self._continuous, kind="quiet")
        self._continuous.setToolTip(f"关闭{tip_of('continuous')}")
        when_pressed(self._continuous, lambda: self.wanted.emit("continuous"))
        self._continuous.hide()
        self._buttons = {
            name: self._button(name, words)
            for name, words in (("word", "导出 Word"), ("preview", "预览"), ("park", "暂存"), *_ENDING)
        }
        row = FootLayout()
        grid.space(row, 16, 8, spacing=8)
        row.add_left(self._saved)
        for button in (self._printer, self._continuous, self._more, *self._buttons.values()):
            row.add_right(button)
        self.setLayout(row)
        self.set_copies({})

    def set_copies(self, copies: Mapping[str, int]) -> None:
        """How many copies of each document are printed; the button says it."""
        self._copies = copies
        self._say_due()

    def show_continuous(self, *, on: bool) -> None:
        """Say that the next case opens by itself once a paper is printed, and offer to switch that off."""
        self._continuous.setVisible(on)
        self._fit()

    def show_printer(self, state: PrinterState) -> None:
        """Name the printer that is ready beside the words of the saving; else say what is wrong, with the way there."""
        self._ready = state.words if state.is_ready else ""
        self._printer.setText("" if state.is_ready else _SHORT[state.condition])
        self._printer.setToolTip(f"{state.words}，到设置中查看")
        self._printer.setAccessibleName(state.words)
        self._printer.setVisible(not state.is_ready)
        self._say_kept()
        self._fit()

    def show_case(self, session: CaseSession | None, page_lines: Callable[[], Sequence[MenuLine]] = tuple) -> None:
        """Stand under another case; `page_lines` are the acts of its page that are possible now."""
        self._page_lines = page_lines
        if self._session is not None:
            self._session.findings_changed.disconnect(self._say_due)
            self._session.state_changed.disconnect(self._say_state)
        self._session = session
        if session is not None:
            session.findings_changed.connect(self._say_due)
            session.state_changed.connect(self._say_state)
        self._say_due()

    def say_saved(self, at: datetime | None, zone: str) -> None:
        """Say when the case was last kept; `at` is aware, `zone` the office's."""
        from zoneinfo import ZoneInfo

        self._kept = at.astimezone(ZoneInfo(zone)) if at is not None else None
        mark(self._saved, tone="quiet")
        self._say_kept()

    def _say_kept(self) -> None:
        if (kept := self._kept) is not None:
            words = [f"已自动保存 {kept:%H:%M:%S}", f"已保存 {kept:%H:%M}", f"{kept:%H:%M}"]
        elif self._session is not None and not self._session.filing.open_for_changes:
            words = []
        else:
            words = ["内容自动保存"]
        if self._ready:
            words = [" · ".join([*words[:1], self._ready]), *(words or [self._ready])]
        self._saved.set_text(words)

    def say_trouble(self, refusal: Refusal) -> None:
        """Say that the case is not kept."""
        mark(self._saved, tone="red")
        self._saved.set_text((f"未保存：{refusal.sentence}",))
        self._saved.setToolTip(text_of(refusal))

    def open_menu(self) -> None:
        """Open the menu of all that can be done with the case now, or close it."""
        if self._menu is not None and isValid(self._menu) and self._menu.is_open:
            self._menu.close_overlay()
        else:
            self._open_menu()

    def open_menu_at(self, place: QPoint) -> None:
        """Open the same menu at a point of the window: on a right click."""
        self._open_menu(place)

    def _open_menu(self, place: QPoint | None = None) -> None:
        from counter_app.ui.widgets.act_menu import ActMenu

        if self._session is not None:
            groups = [self._lines(group) for group in possible_acts(self._session)]
            self._menu = ActMenu(self._more, groups, place)
            self._menu.open()

    def _lines(self, names: Sequence[str]) -> list[MenuLine]:
        return [line for name in names for line in (self._page_lines() if name == PAGE else [self._line(name)])]

    def due(self) -> str:
        """The act that is due: `notice`, `receipt`, `platform`, or nothing."""
        if self._session is None:
            return ""
        if self._session.filing.state is FilingState.COMPLETE:
            return "platform"
        wanted = {Verdict.COMPLETE: "receipt", Verdict.DEFICIENT: "notice"}.get(self._session.findings.verdict, "")
        if wanted == "notice" and self._is_told:
            return ""  # told once already: whether it is to be told again is seen at F8
        return wanted if wanted in self.ending() else ""

    def event(self, event: QEvent) -> bool:
        """See again what fits: after a zoom the buttons know their new widths only when the layout is asked for."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return handled

    def minimumSizeHint(self) -> QSize:
        """The bar never makes the window wider."""
        return QSize(grid.px(400), super().minimumSizeHint().height())

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(f"{words}  {keys_of(name)}")
        button.setToolTip(tip_of(name))
        when_pressed(button, lambda: self.wanted.emit(name))
        return button

    def _line(self, name: str) -> MenuLine:
        return MenuLine(words_of(name), keys_of(name), lambda: self.wanted.emit(name))

    def _say_state(self, _state: object) -> None:
        if self._kept is None:
            self._say_kept()
        self._say_due()

    def _say_due(self, _news: object = None) -> None:
        due = self.due() if self._session is not None else "notice"  # as of a new case: unseen, and not polished twice
        copies = self._copies.get("deficiency_notice", 2)
        words = "再次告知" if self._is_told else f"打印一次性告知书（{copies}份）"
        self._buttons["notice"].setText(f"{words}  {keys_of('notice')}")
        shown = self.ending()
        for name, _words in _ENDING:
            mark(self._buttons[name], kind="primary" if name == due else "")
            self._buttons[name].setVisible(name in shown)
        self._fit()

    @property
    def _is_told(self) -> bool:
        return self._session is not None and self._session.filing.state is FilingState.DEFICIENT

    def ending(self) -> tuple[str, ...]:
        """The acts that the case in front can still end with."""
        if self._session is not None and self._session.filing.deleted:
            return ()
        match self._session.filing.state if self._session is not None else FilingState.DRAFT:
            case FilingState.DRAFT:
                return ("receipt", "notice")
            case FilingState.DEFICIENT:
                return ("reprint", "receipt", "notice")
            case FilingState.COMPLETE:
                return ("reprint", "platform")
            case FilingState.FILED:
                return ("reprint",)
            case FilingState.WITHDRAWN:
                return ()

    def _fit(self) -> None:
        """Let the buttons that may give way stand as far as there is space for all that stay."""
        gap = grid.px(8)
        staying = [b for name, b in self._buttons.items() if name not in _GIVING_WAY and not b.isHidden()]
        staying += [button for button in (self._printer, self._continuous) if not button.isHidden()]
        taken = sum(button.sizeHint().width() + gap for button in (self._more, *staying))
        space = self.width() - grid.px(32 + _WORDS_LEAST) - taken
        for name in reversed(_GIVING_WAY):
            space -= self._buttons[name].sizeHint().width() + gap
            if self._buttons[name].isHidden() == (space >= 0):
                self._buttons[name].setVisible(space >= 0)
