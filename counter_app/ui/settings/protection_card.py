"""The encryption of the data in the settings: whether the recovery sheet was printed, and printing it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import offices, supervision
from counter_app.services.papers import recovery
from counter_app.services.papers.recovery import RecoveryState
from counter_app.ui.base.acts import when_pressed, when_ticked
from counter_app.ui.base.station import Station
from counter_app.ui.papers.supervisor_dialog import ask_supervisor
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard

ASK: Final = "打印恢复单。拿到恢复单和数据的人可以打开全部数据，由一名负责人输入 PIN。"


class ProtectionCard(SectionCard):
    """What is printed here is sealed and put away."""

    sheet_wanted = Signal(object)
    """The recovery sheet is to be printed, as a supervisor allowed (`Permission`, None where there is none yet)."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks how the key is kept off the window's thread."""
        super().__init__("数据保护", "数据库和扫描件已加密，拿走数据文件夹的人读不出内容", parent=parent)
        self._station = station
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.print_button = QPushButton("打印恢复单")
        when_pressed(self.print_button, self._begin)
        self.national = QCheckBox("此后写入的扫描件和办理记录用国密算法（SM4、SM3）")
        when_ticked(self.national, self._use_national)
        for part in (self.state, side_by_side(self.print_button), self.national):
            self.add_wide(part)
        station.office_changed.connect(self._show_ciphers)
        self._show_ciphers()
        self.refresh()

    def refresh(self) -> None:
        """Ask how the key is kept, and show it."""
        self._station.read(recovery.recovery_state, done=self._show, owner=self)

    def _show(self, state: RecoveryState) -> None:
        self.print_button.setEnabled(state.encrypted)
        if not state.encrypted:
            words, tone = "数据还没有加密：文件较大的在关闭程序后加密，其他窗口开着的在下次启动时加密", "amber"
        elif state.printed_on is None or state.key_beside:
            words, tone = "还没有打印恢复单：打印以前密钥也放在数据文件夹里，加密不起作用", "amber"
        else:
            words, tone = f"恢复单{chinese_date(state.printed_on)}打印过，密钥不在数据文件夹里", "quiet"
        self.state.setText(words)
        mark(self.state, tone=tone)

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
