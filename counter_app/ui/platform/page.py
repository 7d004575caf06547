"""平台录入助手: a complete case item by item, ready to be keyed into the national platform; then its number."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.filing.platform_changes import changed_first
from counter_app.domain.filing.platform_entry import PlatformItem, ValueSource, platform_items
from counter_app.domain.filing.platform_number import NumberFormat
from counter_app.services.platform import platform_entry
from counter_app.services.platform.platform_entry import PlatformState
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.private_clipboard import PrivateClipboard
from counter_app.ui.base.station import Station
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.platform.card import PlatformCard
from counter_app.ui.platform.items import PlatformList
from counter_app.ui.platform.number import NumberStrip
from counter_app.ui.platform.scans import PlatformScans
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel

if TYPE_CHECKING:  # made when it is wanted
    from counter_app.ui.platform.strip_window import StripWindow

LOOK_EVERY: Final = 5_000
"""Milliseconds between two looks at what another window ticked or filed meanwhile."""


class PlatformPage(Page):
    """The list at the left, the current item large beside it, the number at the foot."""

    ACTS: ClassVar[tuple[Act[PlatformPage], ...]]
    ITEM_ACTS: ClassVar[tuple[Act[PlatformPage], ...]]
    """What is done with the item one is at, by keys of the list."""

    left = Signal()
    file_wanted = Signal(str, str)
    """The number as typed, and the second time."""
    undo_wanted = Signal()
    reprint_wanted = Signal()
    open_wanted = Signal(str)
    """Another case is to be looked at: its reference."""
    refused = Signal(Refusal)
    """A `Refusal` of what was asked."""

    def __init__(
        self, station: Station, session: CaseSession, clipboard: PrivateClipboard, parent: QWidget | None = None
    ) -> None:
        """Stands on the case of `session`, whose answers change no more."""
        super().__init__(parent)
        self._station = station
        self._session = session
        self._clipboard = clipboard
        self._state: PlatformState | None = None
        self._pending: dict[str, bool] = {}
        self.beside: StripWindow | None = None
        """The narrow window above the browser, once it was wanted."""
        office, filing = station.office, session.filing
        shared = office.shared_keys if office is not None else frozenset[str]()
        self.list = PlatformList(platform_items(filing.answers, filing.materials, shared))
        self.acts = PageActs(self, self.ACTS)
        self.item_acts = PageActs(self, self.ITEM_ACTS, self.list)
        self.strip = NumberStrip(_expected(office.platform_number_format if office is not None else ""), self)
        hints = (*(self.item_acts.hint(name) for name in ("copy", "untick")), self.acts.hint("number"))
        self.card = PlatformCard(self.item_acts.button("key"), self.item_acts.button("row"), hints)
        self.scans = PlatformScans(station, session, self.card)
        self._counted, self._bar = QLabel(), QProgressBar()
        self._lay_out()
        self._wire()
        self._looking = QTimer(self, interval=LOOK_EVERY)
        self._looking.timeout.connect(self.look)
        self._show_item()
        self._show_progress()
        self._show_state()
        self.look()

    # What the clerk does ---------------------------------------------------------------------------------------------

    def resume(self) -> None:
        """The focus goes to the items, or to the number where all are keyed."""
        done, of = self.progress
        if self.is_open and done == of:
            self.strip.focus_number()
        else:
            self.list.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        acts = (self.item_acts, self.strip.acts, self.strip.field_acts, self.acts)
        return [("录入备案平台", [("↑ ↓", "选择项目"), *(line for some in acts for line in some.told())])]

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the case, and the scans beside the item."""
        self.scans.record_looks()

    def copy(self) -> None:
        """Copy what is shown; nothing where there is nothing but paper to look at."""
        item = self.list.current
        if item is not None and item.origin is ValueSource.KEYED:
            self._clipboard.put(item.value)

    def key_item(self) -> None:
        """Copy, tick, and go on to the next item; at the end to the number."""
        item = self.list.current
        if item is None:
            return
        self.copy()
        if not self.is_open:
            return
        self._tick([item.key] if item.is_due else [])
        self._go_on()

    def key_row(self) -> None:
        """Copy the whole row with tabs between its cells, tick it, and go on to the next."""
        row = self.list.model_.row_of(self.list.current)
        if not row:
            return
        self._clipboard.put("\t".join(item.value for item in row))
        if self.is_open:
            self._tick([item.key for item in row if item.is_due])
            self._go_on()

    def open_window(self) -> None:
        """Show the items in a narrow window above the browser; where it is open already bring it to the front."""
        if not self.is_open:
            return
        if self.beside is None:
            from counter_app.ui.platform.strip_window import StripWindow

            unit = self._session.filing.answers.display("unit.name")
            self.beside = StripWindow(self.list, unit, self._station.data_dir / "window.ini")
            PageActs(self, self.ITEM_ACTS, self.beside.list)
            self.beside.list.clicked_on.connect(self.key_item)
            self.beside.list.untick_wanted.connect(self._untick)
            self.beside.number_wanted.connect(self._to_number)
            self.beside.closed.connect(self._beside_closed)
            self.destroyed.connect(self.beside.deleteLater)
        self.beside.show_progress(*self.progress)
        self.beside.open()

    def _to_number(self) -> None:
        """The number is keyed in the window of the program."""
        self.window().raise_()
        self.window().activateWindow()
        self.strip.focus_number()

    def _beside_closed(self) -> None:
        """What was copied goes a while later, where the page was left before; else when it is."""
        if not self.isVisible():
            self._looking.stop()
            self._clipboard.leave()

    @property
    def _is_beside(self) -> bool:
        return self.beside is not None and self.beside.isVisible()

    def untick(self) -> None:
        """Take the tick of the current item away."""
        self._untick(self.list.current)

    def _toggle(self, item: PlatformItem) -> None:
        """A click on its box: the list stays where it is."""
        if item.key in self.list.model_.ticked:
            self._untick(item)
        elif self.is_open:
            self._tick([item.key])

    def _untick(self, item: PlatformItem | None) -> None:
        if item is not None and item.key in self.list.model_.ticked and self.is_open:
            self._mark({item.key: False})
            reference = self._session.reference
            self._station.write(
                lambda backend: platform_entry.untick(backend, reference, [item.key]),
                done=lambda state: self._kept([item.key], state),
                failed=lambda refusal: self._not_kept([item.key], refusal),
                owner=self,
            )

    def look(self) -> None:
        """Read what was ticked or filed, here or elsewhere."""
        reference = self._session.reference
        self._station.read(
            lambda backend: platform_entry.platform_state(backend, reference),
            done=self._take,
            failed=lambda _refusal: None,
            owner=self,
        )

    @property
    def progress(self) -> tuple[int, int]:
        """How many items are keyed, and of how many."""
        due = self.list.model_.due
        return len(due & self.list.model_.ticked), len(due)

    def minimumSizeHint(self) -> QSize:
        """As Qt reckons it, and the lines into which words are wrapped at this width, which Qt leaves out."""
        return super().minimumSizeHint() + QSize(0, _wrapped(self.card) + _wrapped(self.strip))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words are wrapped otherwise."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.card.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at once, and from now and then on."""
        super().showEvent(event)
        self._looking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """The page was left: what was copied goes from the clipboard a while later."""
        super().hideEvent(event)
        if event.spontaneous() and self._is_beside:
            return  # the window of the program was minimized, and the clerk goes on in the other one
        if self.beside is not None:
            self.beside.close()
        self._looking.stop()
        self._clipboard.leave()

    # Inside ----------------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the case can still be keyed and filed."""
        return self._session.filing.state is FilingState.COMPLETE

    def _go_on(self) -> None:
        if not self.list.go_to_due(self.list.currentIndex().row()):
            self.strip.focus_number()

    def _tick(self, keys: Collection[str]) -> None:
        fresh = [key for key in keys if key not in self.list.model_.ticked]
        if not fresh:
            return
        self._mark(dict.fromkeys(fresh, True))
        reference, post = self._session.reference, self._station.post
        self._station.write(
            lambda backend: platform_entry.tick(backend, reference, fresh, post=post),
            done=lambda state: self._kept(fresh, state),
            failed=lambda refusal: self._not_kept(fresh, refusal),
            owner=self,
        )

    def _mark(self, changed: dict[str, bool]) -> None:
        """Show ticks before they are kept: the next key does not wait for the disk."""
        self._pending |= changed
        self._show_ticks()

    def _kept(self, keys: Collection[str], state: PlatformState) -> None:
        for key in keys:
            self._pending.pop(key, None)
        self._take(state)

    def _not_kept(self, keys: Collection[str], refusal: Refusal) -> None:
        for key in keys:
            self._pending.pop(key, None)
        self._show_ticks()
        self.refused.emit(refusal)
        self.look()

    def _take(self, state: PlatformState) -> None:
        if not isValid(self._session):
            return  # its tab was closed meanwhile
        first = self._state is None
        self._state = state
        self.strip.propose(state.number_before)
        if first and state.changes:
            answers = self._session.filing.answers
            self.list.model_.set_items(changed_first(self.list.model_.items(), state.changes, answers))
        self._show_ticks()
        if first and self.is_open:
            self.list.go_to_due()
        if state.case.state is not self._session.filing.state:
            self._session.reload()  # another window filed it, or took it back
        self._show_state()

    def _show_ticks(self) -> None:
        ticked = set(self._state.ticks) if self._state is not None else set()
        for key, on in self._pending.items():
            (ticked.add if on else ticked.discard)(key)
        self.list.model_.tick(ticked)
        self._show_progress()
        self._show_item()

    def _show_progress(self) -> None:
        done, of = self.progress
        self._counted.setText(f"已录 {done}/{of}")
        self._bar.setMaximum(max(of, 1))
        self._bar.setValue(done if of else 1)
        filed = self._session.filing.state is FilingState.FILED
        self._bar.setVisible(not filed)
        if self.beside is not None:
            self.beside.show_progress(done, of)
        if filed:
            self._counted.setText("已备案")
        mark(self._counted, role="strong", tone="green" if filed else "")

    def _show_state(self, _state: object = None) -> None:
        state = self._session.filing.state
        if state is not FilingState.COMPLETE and self.beside is not None:
            self.beside.close()
        if state is FilingState.FILED:
            self._clipboard.clear()
            if self._state is not None and self._state.case.state is FilingState.FILED:
                self.strip.show_filed(self._state.case)
                self.list.setFocus()
            else:
                self.look()
        elif state is FilingState.COMPLETE:
            self.strip.show_open()
        else:
            self.left.emit()
        self._show_progress()
        self._show_item()

    def _show_item(self) -> None:
        item = self.list.current
        if item is None:
            return
        tick = self._state.ticks.get(item.key) if self._state is not None else None
        ticked = f"{tick.window}（{tick.clerk}）已录" if tick else ""
        following = self._next_words(item)
        self.scans.show_for(item)
        self.card.show_words(
            item, self.list.model_.row_of(self.list.current), ticked=ticked, following=following, to_key=self.is_open
        )
        self.item_acts.say("key", _act(item, to_key=self.is_open))
        self._say_acts()

    def _say_acts(self) -> None:
        self.item_acts.refresh()
        self.acts.refresh()

    def _next_words(self, current: PlatformItem) -> str:
        """What comes after: one looks at the platform by then."""
        if not self.is_open:
            return ""
        model, here = self.list.model_, self.list.currentIndex().row()
        place = model.next_due(here)
        following = model.item(place) if place is not None else None
        if following is None:
            return "" if model.due - model.ticked - {current.key} else "下一步：录入备案编号"
        heading = f"{following.heading} " if following.row else ""
        return f"下一项：{heading}{following.label}"

    def _wire(self) -> None:
        self.list.moved.connect(self._show_item)
        self.list.doubleClicked.connect(lambda _index: self.key_item())
        self.list.model_.box_clicked.connect(self._toggle)
        self.scans.left.connect(self.list.setFocus)
        self.scans.shown.connect(self.acts.refresh)
        self.strip.file_wanted.connect(self.file_wanted)
        self.strip.undo_wanted.connect(self.undo_wanted)
        self.strip.reprint_wanted.connect(self.reprint_wanted)
        self.strip.other_wanted.connect(self.open_wanted)
        self.strip.back_wanted.connect(self.list.setFocus)
        self._session.state_changed.connect(self._show_state)

    def _lay_out(self) -> None:
        unit = self._session.filing.answers.display("unit.name")
        title = FittingLabel()
        mark(title, role="headline")
        title.set_text((f"录入备案平台 · {unit}", unit))
        mark(self._counted, role="strong")
        self._bar.setTextVisible(False)
        grid.fix(self._bar, width=160, height=6)
        back, beside = self.acts.button("back"), self.acts.button("beside")
        for button in (back, beside):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        grid.space(head, spacing=16)
        head.addWidget(title, 1)
        head.addWidget(self._counted)
        head.addWidget(self._bar)
        head.addWidget(beside)
        head.addWidget(back)
        middle = QHBoxLayout()
        grid.space(middle, spacing=16)
        middle.addWidget(self.list, 5)
        middle.addWidget(self.card, 6)
        layout = QVBoxLayout(self)
        grid.space(layout, 24, 16, 24, 20, spacing=12)
        layouts.nest(layout, head)
        layouts.nest(layout, middle, 1)
        layout.addWidget(self.strip)


def _wrapped(part: QWidget) -> int:
    """By how much a part is higher than its least height at the width it has."""
    layout = part.layout()
    if layout is None:
        return 0
    inner, edges = part.contentsRect().width(), part.height() - part.contentsRect().height()
    return max(0, layout.minimumHeightForWidth(inner) + edges - part.minimumSizeHint().height())


def _act(item: PlatformItem, *, to_key: bool) -> str:
    if item.origin is ValueSource.KEYED:
        return "复制并勾选" if to_key else "复制"
    return "勾选" if item.is_due and to_key else "下一项"


def _has_tick(page: PlatformPage) -> bool:
    item = page.list.current
    return page.is_open and item is not None and item.key in page.list.model_.ticked


PlatformPage.ACTS = (
    Act(
        "number",
        "录入备案编号",
        ("F11",),
        lambda page: page.strip.focus_number(),
        lambda page: page.is_open,
        place=Placement.HINT,
    ),
    Act(
        "scans",
        "到扫描件",
        ("V",),
        lambda page: page.scans.focus(),
        lambda page: page.scans.viewer is not None,
        place=Placement.KEY,
        told="到扫描件（见纸质材料的）",
    ),
    Act(
        "beside",
        "置顶小窗",
        ("W",),
        PlatformPage.open_window,
        lambda page: page.is_open,
        told="置顶小窗（放在浏览器旁边，单击复制）",
    ),
    Act("back", "返回", ("Esc",), lambda page: page.left.emit(), told="回到该件", bound=False),
)
PlatformPage.ITEM_ACTS = (
    Act(
        "key",
        "复制并勾选",
        ("Space", "Return", "Enter", "C"),
        PlatformPage.key_item,
        lambda page: page.list.current is not None,
        primary=True,
        told="复制并勾选，到下一项",
    ),
    Act(
        "row",
        "复制整行",
        ("R",),
        PlatformPage.key_row,
        lambda page: bool(page.list.model_.row_of(page.list.current)),
        told="复制整行（制表符分隔）并勾选",
    ),
    Act("copy", "只复制", ("Ctrl+C",), PlatformPage.copy, place=Placement.HINT),
    Act("untick", "取消勾选", ("Backspace", "Del"), PlatformPage.untick, _has_tick, place=Placement.HINT),
)


def _expected(written: str) -> NumberFormat:
    try:
        return NumberFormat.read(written)
    except Refusal:  # the settings refuse such a format; one that came some other way must not close the page
        return NumberFormat.read("")
