"""The applicant comes back: a scan of any paper of ours, or its number, opens the case at its open items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from counter_app.domain.basics.numbering import INSPECTION_LETTERS, ORDER_LETTERS, TIP_LETTERS
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.ui.base.barcode_scanner import BarcodeScanner
from counter_app.ui.window.feature import Feature, WindowContext

INSPECTED: Final = (INSPECTION_LETTERS, ORDER_LETTERS, TIP_LETTERS)
"""What the ids of inspections, orders and tips begin with."""


class ReturnVisitFeature(Feature):
    """Ctrl+G asks for a number; the scanner needs no key."""

    def __init__(self, context: WindowContext) -> None:
        """The scanner listens as soon as there is something to open."""
        super().__init__(context)
        self.scanner = BarcodeScanner(self)
        self.scanner.scanned.connect(self.handle_barcode)
        self._wanted = ""
        context.barcodes.open_wanted.connect(self.open)
        context.station.opened.connect(lambda: self.scanner.listen(context.window))
        context.workspace.current_changed.connect(self._arrived)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Open a case by a number."""
        return {"by_number": self.ask}

    def ask(self) -> None:
        """Ask for a number and open its case."""
        from counter_app.ui.papers.number_question import NumberQuestion

        NumberQuestion(self.context.station, self.open, self.context.window).open()

    def handle_barcode(self, text: str) -> None:
        """Open the case of what was scanned; a question that waits for its answer comes first."""
        from counter_app.ui.papers.number_question import NumberQuestion

        asking = [dialog for dialog in self.context.window.findChildren(QDialog) if dialog.isVisible()]
        if asking and isinstance(asking[-1], NumberQuestion):
            asking[-1].look_up(text)
            return
        if asking:
            self.context.notifier.caution(Refusal("有一个提示尚未处理，扫码的业务没有打开", "处理或返回后，再次扫码"))
            return
        if not self.context.barcodes.handle(text):
            self._look_up(text)

    def _look_up(self, text: str) -> None:
        """Open what was scanned: a batch, a paper of an inspection, or a case."""
        self.context.station.read(lambda backend: cases.find_by_number(backend, text), done=self.open)

    def open(self, reference: str) -> None:
        """Bring the case to the front, and the focus to the first item that is still open; or a batch, or 检查."""
        from counter_app.services.transfer.batches import BATCH_LETTERS

        if reference.startswith(BATCH_LETTERS):
            self.context.barcodes.batch_wanted.emit(reference)
            return
        if reference.startswith(INSPECTED):
            self._open_inspected(reference)
            return
        self._wanted = reference
        self.context.show("cases")
        self.context.acts.open_case(reference)

    def _open_inspected(self, subject_id: str) -> None:
        from counter_app.services.inspection import lists

        self.context.station.read(
            lambda backend: lists.page_of(backend, subject_id),
            done=lambda found: self.context.barcodes.inspection_wanted.emit(*found),
        )

    def _arrived(self) -> None:
        session = self.context.workspace.session
        if session is None or session.reference != self._wanted:
            return
        self._wanted = ""
        if session.filing.state is FilingState.DEFICIENT:
            QTimer.singleShot(0, self, self._to_open_item)  # after the page has put the focus where it was

    def _to_open_item(self) -> None:
        page = self.context.workspace.page
        if page is not None and page.session.findings.deficiencies:
            page.focus_item(page.session.findings.deficiencies[0].key)
