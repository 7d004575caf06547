"""The yearly holiday notices in the settings: which years are known, which is wanting, and the way to their page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from counter_app.services.calendar import calendars
from counter_app.services.calendar.calendars import KnownYears
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.base.station import Station
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard


class HolidayCard(SectionCard):
    """Asks whenever it is shown: another window may have added a year."""

    wanted = Signal()
    """The page of the years is wanted."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shared by all windows of the office."""
        super().__init__("年度放假安排", "期限按国务院办公厅每年的通知推算，全机关共用", parent=parent)
        self._station = station
        self.known = QLabel()
        self.missing = QLabel()
        mark(self.missing, role="advice")
        for label in (self.known, self.missing):
            label.setWordWrap(True)
        self.missing.hide()
        self.button = QPushButton(f"查看或录入放假安排  {keys_of('holidays')}")
        when_pressed(self.button, self.wanted.emit)
        for part in (self.known, self.missing, side_by_side(self.button)):
            self.add_wide(part)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask which years are known."""
        super().showEvent(event)
        self._station.read(calendars.known_years, done=self._show, failed=lambda _refusal: None, owner=self)

    def _show(self, years: KnownYears) -> None:
        self.known.setText("已有：" + ("、".join(f"{year}年" for year in years.known) or "没有一年"))
        missing = "、".join(f"{year}年" for year in years.missing)
        self.missing.setText(f"还没有{missing}的放假安排，落在其中的期限只按周末推算")
        self.missing.setVisible(bool(missing))
