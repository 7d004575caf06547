"""The open cases: one page and one tab each, only the one in front built before it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.forms.findings import Findings, Verdict
from counter_app.services.filing import cases
from counter_app.services.ports import WindowState
from counter_app.ui.base.station import Station
from counter_app.ui.intake.home import HomePage
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.intake.tabs import CaseTabs
from counter_app.ui.style import grid
from counter_app.ui.widgets.current_stack import CurrentStack

if TYPE_CHECKING:
    from counter_app.services.lists import queues
    from counter_app.ui.intake.page import IntakePage

PAGES_KEPT: Final = 5
"""How many pages stay built: one takes 5 MB, and 50 to 200 ms to build anew."""


def verdict_words(state: FilingState, findings: Findings) -> str:
    """The few words on a tab: 缺4项 while the case is worked on, else its state."""
    if state is not FilingState.DRAFT:
        return state.label
    match findings.verdict:
        case Verdict.DEFICIENT:
            return f"需补正{len(findings.deficiencies)}项"
        case Verdict.UNREVIEWED:
            papers = len(findings.papers_unreviewed)
            return f"{papers}份未核对" if papers else f"{len(findings.entries)}项待核对"
        case Verdict.COMPLETE:
            return "齐全"


def day_words(states: Mapping[FilingState, int]) -> str:
    """Today in one line: how many cases, and how many of them wait for what."""
    whole = sum(states.values())
    if not whole:
        return "今日还没有受理"
    counts = [f"{state.label}{states[state]}件" for state in FilingState if states.get(state)]
    return f"今日受理{whole}件：" + "、".join(counts)


class _OpenOne:
    """One open case; `page` is None until it was in front."""

    def __init__(self, session: CaseSession) -> None:
        self.session = session
        self.page: IntakePage | None = None
        self.parked = False


class Workspace(QWidget):
    """Opens, shows, switches and closes cases. The case stays when its tab is closed."""

    current_changed = Signal()
    """Another case is in front, or none."""
    window_state_changed = Signal(WindowState)
    """What stands open changed."""
    refused = Signal(Refusal)
    """A `Refusal` that concerns no field."""
    act_wanted = Signal(str)
    """An act of the window by its name."""
    case_wanted = Signal(str)
    """A case is to be opened, by its reference."""
    counted = Signal(object)
    """`Counts`: how many cases stand in each queue, and today's by state."""

    def __init__(
        self,
        station: Station,
        tabs: CaseTabs,
        make_page: Callable[[CaseSession, QWidget], IntakePage],
        parent: QWidget | None = None,
    ) -> None:
        """`make_page` builds the page of a case, within its parent, when it is looked at for the first time."""
        super().__init__(parent)
        self._station = station
        self._tabs = tabs
        self._make_page = make_page
        self._open: list[_OpenOne] = []
        self._current: _OpenOne | None = None
        self._built: list[_OpenOne] = []
        self._stack = CurrentStack(self)
        self._nothing = HomePage(station)
        self._stack.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        grid.space(layout)
        layout.addWidget(self._stack)
        self._nothing.wanted.connect(self.act_wanted)
        self._nothing.case_wanted.connect(self.case_wanted)
        tabs.chosen.connect(self.show_place)
        tabs.close_wanted.connect(self.close_place)
        station.acted.connect(self.count_day)
        station.workstation_changed.connect(self._hand_over)

    @property
    def session(self) -> CaseSession | None:
        """The session of the case in front, None where none is open."""
        return self._current.session if self._current else None

    @property
    def page(self) -> IntakePage | None:
        """The page of the case in front."""
        return self._current.page if self._current else None

    @property
    def sessions(self) -> list[CaseSession]:
        """All open cases, in the order of the tabs."""
        return [one.session for one in self._open]

    def window_state(self) -> WindowState:
        """What stands open now."""
        return WindowState(
            tuple(one.session.reference for one in self._open),
            self.session.reference if self.session else "",
            tuple(one.session.reference for one in self._open if one.parked),
        )

    def add_case(self, case: cases.OpenCase, *, in_front: bool = True) -> CaseSession:
        """Open a tab for `case`; the tab it has already, if it has one."""
        known = self.session_of(case.filing.reference)
        if known is None:
            known = CaseSession(
                self._station.backend,
                case,
                post=self._station.post,
                tasks=self._station.tasks,
                zone=self._station.zone,
                parent=self,
            )
            one = _OpenOne(known)
            self._open.append(one)
            self._tabs.add()
            self._watch(one)
        if in_front:
            self.show_case(known.reference)
        else:
            self._emit_window_state()
        return known

    def session_of(self, reference: str) -> CaseSession | None:
        """The session of an open case."""
        return next((one.session for one in self._open if one.session.reference == reference), None)

    def show_case(self, reference: str) -> bool:
        """Bring an open case to the front; False where it is not open."""
        for place, one in enumerate(self._open):
            if one.session.reference == reference:
                self.show_place(place)
                return True
        return False

    def show_place(self, place: int) -> None:
        """Bring the case at `place` (from 0) to the front; nothing where there is none."""
        if not 0 <= place < len(self._open):
            return
        one = self._open[place]
        if self._current is not None and self._current is not one:
            self._current.session.save_now()
        self._current = one
        if one.parked:
            one.parked = False
            self._title(one)
        self._stack.setCurrentWidget(self._page_of(one))
        self._tabs.set_current(place)
        self._emit_window_state()
        self.current_changed.emit()

    def park(self) -> str:
        """Keep the case in front as it stands, mark its tab, and clear the screen; return its reference.

        Nothing is in front afterwards; empty where nothing was.
        """
        if self._current is None:
            return ""
        one, self._current = self._current, None
        one.parked = True
        self._stack.setCurrentWidget(self._nothing)
        one.session.save_now()
        self._title(one)
        self._tabs.set_current(-1)
        self._emit_window_state()
        self.current_changed.emit()
        return one.session.reference

    def restore(self, window_state: WindowState) -> None:
        """After a start: mark what was parked, and bring to the front what was there, else what is not parked.

        Nothing comes before a case that was begun while the data were being opened.
        """
        for one in self._open:
            one.parked = one.session.reference in window_state.parked
            self._title(one)
        if self._current is not None:
            return
        waiting = [place for place, one in enumerate(self._open) if not one.parked]
        if not self.show_case(window_state.active) and waiting:
            self.show_place(waiting[0])

    def _page_of(self, one: _OpenOne) -> IntakePage:
        """The page of a case, built if need be; the one that was in front longest ago gives way."""
        if one.page is None:
            one.page = self._make_page(one.session, self._stack)
            self._stack.addWidget(one.page)
        if one in self._built:
            self._built.remove(one)
        self._built.append(one)
        if len(self._built) > PAGES_KEPT:
            self._drop_page(self._built[0])
        return one.page

    def _drop_page(self, one: _OpenOne) -> None:
        """The session knows everything that its page shows, the field in which the clerk was included."""
        if one in self._built:
            self._built.remove(one)
        if one.page is not None:
            self._stack.removeWidget(one.page)
            one.page.deleteLater()
            one.page = None

    def step(self, by: int) -> None:
        """Bring the next (1) or the previous (-1) case to the front, round and round."""
        if self._open:
            place = self._open.index(self._current) if self._current is not None else min(-by, 0)
            self.show_place((place + by) % len(self._open))

    def close_place(self, place: int) -> None:
        """Close the tab at `place` as soon as the case is on disk; where it cannot be, the tab stays.

        A draft in which nothing was put down is not kept.
        """
        if 0 <= place < len(self._open):
            one = self._open[place]
            one.session.flush(lambda: self._put_away(one), self.refused.emit)

    def close_case(self, reference: str) -> None:
        """Close the tab of a case, wherever it stands."""
        for place, one in enumerate(self._open):
            if one.session.reference == reference:
                self.close_place(place)

    def close_current(self) -> None:
        """Close the tab in front (Ctrl+W). The case stays in today's list."""
        if self._current is not None:
            self.close_place(self._open.index(self._current))

    def blank_place(self) -> int:
        """The place of an open case in which nothing stands yet, -1 where there is none."""
        for place, one in enumerate(self._open):
            filing = one.session.filing
            if filing.state is FilingState.DRAFT and filing.is_blank:
                return place
        return -1

    def focus_nothing(self) -> None:
        """Nothing is open: the focus goes to the button that opens a case."""
        self._nothing.button.setFocus()

    def count_day(self, _reference: str = "") -> None:
        """Ask how many cases stand in the queues, and say how many came today."""
        if self._station.is_open:
            from counter_app.services.lists import queues

            self._station.read(queues.queue_counts, done=self._say_day, failed=lambda _: None, owner=self)

    def _hand_over(self) -> None:
        """The open cases go on under whoever sits here now, and stand open at this window."""
        for one in self._open:
            one.session.set_post(self._station.post)
        if self._open:
            self._emit_window_state()

    def _say_day(self, counts: queues.Counts) -> None:
        self._nothing.say_day(day_words(counts.today), cases=sum(counts.today.values()))
        self.counted.emit(counts)

    def _watch(self, one: _OpenOne) -> None:
        session = one.session
        session.findings_changed.connect(lambda _findings: self._title(one))
        session.state_changed.connect(lambda _state: self._title(one))
        session.changed.connect(lambda key: self._title(one) if key == "unit.name" else None)
        self._title(one)

    def _title(self, one: _OpenOne) -> None:
        if one in self._open:
            filing = one.session.filing
            words = verdict_words(filing.state, one.session.findings)
            if filing.kind is FilingKind.CHANGE:
                words = f"变更 {words}"
            if one.parked:
                words = f"暂存 {words}"
            self._tabs.update_tab(self._open.index(one), filing.answers.display("unit.name"), words)

    def _put_away(self, one: _OpenOne) -> None:
        reference, filing = one.session.reference, one.session.filing
        blank = one in self._open and filing.state is FilingState.DRAFT and filing.is_blank
        self._remove(one)
        if blank:
            post = self._station.post
            self._station.write(
                lambda backend: cases.drop_blank(backend, reference, post=post),
                done=lambda _dropped: self._station.acted.emit(reference),
                failed=lambda _refusal: None,
            )

    def _remove(self, one: _OpenOne) -> None:
        if one not in self._open:
            return
        place = self._open.index(one)
        self._open.remove(one)
        self._tabs.remove(place)
        self._drop_page(one)
        _end(one.session)
        for later in self._open[place:]:
            self._title(later)
        if self._current is one:
            self._current = None
            if self._open:
                self.show_place(min(place, len(self._open) - 1))
                return
            self._stack.setCurrentWidget(self._nothing)
            self.count_day()
        self._tabs.set_current(self._open.index(self._current) if self._current else -1)
        self._emit_window_state()
        self.current_changed.emit()

    def _emit_window_state(self) -> None:
        self.window_state_changed.emit(self.window_state())


def _end(session: QObject) -> None:
    session.setParent(None)
    session.deleteLater()
