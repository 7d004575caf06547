"""Backups in the settings: where, from which hour on, when the last one was made; one now, and one put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.backup import backups
from counter_app.services.ports import Backend
from counter_app.services.ports.backup import MadeBackup
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.settings.restore_after_closing import RestoreAfterClosing
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.file_dialogs import ask_for_folder
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard

T = TypeVar("T")

_LABEL_WIDTH: Final = 64
_HOUR_WIDTH: Final = 176
"""Pixels at 100 %: half of a card cuts the hours in a small window."""
HOURS: Final = tuple((str(hour), f"每天{hour}:00以后") for hour in range(8, 20))


class BackupCard(SectionCard):
    """The place and the hour hold at once."""

    made = Signal()
    """A backup was made here and now."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Asks for the last backup whenever it is shown."""
        super().__init__("备份", "数据库、扫描件和设置，加密后存到另一处；窗口开着也可以备份", parent=parent)
        self._station = station
        self._notifier = notifier
        self.place = QLabel()
        self.state = QLabel()
        for label in (self.place, self.state):
            label.setWordWrap(True)
            self.add_wide(label)
        self.place_button = QPushButton("选择备份位置")
        when_pressed(self.place_button, self._choose)
        self.now_button = QPushButton("立即备份")
        when_pressed(self.now_button, self.back_up)
        self.restore_button = QPushButton("从备份恢复")
        self.under_way = QLabel()
        self.restoring = RestoreAfterClosing(station, self, self.under_way.setText, notifier.refuse)
        when_pressed(self.restore_button, self.restoring.choose)
        mark(self.under_way, role="quiet")
        self.add_wide(side_by_side(self.place_button, self.now_button, self.restore_button, self.under_way))
        self.hour = ChoiceEditor("backup_hour", "自动备份", HOURS)
        self.hour.edited.connect(self._use_hour)
        grid.fix(self.hour, least_width=_HOUR_WIDTH)
        self.add_wide(side_by_side(FieldBlock(self.hour, label_width=_LABEL_WIDTH)))
        station.workstation_changed.connect(self._show_place)
        self._show_place()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask when the last one was made: another process may have made one."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask when the last one was made, and show it."""
        today = self._station.now().date()
        self._station.read(lambda backend: backups.state_of(backend.backups, today), done=self._show, owner=self)

    # Showing ---------------------------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        here = self._station.workstation
        self.place.setText(
            f"备份位置：{here.backup_folder}" if here.backup_folder else "还没有选择备份位置，数据只有这台电脑上的一份"
        )
        mark(self.place, tone="ink" if here.backup_folder else "amber")
        self.now_button.setEnabled(bool(here.backup_folder))
        self.hour.set_value(str(here.backup_hour))

    def _show(self, state: BackupState) -> None:
        zone, today = self._station.zone, self._station.now().date()
        said = state.last_words(zone)
        days = state.days_without(today, zone)
        if days:
            said += f"；已有{days}天没有备份"
        if state.failed:
            said += f"\n上一次没有备份成：{state.failed}"
        self.state.setText(said)
        mark(
            self.state,
            tone="amber" if state.is_too_old(today, zone) or state.is_restored_only or state.failed else "quiet",
        )

    # Place and hour --------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        known = self._station.workstation.backup_folder
        ask_for_folder(self, "选择备份位置：U盘、共享文件夹或另一块磁盘", self.use, Path(known) if known else None)

    def use(self, folder: Path) -> None:
        """Make backups in `folder` from now on, the first one now."""
        if folder == self._station.data_dir or self._station.data_dir in folder.parents:
            self._notifier.refuse(Refusal("备份位置不能在数据文件夹里", "选择U盘、共享文件夹或另一块磁盘"))
            return
        self._keep(backup_folder=str(folder))
        self.back_up()

    def _use_hour(self) -> None:
        chosen = self.hour.value() or ""
        if chosen in dict(HOURS) and int(chosen) != self._station.workstation.backup_hour:
            self._keep(backup_hour=int(chosen))

    def _keep(self, **changes: str | int) -> None:
        refusal = self._station.save_workstation(replace(self._station.workstation, **changes))  # type: ignore[arg-type]
        if refusal is not None:
            self._notifier.refuse(refusal)

    # Backing up ------------------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Make one in the set place."""
        place, post = Path(self._station.workstation.backup_folder), self._station.post

        def act(backend: Backend, steps: Steps) -> MadeBackup:
            made = backups.make_in_place(backend.backups, place, steps.advance)
            backups.record(backend, made, post=post)
            return made

        self._do("备份", act, self._told, otherwise=self.refresh)

    def _told(self, made: MadeBackup) -> None:
        self.refresh()
        self.made.emit()
        self._notifier.confirm("；".join(backups.lines(made)))

    def _do(
        self,
        what: str,
        work: Callable[[Backend, Steps], T],
        done: Callable[[T], None],
        *,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        def ended(result: T) -> None:
            self.under_way.clear()
            done(result)

        def refused(refusal: Refusal) -> None:
            self.under_way.clear()
            self._notifier.refuse(refusal)
            if otherwise is not None:
                otherwise()

        def progress(count: int, total: int, _words: str) -> None:
            self.under_way.setText(f"正在{what}，扫描件{count}/{total}个")

        self.under_way.setText(f"正在{what}…")
        self._station.job(work, done=ended, failed=refused, progress=progress, owner=self, once="backup")
