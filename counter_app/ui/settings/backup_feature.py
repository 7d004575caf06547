"""The day's backup: begun from its hour on while the window is open; days without one are said, three are a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:  # nothing of backups is needed before the data are open
    from counter_app.domain.backup.age import BackupState

LOOK_EVERY: Final = 300_000
"""Milliseconds."""
_ABOUT: Final = "backup"
_NOT_BEGUN: Final = Refusal("今天的备份没有开始", "在设置的“数据与备份”里备份")


class BackupFeature(Feature):
    """Has no page of its own: its card stands in the settings."""

    def __init__(self, context: WindowContext) -> None:
        """Looks once the data are open, and every few minutes from then on."""
        super().__init__(context)
        self._said: tuple[int, str] = (0, "")
        self._looking = QTimer(self, interval=LOOK_EVERY)
        self._looking.timeout.connect(self.look)
        context.station.opened.connect(self._begin)

    def _begin(self) -> None:
        self._looking.start()
        self.look()

    def look(self) -> None:
        """Ask what is remembered of the backups; begin one where it is due."""
        from counter_app.services.backup import backups

        station = self.context.station
        today = station.now().date()
        station.read(lambda backend: backups.state_of(backend.backups, today), done=self._seen, owner=self)

    def _seen(self, state: BackupState) -> None:
        station = self.context.station
        self._tell(state)
        if station.workstation.backup_folder and state.is_due(station.now(), station.workstation.backup_hour):
            from counter_app.ui.base.own_program import begin_program

            try:
                begin_program("backup", "--data", str(station.data_dir), otherwise=_NOT_BEGUN)
            except Refusal as refusal:
                self.context.notifier.refuse(refusal)

    def _tell(self, state: BackupState) -> None:
        """One calm line where an attempt came to nothing; a warning where there are too many days without a backup."""
        station, notifier = self.context.station, self.context.notifier
        zone, today = station.zone, station.now().date()
        days = state.days_without(today, zone)
        if not state.is_too_old(today, zone):
            notifier.settle(_ABOUT)
        if self._said == (days, state.failed):
            return
        self._said = days, state.failed
        place = bool(station.workstation.backup_folder)
        offer = ("去备份", self._show_card)
        if state.is_too_old(today, zone):
            remedy = "插好U盘或接通共享文件夹后备份" if place else "选择备份位置：U盘、共享文件夹或另一块磁盘"
            notifier.caution(Refusal(f"已有{days}天没有备份", remedy), offer, about=_ABOUT)
        elif state.failed and place:
            sentence, _, remedy = state.failed.partition("。")
            notifier.remind(Refusal(f"{sentence}，已有{days}天没有备份" if days else sentence, remedy), offer)

    def _show_card(self) -> None:
        from counter_app.ui.settings.page import SettingsPage

        self.context.show("settings")
        page = self.context.window.page("settings")
        assert isinstance(page, SettingsPage)  # noqa: S101 - that is what the settings are
        page.index.show_section_of(page.backup)
        page.backup.place_button.setFocus()
