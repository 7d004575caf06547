"""One batch: scanned with the paper in hand, its pages counted, closed, packed, printed, handed over."""

from __future__ import annotations

from collections import deque
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.transfer.batch import BatchState, ScanOutcome, TransferItem
from counter_app.services.ports import Backend
from counter_app.services.transfer import batches, packing
from counter_app.services.transfer.batches import BatchView, Scanned
from counter_app.ui.base.acts import Act, Placement, written
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.sounds import Sounds
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.transfer.batch_commands import BatchCommands
from counter_app.ui.transfer.tables import CASE_COLUMNS, NO_NAME, case_rows
from counter_app.ui.transfer.words import KEYS, as_pages, codes_of, steps_words
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.messages import EmptyState
from counter_app.ui.widgets.placeholder import say_what_to_write

_OUTCOMES: Final = {
    ScanOutcome.RIGHT: ("✓ 核对成功", "green"),
    ScanOutcome.ALREADY: ("重复扫码", "amber"),
    ScanOutcome.WRONG: ("× 不属于本批次", "red"),
}
_ENTER: Final = written("Return")
_UNIT: Final = 2
_NONE: Final = -1


class BatchPage(QWidget):
    """The scan field has the keyboard; digits and Enter right after a scan recorded its pages."""

    ACTS: ClassVar[tuple[Act[BatchPage], ...]]
    FIELD_ACTS: ClassVar[tuple[Act[BatchPage], ...]]

    left = Signal()
    refused = Signal(Refusal)
    scanned = Signal()
    """A scan was answered: what was said before it is of no more use."""

    def __init__(self, station: Station, sounds: Sounds, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(parent)
        self._station = station
        self._sounds = sounds
        self._view: BatchView | None = None
        self._waiting: deque[str] = deque()
        self._last = ""
        self.commands = BatchCommands(station, self)
        self.acts = PageActs(self, self.ACTS)
        self.scan_field = QLineEdit()
        self._field_acts = PageActs(self, self.FIELD_ACTS, self.scan_field)
        self._take_button = self._field_acts.button("take")
        self._progress = QLabel()
        self._pages = QLabel()
        self._outcome = QLabel()
        self._unit = QLabel()
        self._said = QLabel()
        self._card = QFrame()
        self._empty = EmptyState(
            "本批次还没有材料", f"对照纸质材料逐件扫码；或按 {KEYS['first']} 按到期日提取，再逐件扫描核对"
        )
        self._title = QLabel()
        self._state = QLabel()
        self._steps = QLabel()
        self.lines: ListPanel[TransferItem] = ListPanel(
            station, "本批次材料", lambda item: item.reference, columns=CASE_COLUMNS
        )
        self.view = self.lines.view
        self._lay_out()
        self.scan_field.returnPressed.connect(self.take_entered)
        self.view.installEventFilter(self)
        self.commands.model.changed.connect(self._take)
        self.commands.refused.connect(self.refused)
        self.commands.gone.connect(self.left)
        self.commands.receiving.marked = self._marked

    # What is shown ---------------------------------------------------------------------------------------------------

    def open(self, batch_id: str) -> None:
        """Show a batch."""
        self._view, self._last = None, ""
        self._tell(None)
        self.commands.turn_to(batch_id)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the batch again."""
        self.commands.model.renew()
        self.acts.refresh()

    def resume(self) -> None:
        """The focus goes to the scan field, or to the list where nothing is scanned any more."""
        (self.scan_field if self.scan_field.isEnabled() else self.view).setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of the batch for F1."""
        scan = (("扫码", "核对、加入一件"),)
        return [("移交批次", [*scan, *self._field_acts.told(), *self.acts.told()])]

    @property
    def shown(self) -> BatchView | None:
        """The batch in sight."""
        return self._view

    def _take(self, view: object) -> None:
        if not isinstance(view, BatchView) or view.batch.batch_id != self.commands.model.batch_id:
            return
        self._view = view
        self.commands.model.view = view
        batch = view.batch
        open_now = batch.state is BatchState.OPEN
        name = view.office.written(batch.number) or "新批次"
        self._title.setText(f"移交批次  {name}")
        self._state.setText(batch.state.label)
        scanned = len(batch.items) - len(batch.gaps)
        self._progress.setText(f"{scanned} / {len(batch.items)}")
        self._pages.setText(f"已扫件数 / 批次件数      共{batch.pages}页")
        self._steps.setText(steps_words(view))
        self.scan_field.setEnabled(open_now)
        for widget in (self.scan_field, self._take_button, self._progress, self._pages, self._steps):
            widget.setVisible(open_now)
        if not open_now:
            self._sum_up(view)
        mark = None if self.lines.has_marked() else self._last
        self.lines.show_lines(batch.items, case_rows(view), wide=_UNIT, nothing=self._empty, mark=mark, otherwise=_NONE)
        self.commands.renew_offers()
        self._show_offers()
        if open_now and not self.view.hasFocus():
            self.scan_field.setFocus()

    def _show_offers(self) -> None:
        for slot in KEYS:
            offer = self.commands.offers.get(slot)
            self.acts.buttons[slot].setVisible(offer is not None)
            if offer is not None:
                self.acts.say(slot, offer.words, primary=offer.primary)
        self.acts.refresh()

    def may(self, slot: str) -> bool:
        """Whether `slot` has an act now, or may have one once the batch was read."""
        return slot in self.commands.offers or self.commands.model.is_under_way

    def leave(self) -> None:
        """Back to all batches; what waits for this one is not done."""
        self.commands.model.forget()
        self.left.emit()

    def _sum_up(self, view: BatchView) -> None:
        """What the batch is once nothing is scanned any more, and what comes next."""
        batch = view.batch
        self._outcome.setText(f"{batch.state.label}   {len(batch.items)}件，{batch.pages}页")
        self._unit.setText(steps_words(view))
        self._unit.show()
        package = batch.package
        self._said.setText(f"电子数据包 {package.files}个文件，SHA-256 {package.sha256}" if package is not None else "")
        mark(self._card, role="message", tone="green" if batch.state is BatchState.SETTLED else "accent")

    def _marked(self) -> str:
        return item.reference if (item := self.lines.marked) is not None else ""

    # Scanning --------------------------------------------------------------------------------------------------------

    def handle_barcode(self, text: str) -> bool:
        """One scan; each is answered, in the order in which they came. False where the batch takes none."""
        if self._view is None or self._view.batch.state is BatchState.SETTLED:
            return False
        if self._view.batch.state is not BatchState.OPEN:
            return self._find(text)
        self._waiting.append(text)
        if len(self._waiting) == 1:
            self._next()
        return True

    def _find(self, text: str) -> bool:
        """In a batch that takes nothing more a scan marks its case; False where it is none of its own."""
        view = self._view
        found = [one for one in view.cases.values() if text in codes_of(one)] if view is not None else []
        if found:
            self.lines.mark(found[0].reference)
            self.view.setFocus()
        return bool(found)

    def _next(self) -> None:
        text, batch_id, post = self._waiting[0], self.commands.model.batch_id, self._station.post
        if (pages := as_pages(text)) is not None:
            self._count(pages)
            return

        def act(backend: Backend) -> tuple[Scanned, BatchView]:
            scanned = batches.scan(backend, batch_id, text, post=post)
            return scanned, batches.batch_view(backend, batch_id)

        def done(found: tuple[Scanned, BatchView]) -> None:
            scanned, view = found
            self._tell(scanned)
            self.scanned.emit()
            self._last = ""
            if scanned.outcome is not ScanOutcome.WRONG and scanned.case is not None:
                self._last = scanned.case.reference
                self._draw_ahead(self._last)
            self._take(view)
            self.lines.mark(self._last)
            self._go_on()

        def failed(refusal: Refusal) -> None:
            self._last = ""
            self._sounds.play(ScanOutcome.WRONG)
            self.refused.emit(refusal)
            self._go_on()

        self._station.write(act, done=done, failed=failed, owner=self)

    def _count(self, pages: int) -> None:
        """Pages belong to the scan they follow; after a wrong one there is nothing they could belong to."""
        reference, batch_id, post = self._last, self.commands.model.batch_id, self._station.post
        if not reference:
            self._sounds.play(ScanOutcome.WRONG)
            self.refused.emit(Refusal("页数没有记录：未选定所属的一件", "先扫描这一件，或用 ↑ ↓ 选中它，再录入页数"))
            self._go_on()
            return

        def done(view: BatchView) -> None:
            self.scanned.emit()
            self._take(view)
            self.lines.mark(reference)
            item = view.batch.item(reference)
            self._said.setText(f"第{item.position}件已记为{item.pages}页" if item is not None else "")
            self._go_on()

        def failed(refusal: Refusal) -> None:
            self.refused.emit(refusal)
            self._go_on()

        self._station.write(
            lambda backend: batches.count_pages(backend, batch_id, reference, pages, post=post),
            done=done,
            failed=failed,
            owner=self,
        )

    def _draw_ahead(self, reference: str) -> None:
        """Draw its papers while the next one is fetched: packing has only to copy them then."""
        backend = self._station.backend
        self._station.tasks.run(lambda: packing.render_ahead(backend, reference), failed=lambda _refusal: None)

    def _go_on(self) -> None:
        self._waiting.popleft()
        if self._waiting:
            self._next()

    def _tell(self, scanned: Scanned | None) -> None:
        """What the last scan meant: in a sound, in a colour, and in words."""
        if scanned is None:
            self._outcome.setText("扫描材料上的条码")
            self._unit.hide()
            self._said.setText("对照纸质材料逐件扫描收件凭证、告知书或回执上的条码")
            mark(self._card, role="message", tone="accent")
            mark(self._outcome, role="headline")
            return
        self._sounds.play(scanned.outcome)
        words, tone = _OUTCOMES[scanned.outcome]
        self._outcome.setText(words if words == scanned.sentence else f"{words}   {scanned.sentence}")
        unit = scanned.case.unit_name or NO_NAME if scanned.case is not None else ""
        pages = f"   {scanned.pages}页，不对的直接录入页数按 {_ENTER}" if scanned.pages else ""
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self._said.setText(f"{scanned.remark}{pages}".strip())
        mark(self._card, role="message", tone=tone)
        self._card.setAccessibleName(f"{words}，{scanned.sentence}，{unit}")

    def take_entered(self) -> None:
        """Take the number, or the pages, that was written."""
        text = read_text(self.scan_field.text())
        self.scan_field.clear()
        if not text:
            return
        self.handle_barcode(text)

    # Qt --------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits and letters that are typed on the list belong to the scan field."""
        typed = event.text() if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else ""
        if typed.isalnum() and self.scan_field.isEnabled():
            self._last = self._marked()
            self.scan_field.setFocus()
            self.scan_field.insert(typed)
            return True
        return super().eventFilter(watched, event)

    # Looks -----------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._state, role="strong")
        mark(self._progress, role="counter")
        mark(self._pages, role="quiet")
        mark(self._steps, role="quiet")
        mark(self._unit, role="title")
        for label in (self._steps, self._outcome, self._unit, self._said):
            label.setWordWrap(True)
        say_what_to_write(self.scan_field, "扫描条码，或录入编号")
        self._take_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is written next belongs to the field
        self.scan_field.setAccessibleName("扫描条码")
        mark(self.scan_field, role="large")
        grid.fix(self.scan_field, width=320)
        head = QHBoxLayout()
        grid.space(head, spacing=16)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self.acts.button("back"))  # the foot has up to seven others, and one line of 900 pixels
        counting = QVBoxLayout()
        grid.space(counting, spacing=4)
        line = QHBoxLayout()
        grid.space(line, spacing=8)
        line.addWidget(self.scan_field)
        line.addWidget(self._take_button)
        layouts.nest(counting, line)
        counting.addWidget(self._progress)
        counting.addWidget(self._pages)
        inside = QVBoxLayout(self._card)
        grid.space(inside, 16, 8, spacing=4)
        for label in (self._outcome, self._unit, self._said):
            inside.addWidget(label)
        inside.addStretch(1)
        upper = QHBoxLayout()
        grid.space(upper, spacing=16)
        layouts.nest(upper, counting)
        upper.addWidget(self._card, 1)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        layouts.nest(column, head)
        layouts.nest(column, upper)
        column.addWidget(self._steps)
        column.addWidget(self.commands.progress)
        self.lines.addWidget(self._empty)
        column.addWidget(self.lines, 1)
        layouts.nest(column, self.acts.foot())
        self._show_offers()


def _slot(slot: str, words: str, told: str) -> Act[BatchPage]:
    """A key whose act depends on the state of the batch; `told` are all of them, for F1."""
    return Act(
        slot, words, (KEYS[slot],), lambda page: page.commands.press(slot), lambda page: page.may(slot), told=told
    )


BatchPage.ACTS = (
    Act("back", "全部批次", ("Esc",), BatchPage.leave, told="回到全部批次"),
    _slot("reopen", "解锁批次", "解锁批次；撤销批次"),
    _slot("leave_out", "移出", "移出、退回选中的件"),
    _slot("labels", "脊签", "打印脊签"),
    _slot("contents", "卷内目录", "打印卷内目录"),
    _slot("archive", "编档号", "给已接收的件编档号"),
    _slot("first", "按到期日提取", "按到期日提取；生成电子数据包；接收选中的件"),
    _slot("second", "锁定批次", "锁定批次；打印移交清单和封面"),
    _slot("third", "登记移交", "登记移交；登记接收结果"),
    Act("refresh", "刷新", ("F5",), BatchPage.refresh, place=Placement.KEY),
)
BatchPage.FIELD_ACTS = (
    Act("take", "录入", ("Return",), BatchPage.take_entered, told="录入编号或页数", bound=False),
    Act("list", "在列表中选择", ("Down", "Up"), lambda page: page.view.setFocus(), place=Placement.KEY),
)
