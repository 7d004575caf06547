"""年度放假安排: which years are known; a notice pasted or opened, looked at as a year, put right by keys, adopted."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.holiday_draft import YearDraft
from counter_app.services.calendar import calendars
from counter_app.services.calendar.calendars import KnownYears, ReadYear, YearKnown
from counter_app.ui.base.acts import Act, when_pressed
from counter_app.ui.base.page import BACK, Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.settings.holiday_sides import CalendarSide, PasteSide
from counter_app.ui.settings.holiday_words import differences
from counter_app.ui.settings.year_calendar import WORKED, YearCalendar
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import ask
from counter_app.ui.widgets.file_dialogs import ask_for_file
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.messages import EmptyState
from counter_app.ui.widgets.tab_group import TabGroup

_SIDE: Final = 324
_YEARS: Final = 3
"""Years that have a button: the newest."""
_FILES: Final = "放假安排 (*.toml *.txt);;所有文件 (*)"


class HolidaysPage(Page):
    """At the left the paste or what was read of it, at the right the year; nothing is used before 确认采用."""

    ACTS: ClassVar[tuple[Act[HolidaysPage], ...]]

    adopted = Signal(int)
    """The year whose table is used from now on."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Asks which years are known whenever it is shown."""
        super().__init__(parent)
        self._station = station
        self._notifier = notifier
        self._known = KnownYears((), ())
        self._read: ReadYear | None = None
        self._draft: YearDraft | None = None
        self._wanted = 0
        self.paste = PasteSide()
        self.calendar = YearCalendar()
        self.acts = PageActs(self, self.ACTS)
        self.look = CalendarSide(self.calendar.acts.button("turn"), self.acts.button("adopt"))
        self._years = QHBoxLayout()
        self._year_buttons: list[QPushButton] = []
        self._group = TabGroup(self)
        self._left = QStackedWidget()
        self._right = QStackedWidget()
        self._nothing = EmptyState("", "放假标“休”，调休上班标“班”，核对后确认采用")
        self._area = QScrollArea()
        self._lay_out()
        self.calendar.turned.connect(self.turn_over)
        self.calendar.moved.connect(self._moved)
        self.paste.read_wanted.connect(self.read)
        self.paste.file_wanted.connect(self.choose_file)
        self.look.number.textEdited.connect(lambda _text: self._show_draft())

    def resume(self) -> None:
        """The focus goes to the box for the paste, or to the calendar."""
        (self.calendar if self._draft is not None else self.paste).setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        own = [*self.paste.acts.told(), *self.calendar.acts.told(), *self.acts.told()]
        return [("年度放假安排", [*own, BACK])]

    # Which year ------------------------------------------------------------------------------------------------------

    def want(self, year: int) -> None:
        """Begin with `year`: show it where it is known, else ask for its notice."""
        self._wanted = year
        self._ask_years()

    def _ask_years(self) -> None:
        self._station.read(calendars.known_years, done=self._take_years, owner=self)

    def _take_years(self, known: KnownYears) -> None:
        self._known = known
        wanted, self._wanted = self._wanted, 0
        if wanted in known.known:
            self.show_known(wanted)
        elif wanted or self._draft is None:
            self.begin_paste(wanted)
        else:
            self._show_years()

    def _show_years(self) -> None:
        for button in self._year_buttons:
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        year = self._draft.year if self._draft is not None else 0
        offered: list[tuple[int, str, Callable[[], object]]] = [
            (one, f"{one}年", partial(self.show_known, one)) for one in self._known.known[-_YEARS:]
        ]
        if year and year not in self._known.known:
            offered.append((year, f"{year}年（未采用）", self.calendar.setFocus))
        offered.append((0, "录入通知", self.begin_paste))
        self._year_buttons = [self._year_button(words, act, chosen=one == year) for one, words, act in offered]

    def _year_button(self, words: str, act: Callable[[], object], *, chosen: bool) -> QPushButton:
        button = QPushButton(words)
        button.setCheckable(True)
        button.setChecked(chosen)
        mark(button, role="tab")
        when_pressed(button, act)
        self._group.addButton(button)
        self._years.insertWidget(self._years.count() - 1, button)
        return button

    def show_known(self, year: int) -> None:
        """Show a year as it is used now."""
        draft = calendars.known_draft(self._station.backend, year)
        if draft is not None:
            self._show(ReadYear(draft, (), draft))

    def begin_paste(self, year: int = 0) -> None:
        """Ask for a notice, that of `year` where one is named."""
        missing = year or next(iter(self._known.missing), 0)
        self._draft = self._read = None
        said = f"还没有{missing}年放假安排，" if missing else ""
        self._nothing.set_text(f"{said}粘贴通知后，这里是全年日历")
        self._left.setCurrentWidget(self.paste)
        self._right.setCurrentWidget(self._nothing)
        self._show_years()
        self.paste.setFocus()

    # Reading ---------------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read what was pasted."""
        text = self.paste.box.toPlainText()
        self._station.read(
            lambda backend: calendars.read_text(backend, text), done=self._take, failed=self._fail, owner=self
        )

    def choose_file(self) -> None:
        """Ask for a file."""
        ask_for_file(self, "打开年度放假安排", _FILES, self.read_file)

    def read_file(self, path: Path) -> None:
        """Read the notice in the file `path`."""
        self._station.job(
            lambda backend, _steps: calendars.read_file(backend, path), done=self._take, failed=self._fail, owner=self
        )

    def _take(self, read: ReadYear) -> None:
        self._notifier.clear()
        self._show(read)

    def _fail(self, refusal: Refusal) -> None:
        self._notifier.refuse(refusal)
        self.resume()

    def _show(self, read: ReadYear) -> None:
        self._read, self._draft = read, read.draft
        self.look.number.setText(read.draft.number)
        self._left.setCurrentWidget(self.look)
        self._right.setCurrentWidget(self._area)
        self._show_draft()
        self._show_years()
        self.calendar.setFocus()

    def _show_draft(self) -> None:
        if self._draft is not None and self._read is not None:
            self.calendar.show_year(self._draft)
            self.look.show_draft(self._draft, self._read.doubts, self._read.replaces)
            self._moved(self.calendar.day)
            self.acts.refresh()

    def _moved(self, day: date) -> None:
        if self._draft is not None:
            self.look.show_day(self._draft, day)
            self.calendar.acts.say("turn", "改为放假" if self._draft.kind(day) in WORKED else "改为上班")
            middle, line = self.calendar.place_of(day).center(), self.fontMetrics().height()
            self._area.ensureVisible(middle.x(), middle.y(), line, 2 * line)

    # Turning days over and adopting ----------------------------------------------------------------------------------

    def turn_over(self, day: date) -> None:
        """Have `day` worked instead of off, or off instead of worked."""
        if self._draft is None:
            return
        try:
            self._draft = self._draft.toggled(day)
        except Refusal as refusal:
            self._notifier.refuse(refusal)
        self._show_draft()

    def may_adopt(self) -> bool:
        """Whether a year is shown that is not in use as it stands."""
        return self._draft is not None and self.look.may_adopt

    def adopt(self) -> None:
        """Use the year from now on; asks first where something is doubtful or another table is replaced."""
        draft, read = self._draft, self._read
        if draft is None or read is None or not self.may_adopt():
            return
        differ = differences(read.replaces, draft) if read.replaces is not None else []
        if not differ and not read.doubts:
            self._adopt(replace=read.replaces is not None)
            return
        said = [f"通知里有{len(read.doubts)}处无法识别或不一致，以日历上标注的为准。"] if read.doubts else []
        said += [f"与正在使用的有{len(differ)}天不同：{'、'.join(differ)}。"] if differ else []
        act = "采用" if read.replaces is None else "替换"
        words = "\n".join([*said, "采用后，期限都按它重新推算。"])
        ask(self, f"{act}{draft.year}年放假安排？", words, act=act, then=lambda: self._adopt(replace=bool(differ)))

    def _adopt(self, *, replace: bool) -> None:
        if self._draft is None:
            return
        draft = dataclasses.replace(self._draft, number=self.look.number.text().strip())
        post = self._station.post
        self._station.write(
            lambda backend: calendars.adopt_year(backend, draft, post=post, replace=replace),
            done=lambda _none: self._adopted(draft.year),
            failed=self._not_adopted,
            once="adopt",
        )

    def _adopted(self, year: int) -> None:
        self.paste.box.clear()
        self._draft = None
        self._notifier.confirm(f"{year}年放假安排已采用，期限都按它推算")
        self.adopted.emit(year)
        self.want(year)

    def _not_adopted(self, refusal: Refusal) -> None:
        if isinstance(refusal, YearKnown) and self._draft is not None and self._read is not None:
            # Another window adopted it meanwhile: what differs is shown, and asked about at the next try.
            known = calendars.known_draft(self._station.backend, self._draft.year)
            self._read = dataclasses.replace(self._read, replaces=known)
        self._show_draft()
        self._notifier.refuse(refusal)

    # Qt --------------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Another window may have adopted a year meanwhile."""
        super().showEvent(event)
        self._ask_years()

    def _lay_out(self) -> None:
        title = QLabel("年度放假安排")
        mark(title, role="headline")
        head = QHBoxLayout()
        grid.space(head, spacing=12)
        head.addWidget(title)
        grid.space(self._years, spacing=0)
        self._years.addStretch(1)
        layouts.nest(head, self._years, 1)
        self._left.addWidget(self.paste)
        self._left.addWidget(self.look)
        grid.fix(self._left, width=_SIDE)
        self._area.setWidget(self.calendar)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._area)
        row = QHBoxLayout()
        grid.space(row, spacing=16)
        row.addWidget(self._left)
        row.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        grid.space(column, 24, 8, 16, 8, spacing=4)
        layouts.nest(column, head)
        layouts.nest(column, row, 1)


HolidaysPage.ACTS = (Act("adopt", "确认采用", ("Ctrl+S",), HolidaysPage.adopt, HolidaysPage.may_adopt, primary=True),)
