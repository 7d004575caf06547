"""Where the document camera of this window puts its files: one card of the settings, which holds at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.base.station import Station
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.file_dialogs import ask_for_folder
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard


class ScanFolderCard(SectionCard):
    """Chooses the folder, or none."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Refusals to keep it are said by `notifier`."""
        super().__init__("扫描", "立即生效，仅限本机", parent=parent)
        self._station = station
        self._notifier = notifier
        self._where = QLabel()
        self._where.setWordWrap(True)
        note = QLabel(
            f"高拍仪保存的新文件，在受理时按 {keys_of('attach_new_scan')} 附到材料；原文件留在原处，不移动、不删除。"
        )
        note.setWordWrap(True)
        mark(note, role="quiet")
        self.choose_button = QPushButton("选择扫描文件夹")
        when_pressed(self.choose_button, self.choose)
        self.none_button = QPushButton("不用扫描文件夹")
        when_pressed(self.none_button, lambda: self.use(""))
        for part in (self._where, side_by_side(self.choose_button, self.none_button), note):
            self.add_wide(part)
        self.setFocusProxy(self.choose_button)
        station.workstation_changed.connect(self._show)
        self._show()

    def choose(self) -> None:
        """Ask for the folder."""
        known = self._station.workstation.scan_folder
        begin = Path(known) if known else None
        ask_for_folder(self, "选择扫描文件夹", lambda folder: self.use(str(folder)), begin)

    def use(self, folder: str) -> None:
        """Watch `folder` from now on; none where it is empty."""
        refusal = self._station.save_workstation(replace(self._station.workstation, scan_folder=folder))
        if refusal is not None:
            self._notifier.refuse(refusal)

    @property
    def words(self) -> str:
        """What is said of the folder."""
        return self._where.text()

    def _show(self) -> None:
        folder = self._station.workstation.scan_folder
        self._where.setText(folder or "未选择，用拖放、粘贴或 S 键附扫描件")
        self.none_button.setEnabled(bool(folder))
