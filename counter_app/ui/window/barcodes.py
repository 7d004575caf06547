"""Where a scanned or typed number leads: features register, and none has to know another."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class BarcodeRouter(QObject):
    """Hands barcodes to whichever feature takes them, and ids to the feature that shows them."""

    open_wanted = Signal(str)
    """A case, batch, inspection, order or tip is to be shown, by its id."""
    batch_wanted = Signal(str)
    """A batch is to be shown, by its id."""
    inspection_wanted = Signal(str, str)
    """A page under 检查 is to be shown: its name, and the id of what it shows."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nobody takes anything yet."""
        super().__init__(parent)
        self._handlers: list[Callable[[str], bool]] = []

    def register(self, handler: Callable[[str], bool]) -> None:
        """Ask `handler` for each barcode; it returns whether it took it."""
        self._handlers.append(handler)

    def take(self, text: str) -> bool:
        """Whether one of the handlers took the barcode `text`."""
        return any(handler(text) for handler in self._handlers)
