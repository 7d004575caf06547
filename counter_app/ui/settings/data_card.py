"""Where the data lie and how much space is left there: one card of the first start."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QLabel, QWidget

from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.section_card import SectionCard

LITTLE: Final = 500 * 1024**2
"""Octets: with less than this a year of scans does not fit."""
_MEGABYTE: Final = 1024**2
_GIGABYTE: Final = 1024**3


class DataCard(SectionCard):
    """Tells; nothing is chosen in it: the folder is named when the program is started."""

    def __init__(self, data_dir: Path, parent: QWidget | None = None) -> None:
        """`data_dir` is the folder of the database."""
        super().__init__("数据", "数据库和扫描件，只存在本机", parent=parent)
        where = QLabel(f"数据文件夹：{data_dir}")
        self.space = QLabel()
        for label in (where, self.space):
            label.setWordWrap(True)
            self.add_wide(label)
        self.show_space(QStorageInfo(str(data_dir)).bytesAvailable())

    def show_space(self, octets: int) -> None:
        """Say how much is left; what to do where it is little."""
        little = octets < LITTLE
        size = f"{octets / _GIGABYTE:.1f} GB" if octets >= _GIGABYTE else f"{max(octets, 0) // _MEGABYTE} MB"
        self.space.setText(f"剩余空间 {size}" + ("，不够用：先清理磁盘，再开始受理" if little else ""))
        mark(self.space, tone="amber" if little else "quiet")
