"""The system's dialogs for files and folders: which are opened, where something is saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

_KINDS: Final = {
    ".pdf": "PDF (*.pdf)",
    ".docx": "Word (*.docx)",
    ".xlsx": "Excel (*.xlsx)",
    ".office-pack": "机关配置包 (*.office-pack)",
    ".zip": "ZIP (*.zip)",
    ".json": "接收结果 (*.json)",
}
SCANS: Final = "扫描件、照片 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff);;所有文件 (*)"


def documents() -> Path:
    """The folder of the user's documents, or the home folder where there is none."""
    from PySide6.QtCore import QStandardPaths

    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def ask_where_to_save(
    parent: QWidget, title: str, name: str, then: Callable[[Path], object], folder: Path | None = None
) -> None:
    """Ask where the file `name` goes, by its ending; `then` gets the path the clerk chose or wrote."""
    suffix = Path(name).suffix
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title, str(folder or documents()), _KINDS[suffix])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


def ask_for_file(parent: QWidget, title: str, kinds: str, then: Callable[[Path], object]) -> None:
    """Ask for one file of `kinds` (Qt's filters)."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title, str(Path.home()), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


def ask_for_files(
    parent: QWidget, title: str, kinds: str, then: Callable[[list[Path]], object], folder: Path | None = None
) -> None:
    """Ask for files of `kinds`, at least one."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title, str(folder or Path.home()), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: then([*map(Path, paths)]))
    dialog.open()


def ask_for_folder(parent: QWidget, title: str, then: Callable[[Path], object], folder: Path | None = None) -> None:
    """Ask for a folder."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title, str(folder or Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
