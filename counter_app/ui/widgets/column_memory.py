"""The widths that a clerk gave to the columns of lists, kept for the next start of this workstation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from counter_app.private_files import make_private_folder, tighten

_GROUP: Final = "columns"


class ColumnMemory(QObject):
    """Belongs to the window; lists find it there."""

    def __init__(self, path: Path, window: QWidget) -> None:
        """`path` is the file that also keeps the geometry of `window`."""
        super().__init__(window)
        self._path = path

    def widths(self, name: str, number: int) -> list[int] | None:
        """Pixels at 100 % of the columns of the list `name`; None where they are not kept or of another number."""
        kept = str(self._settings().value(f"{_GROUP}/{name}", ""))
        try:
            widths = [int(part) for part in kept.split(" ")]
        except ValueError:
            return None
        return widths if len(widths) == number and min(widths) > 0 else None

    def keep(self, name: str, widths: Sequence[int]) -> None:
        """Keep the columns of a list; without `widths` forget them."""
        make_private_folder(self._path.parent)
        settings = self._settings()
        if widths:
            settings.setValue(f"{_GROUP}/{name}", " ".join(map(str, widths)))
        else:
            settings.remove(f"{_GROUP}/{name}")
        settings.sync()
        tighten(self._path)

    def _settings(self) -> QSettings:
        return QSettings(str(self._path), QSettings.Format.IniFormat)
