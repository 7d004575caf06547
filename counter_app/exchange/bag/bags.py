"""Implements `ports.Bags`."""

from __future__ import annotations

from counter_app.exchange.bag import checking, packing


class BagFiles:
    """Packs, verifies and reads packages."""

    pack = staticmethod(packing.pack)
    verify = staticmethod(checking.verify)
    index = staticmethod(checking.recorded_index)
