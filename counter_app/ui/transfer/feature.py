"""Handing paper over to the department: the page of the batches, and scans that belong to one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature, Opener, WindowContext

if TYPE_CHECKING:  # built when it is looked at
    from counter_app.services.ports import IssuedPaper
    from counter_app.ui.transfer.page import TransferPage

PAGE = "handover"


class TransferFeature(Feature):
    """Ctrl+5 shows the batches."""

    def __init__(self, context: WindowContext) -> None:
        """Barcodes are taken while the page is in front."""
        super().__init__(context)
        context.barcodes.register(self.handle_barcode)
        context.barcodes.batch_wanted.connect(self.open)

    def openers(self) -> dict[str, Opener]:
        """Electronic packages to be received, and what the department decided."""
        return {"package": self._open_package, "result": self._import_result}

    def _open_package(self, path: Path) -> None:
        self.context.show(PAGE)
        self.page.commands.open_package(path)

    def _import_result(self, path: Path) -> None:
        self.context.show(PAGE)
        self.page.commands.import_result(path)

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the batches."""
        return {PAGE: self._make}

    def handle_barcode(self, text: str) -> bool:
        """A scan while a batch is being put together belongs to it; False where it does not."""
        return self.context.window.shown == PAGE and self.page.handle_barcode(text)

    def open(self, batch_id: str) -> None:
        """Bring one batch to the front."""
        self.context.show(PAGE)
        self.page.open(batch_id)

    @property
    def page(self) -> TransferPage:
        """The page, built when it is first asked for."""
        from counter_app.ui.transfer.page import TransferPage

        page = self.context.window.page(PAGE)
        assert isinstance(page, TransferPage)  # noqa: S101 - made below
        return page

    def _make(self) -> QWidget:
        from counter_app import paths
        from counter_app.ui.base.sounds import Sounds, SystemPlayer
        from counter_app.ui.transfer.page import TransferPage

        context = self.context
        folder = paths.resources_dir() / "sounds"
        sounds = Sounds(folder, SystemPlayer(self), wanted=lambda: context.station.workstation.sounds)
        page = TransferPage(context.station, sounds)
        page.refused.connect(context.notifier.refuse)
        for commands in (page.batch.commands, page.commands, page.reception):
            commands.confirmed.connect(context.notifier.confirm)
        page.batch.commands.noted.connect(context.notifier.note)
        page.batch.commands.print_wanted.connect(self._print)
        page.batch.scanned.connect(context.notifier.clear)
        return page

    def _print(self, papers: tuple[IssuedPaper, ...]) -> None:
        self.context.flow.print_papers(papers)
