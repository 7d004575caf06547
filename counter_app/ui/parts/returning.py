"""The applicant comes back: a scan of any paper of ours, or its number, opens the case at its open items."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog

from counter_app.domain.filing import FilingState
from counter_app.domain.refusal import Refusal
from counter_app.services import cases
from counter_app.services.ports import Counter
from counter_app.ui.parts.part import Part, Surroundings
from counter_app.ui.scanner import Scanner


class Returning(Part):
    """Ctrl+G asks for a number; the scanner needs no key."""

    batch_wanted = Signal(str)
    """A paper of a hand-over was scanned."""

    def __init__(self, around: Surroundings) -> None:
        """The scanner listens as soon as there is something to open."""
        super().__init__(around)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.scanned)
        self._wanted = ""
        self.takes: Callable[[str], bool] = lambda _text: False
        """Whether another part of the window takes a scan for itself: a batch that is being put together."""
        around.station.opened.connect(lambda: self.scanner.listen(around.window))
        around.workspace.current_changed.connect(self._arrived)

    def acts(self) -> dict[str, Callable[[], object]]:
        """By number."""
        return {"by_number": self.ask}

    def ask(self) -> None:
        """Ask for a number and open its case."""
        from counter_app.ui.widgets.number_question import NumberQuestion  # noqa: PLC0415

        NumberQuestion(self.around.station, self.open, self.around.window).open()

    def scanned(self, text: str) -> None:
        """Open the case of what was scanned; a question that waits for its answer comes first."""
        from counter_app.ui.widgets.number_question import NumberQuestion  # noqa: PLC0415

        asking = [dialog for dialog in self.around.window.findChildren(QDialog) if dialog.isVisible()]
        if asking and isinstance(asking[-1], NumberQuestion):
            asking[-1].take(text)
            return
        if asking:
            self.around.voice.caution(
                Refusal("有一个问题还没有回答，没有打开扫到的件", "回答后，或按 Esc 返回后，再扫一次")
            )
            return
        if not self.takes(text):
            self._look_up(text)

    def _look_up(self, text: str) -> None:
        """Open what was scanned: a batch, or a case."""
        from counter_app.services import batches  # noqa: PLC0415 - seldom a batch, and not before the first window

        def look(counter: Counter) -> str:
            return batches.batch_scanned(counter, text) or cases.find_by_number(counter, text)

        self.around.station.keep(look, done=self.open, failed=self.around.voice.refuse)

    def open(self, reference: str) -> None:
        """Bring the case to the front, and the focus to the first item that is still open; or a batch."""
        from counter_app.services.batches import BATCH_LETTERS  # noqa: PLC0415 - seldom a batch

        if reference.startswith(BATCH_LETTERS):
            self.batch_wanted.emit(reference)
            return
        self._wanted = reference
        self.around.show("cases")
        self.around.acts.open_case(reference)

    def _arrived(self) -> None:
        session = self.around.workspace.session
        if session is None or session.reference != self._wanted:
            return
        self._wanted = ""
        if session.filing.state is FilingState.DEFICIENT:
            QTimer.singleShot(0, self, self._to_open_item)  # after the page has put the focus where it was

    def _to_open_item(self) -> None:
        page = self.around.workspace.page
        if page is not None and page.session.findings.deficiencies:
            page.focus_item(page.session.findings.deficiencies[0].key)
