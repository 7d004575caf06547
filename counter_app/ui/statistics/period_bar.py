"""Which period: its kind, the one before and after, or two days that are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from counter_app.domain.basics.reading import read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.ui.base.acts import when_pressed, with_key
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.text_editors import DateEditor

_DATE_WIDTH: Final = 150


class PeriodBar(QWidget):
    """`changed` tells of another period; `refused` of days that are none."""

    changed = Signal(StatisticsPeriod)
    refused = Signal(Refusal)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        """Begins with the month of `today`, which is asked each time: the window may stand open overnight."""
        super().__init__(parent)
        self._today = today
        self._period = StatisticsPeriod.containing(PeriodKind.MONTH, today())
        self.kinds: dict[PeriodKind, QPushButton] = {}
        row = QHBoxLayout(self)
        grid.space(row, spacing=8)
        segments = QHBoxLayout()
        grid.space(segments, spacing=0)
        for place, kind in enumerate(PeriodKind, 1):
            button = QPushButton(with_key(kind.label, str(place)))
            button.setCheckable(True)
            button.setAccessibleName(f"统计期间：{kind.label}")
            mark(button, role="segment", tone="accent", first="true" if place == 1 else "")
            when_pressed(button, self.choose, kind)
            self.kinds[kind] = button
            segments.addWidget(button)
        layouts.nest(row, segments)
        row.addSpacing(grid.px(8))
        self.before, self.after = QPushButton("◀"), QPushButton("▶")
        for button, words, by in ((self.before, "上一期间", -1), (self.after, "下一期间", 1)):
            button.setAccessibleName(words)
            button.setToolTip(words)
            mark(button, kind="quiet")
            when_pressed(button, self.move_by, by)
        self.label = QLabel()
        mark(self.label, role="strong")
        self.first = DateEditor("statistics.first", "开始日期", today=today)
        self.last = DateEditor("statistics.last", "结束日期", today=today)
        self._to = QLabel("至")
        for widget in (self.before, self.label, self.after, self.first, self._to, self.last):
            row.addWidget(widget)
        row.addStretch(1)
        for editor in (self.first, self.last):
            grid.fix(editor, width=_DATE_WIDTH)
            editor.left.connect(self._written)
        self.renew()

    @property
    def period(self) -> StatisticsPeriod:
        """The period that is shown."""
        return self._period

    def choose(self, kind: PeriodKind) -> None:
        """The period of this kind in which the present one ends, but none that lies ahead."""
        in_days = any(moving.focused_within(editor) for editor in (self.first, self.last))
        self._set(StatisticsPeriod.containing(kind, min(self._period.last, self._today())))
        if kind is PeriodKind.DAYS:
            self.first.focus_field()
        elif in_days:
            self.kinds[kind].setFocus()  # the fields of the days are gone

    def move_by(self, by: int) -> None:
        """Go to the period before or after; none begins after today."""
        moved = self._period.moved(by)
        if moved.first <= self._today():
            self._set(moved)

    def _written(self) -> None:
        """Both days are written: take them where they are days and in order."""
        if self._period.kind is not PeriodKind.DAYS:
            return  # the focus left them as another kind was chosen
        first, last = read_date(self.first.value() or ""), read_date(self.last.value() or "")
        if first is None or last is None:
            self.refused.emit(Refusal("日期无法读取", "写成 2026-1-1"))
            return
        try:
            wanted = StatisticsPeriod.between(first, last)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        if wanted != self._period:
            self._set(wanted)

    def _set(self, period: StatisticsPeriod) -> None:
        self._period = period
        self.renew()
        self.changed.emit(period)

    def renew(self) -> None:
        """Show the period anew: a day later there may be one after it."""
        by_days = self._period.kind is PeriodKind.DAYS
        for kind, button in self.kinds.items():
            button.setChecked(kind is self._period.kind)
        self.label.setText(self._period.words)
        self.after.setEnabled(self._period.moved(1).first <= self._today())
        self.label.setVisible(not by_days)
        for widget in (self.first, self._to, self.last):
            widget.setVisible(by_days)
        if by_days:
            self.first.set_value(f"{self._period.first}")
            self.last.set_value(f"{self._period.last}")
