"""Routes scanned barcodes and ids to features: they register, and none has to know another."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class BarcodeRouter(QObject):
    """Passes barcodes to the feature that handles them, and ids to the feature that shows them."""

    open_wanted = Signal(str)
    """A case, batch, inspection, order or tip is to be shown, by its id."""
    batch_wanted = Signal(str)
    """A batch is to be shown, by its id."""
    inspection_wanted = Signal(str, str)
    """A page under 检查 is to be shown: its name, and the id of what it shows."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No handler is registered yet."""
        super().__init__(parent)
        self._handlers: list[Callable[[str], bool]] = []

    def register(self, handler: Callable[[str], bool]) -> None:
        """Ask `handler` for each barcode; it returns whether it handled it."""
        self._handlers.append(handler)

    def handle(self, text: str) -> bool:
        """Whether one of the handlers handled the barcode `text`."""
        return any(handler(text) for handler in self._handlers)
