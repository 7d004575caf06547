"""Finding anything: Ctrl+K, and the index of words, which is built while nobody notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from counter_app.domain.basics.numbering import CASE_LETTERS
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:
    from counter_app.services.lists.registers import ExportRequest
    from counter_app.services.ports import Backend, IndexState, SearchResults
    from counter_app.ui.lists.search import SearchDialog

FIRST: Final = 2_000
"""Milliseconds after the opening, when the first page stands."""
PAUSE: Final = 40
"""Milliseconds between two short transactions, in which other windows and the clerk come first."""
AFTER_TROUBLE: Final = 60_000
MOST: Final = 30
"""Cases a transaction: some 15 ms of holding the lock, on a busy machine."""


class SearchFeature(Feature):
    """Opens the list, and enters cases that cannot be found by their words yet."""

    def __init__(self, context: WindowContext) -> None:
        """Begins with the index a while after the data are open."""
        super().__init__(context)
        self.open_list: SearchDialog | None = None
        context.window.top.search_wanted.connect(self.find)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._enter_some)
        context.station.opened.connect(lambda: self._next.start(FIRST))

    def acts(self) -> dict[str, Callable[[], object]]:
        """Ctrl+K."""
        return {"find": self.find}

    def find(self) -> None:
        """Open the list in front of whatever page there is."""
        if not self.context.station.is_open or self.open_list is not None:
            return
        from counter_app.ui.lists.search import SearchDialog

        self.open_list = SearchDialog(self.context.station, self.context.window)
        self.open_list.chosen.connect(self._open)
        self.open_list.unit_chosen.connect(self._open_unit)
        self.open_list.export_wanted.connect(self._export)
        self.open_list.finished.connect(self._closed)
        self.open_list.open()

    def _closed(self, _result: int) -> None:
        self.open_list = None

    def _export(self, question: Callable[[Backend, int], SearchResults]) -> None:
        from counter_app.services.lists.registers import search_export
        from counter_app.ui.window.list_export import ListExport

        def request(backend: Backend) -> ExportRequest:
            return search_export(partial(question, backend))

        ListExport(self.context, "查找结果", request).ask()

    def _open(self, opens: str) -> None:
        """A case stands among the cases as it was left; all else is opened by who shows it."""
        if opens.startswith(CASE_LETTERS):
            self.context.show("cases")
            self.context.acts.open_case(opens)
        else:
            self.context.barcodes.open_wanted.emit(opens)

    def _open_unit(self, opens: str) -> None:
        self.context.barcodes.inspection_wanted.emit("unit_history", opens)

    # The index -------------------------------------------------------------------------------------------------------

    def _enter_some(self) -> None:
        from counter_app.services.search import search

        backend = self.context.station.backend
        self.context.station.tasks.run(
            lambda: search.enter_cases(backend, MOST), done=self._entered, failed=self._trouble, owner=self
        )

    def _entered(self, state: IndexState) -> None:
        if not state.ready:
            self._next.start(PAUSE)

    def _trouble(self, _refusal: Refusal) -> None:
        """The disk is full, or another window is writing for long: later again."""
        self._next.start(AFTER_TROUBLE)
