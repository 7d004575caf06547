"""Scans on their way to a paper of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.ui.intake.session import CaseSession
from counter_app.ui.scans.file_queue import FileQueue, QueuedFile, Take
from counter_app.ui.widgets.messages import MessageChannel

if TYPE_CHECKING:
    from counter_app.services.ports import Scan, Watch
    from counter_app.services.scans import scans


class ScanQueue(FileQueue):
    """Attaches what it is given to the papers of one case; `attached` carries the `Scan`."""

    def __init__(self, session: CaseSession, messages: MessageChannel, page: QWidget) -> None:
        """`messages` shows its messages; dialogs belong to `page`."""
        super().__init__(session.tasks, messages, page)  # the tasks outlive the session
        self._session = session

    def _way_of(self, one: QueuedFile) -> Take:
        session, key = self._session, one.key
        backend, reference, post = session.backend, session.reference, session.post

        from counter_app.services.scans import scans

        def take(source: Path | bytes, watch: Watch) -> scans.Attached[Scan]:
            return scans.attach_scan(backend, reference, key, source, post=post, watch=watch)

        return take

    def _done_words(self, done: list[QueuedFile]) -> tuple[str, str]:
        amount = f"{len(done)}个扫描件" if len(done) > 1 else "扫描件"
        kinds = self._session.form.material_kinds
        if any(kinds[one.key].shown_only for one in done):
            return f"{amount}已附到{done[0].label}", "复印、扫描证件应有本机关的依据；没有依据的，查看后移除"
        return f"{amount}已附到{done[0].label}", "V 查看；合格与否由窗口核对"

    def _known_words(self, one: QueuedFile) -> str:
        return f"{one.name} 已附在{one.label}上，没有重复附"
