"""Handing over: no batch, batches under way, one while it is scanned, closed, packed, with the department, settled."""

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.transfer.batch import ArchivalCheck, ItemDecision
from counter_app.services.transfer import batch_closing, batches, packing, receiving
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.pictures.album import Album, clear_dialogs, settle, with_shell
from tests.ui.pictures.queues import month_of_cases
from tests.ui.shell_fakes import Running


class Silent:
    """A player for machines that should be quiet."""

    def play(self, _path: Path) -> None:
        """Do nothing."""


def _page(running: Running):
    running.shell.show("handover")
    settle(running)
    page = running.shell.window.page("handover")
    page.batch._sounds._player = Silent()
    return page


def hand_over(album: Album) -> None:  # noqa: PLR0915 - from picture to picture
    """Each state of the page and of a batch."""

    def empty(running: Running) -> None:
        _page(running)
        album.take(running, "handover-empty")

    def busy(running: Running) -> None:  # noqa: PLR0915
        backend = running.station.backend
        page = _page(running)
        page.begin()
        settle(running)
        batch = page.batch
        album.take(running, "batch-new")
        batches.propose(backend, batch.commands.model.batch_id, 40, post=POST)
        batch.refresh()
        settle(running)
        for item in batch.shown.batch.items[:-1]:
            page.handle_barcode(item.reference)
        settle(running, 200)
        album.take(running, "batch-scanning")
        page.handle_barcode(batch.shown.batch.items[0].reference)
        settle(running)
        album.take(running, "batch-already")
        page.handle_barcode("BS2026-0999")
        settle(running)
        album.take(running, "batch-wrong")
        page.handle_barcode("12")
        settle(running)
        album.take(running, "batch-pages-of-nothing")
        QTest.keyClick(batch.scan_field, Qt.Key.Key_F6)
        settle(running)
        album.take(running, "batch-propose")
        clear_dialogs(running)
        QTest.keyClick(batch.scan_field, Qt.Key.Key_F9)
        settle(running)
        album.take(running, "batch-gaps")
        clear_dialogs(running)
        page.handle_barcode(batch.shown.batch.items[-1].reference)
        settle(running)
        batch_closing.close_batch(backend, batch.commands.model.batch_id, post=POST)
        batch.refresh()
        settle(running)
        album.take(running, "batch-closed")
        batch.commands._choose_target()
        settle(running)
        album.take(running, "batch-target")
        clear_dialogs(running)
        batch.commands.refused.emit(Refusal("U盘或磁盘已满，电子数据包没有全部生成", "换一个U盘；已写入的部分保留"))
        batch.commands.progress.begin("正在生成电子数据包… 37%")
        batch.commands.progress.advance(37, 100)
        batch.commands.progress.show()
        album.take(running, "batch-packing")
        batch.commands.progress.hide()
        running.shell.notifier.clear()
        with TemporaryDirectory() as folder:
            packing.pack(backend, batch.commands.model.batch_id, Path(folder) / "out", lambda _d, _t: None, post=POST)
        batch_closing.issue_papers(backend, batch.commands.model.batch_id, without_package=False, post=POST)
        batch.refresh()
        settle(running)
        batch.commands._reopen()
        settle(running)
        album.take(running, "batch-reopen")
        clear_dialogs(running)
        batch_closing.hand_over(backend, batch.commands.model.batch_id, by="王敏", post=POST)
        refused = ItemDecision(accepted=False, passed=frozenset({ArchivalCheck.SAFETY}), reason="缺页或页数不符")
        first, second, *_ = batch.shown.batch.items
        decisions = {first.reference: ItemDecision(accepted=True), second.reference: refused}
        receiving.decide(backend, batch.commands.model.batch_id, decisions, by="赵科", post=POST)
        batch.refresh()
        settle(running)
        album.take(running, "batch-receiving")
        batch.commands.receiving.refuse()
        settle(running)
        album.take(running, "batch-refuse")
        clear_dialogs(running)
        batch.commands.receiving.number()
        settle(running)
        album.take(running, "batch-archive")
        clear_dialogs(running)
        page.show_list()
        page.begin()
        settle(running)
        page.show_list()
        settle(running)
        album.take(running, "handover-list")
        page.commands.show_report()
        settle(running)
        album.take(running, "handover-report")
        clear_dialogs(running)

    with_shell(MemoryBackend.make(), empty)
    with_shell(month_of_cases(), busy)


CHAPTERS = (hand_over,)
