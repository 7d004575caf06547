"""Implements `ports.Bags`."""

from __future__ import annotations

from pathlib import Path

from counter_app.exchange.bag import checking, packing
from counter_app.exchange.bag.form import INDEX_JSON
from counter_app.exchange.bag.index import read_index
from counter_app.services.ports import BagContent, BagIndex, BagReport, PackedBag
from counter_app.services.ports.scans import Watch


class BagFiles:
    """Packs, verifies and reads packages."""

    def pack(self, content: BagContent, target: Path, watch: Watch) -> PackedBag:
        """Pack into a folder or a `.zip`, and read it back. Raises `Refusal`."""
        return packing.pack(content, target, watch)

    def verify(self, path: Path, watch: Watch) -> BagReport:
        return checking.verify(path, watch)

    def index(self, path: Path) -> BagIndex:
        return read_index(checking.content_of(path, INDEX_JSON))
