"""The encryption of the data in the settings: whether the recovery sheet was printed, and printing it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import offices, supervision
from counter_app.services.papers import recovery
from counter_app.services.papers.recovery import RecoveryState
from counter_app.services.ports.keys import KeyPlace
from counter_app.ui.base.acts import when_pressed, when_ticked
from counter_app.ui.base.station import Station
from counter_app.ui.papers.supervisor_dialog import ask_supervisor
from counter_app.ui.settings.reminders import RECOVERY_SHEET
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard

_MOVES: Final = {KeyPlace.STORE: "移入系统密钥环", KeyPlace.FILE: "移回密钥文件"}
_WHO_READS: Final = {
    KeyPlace.STORE: "登录桌面、密钥环解锁以后才能读取",
    KeyPlace.FILE: "能登录本用户、能读硬盘的人都能读取",
}
ASK: Final = "打印恢复单。拿到恢复单和数据的人可以打开全部数据，由一名负责人输入 PIN。"


class ProtectionCard(SectionCard):
    """What is printed here is sealed and put away."""

    sheet_wanted = Signal(object)
    """The recovery sheet is to be printed, as a supervisor allowed (`Permission`, None where there is none yet)."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Asks how the key is kept off the window's thread."""
        super().__init__("数据保护", "数据库和扫描件已加密，拿走数据文件夹的人读不出内容", parent=parent)
        self._station = station
        self._notifier = notifier
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.print_button = QPushButton("打印恢复单")
        when_pressed(self.print_button, self._begin)
        self.move_button = QPushButton(_MOVES[KeyPlace.STORE])
        self._elsewhere = KeyPlace.STORE
        when_pressed(self.move_button, self._move)
        self.national = QCheckBox("此后写入的扫描件和办理记录用国密算法（SM4、SM3）")
        when_ticked(self.national, self._use_national)
        for part in (self.state, side_by_side(self.print_button, self.move_button), self.national):
            self.add_wide(part)
        station.office_changed.connect(self._show_ciphers)
        self._show_ciphers()
        self.refresh()

    def refresh(self) -> None:
        """Ask how the key is kept, and show it."""
        self._station.read(recovery.recovery_state, done=self._show, owner=self)

    def _show(self, state: RecoveryState) -> None:
        self.print_button.setEnabled(state.encrypted)
        if not state.key_beside:
            self._notifier.settle(RECOVERY_SHEET)
        if not state.encrypted:
            words, tone = "数据还没有加密：文件较大的在关闭程序后加密，其他窗口开着的在下次启动时加密", "amber"
        elif not recovery.sheet_words(state) or state.key_beside:
            words, tone = "还没有打印恢复单：打印以前密钥也放在数据文件夹里，加密不起作用", "amber"
        else:
            printed = f"{recovery.sheet_words(state)}，密钥不在数据文件夹里"
            words, tone = f"{printed}，在{state.place.value}里：{_WHO_READS[state.place]}", "quiet"
        self._elsewhere = KeyPlace.FILE if state.place is KeyPlace.STORE else KeyPlace.STORE
        self.move_button.setText(_MOVES[self._elsewhere])
        self.move_button.setVisible(state.encrypted and not state.key_beside)
        self.state.setText(words)
        mark(self.state, tone=tone)

    def _move(self) -> None:
        """The key goes to where it is not; the store of the system may take some seconds."""
        place, post = self._elsewhere, self._station.post

        def moved(_none: object) -> None:
            self._notifier.confirm(f"密钥已在{place.value}里")
            self.refresh()

        self._station.job(
            lambda backend, _steps: recovery.move_key(backend, place, post=post), done=moved, owner=self, once="move"
        )

    def _show_ciphers(self) -> None:
        office = self._station.office
        self.national.setEnabled(office is not None)
        self.national.setChecked(office is not None and office.national_ciphers)

    def _use_national(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        """Recorded at once; where it cannot be, the box shows what holds."""
        station = self._station

        def recorded(office: Office) -> None:
            refusal = station.save_office(office, station.workstation)
            if refusal is not None:
                station.tasks.refused.emit(refusal)

        def refused(refusal: Refusal) -> None:
            self._show_ciphers()
            station.tasks.refused.emit(refusal)

        station.write(
            lambda backend: offices.use_national_ciphers(backend, wanted, post=station.post),
            done=recorded,
            failed=refused,
            owner=self,
        )

    def _begin(self) -> None:
        self._station.read(supervision.supervisors, done=self._ask, owner=self)

    def _ask(self, names: list[str]) -> None:
        if not names:
            self.sheet_wanted.emit(None)
            return
        ask_supervisor(self.window(), self._station, ASK, (), self.sheet_wanted.emit, with_reason=False)
