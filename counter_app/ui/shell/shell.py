"""What holds the window together: opening the data, the pages, the keys, and going in peace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import offices
from counter_app.services.ports import Backend
from counter_app.ui.base import shortcuts
from counter_app.ui.base.errors import ProgramError
from counter_app.ui.base.opened import OpenedBackend
from counter_app.ui.base.page import Page
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Lane
from counter_app.ui.intake.action_bar import ActionBar
from counter_app.ui.intake.banner import StateBanner
from counter_app.ui.intake.saving_state import SavingState
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.intake.window_state import WindowStateAutosave
from counter_app.ui.intake.workspace import Workspace
from counter_app.ui.papers.export import DocumentExport
from counter_app.ui.papers.issuing import IssuingFlow
from counter_app.ui.papers.notice import NoticeFlow
from counter_app.ui.papers.printer_watch import PrinterWatch
from counter_app.ui.papers.printers import PrinterBackend
from counter_app.ui.shell.features import FEATURES, WindowContext
from counter_app.ui.shell.files_at_start import FilesAtStart
from counter_app.ui.shell.opening import open_backend
from counter_app.ui.shell.opening_watch import OpeningWatch
from counter_app.ui.style import input_method, theme
from counter_app.ui.style.theme import system_theme, theme_of
from counter_app.ui.widgets import choice_matching, moving
from counter_app.ui.widgets.dialogs import ask
from counter_app.ui.widgets.menu_lines import MenuLine
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.messages import MessageBoard
from counter_app.ui.window.barcode_router import BarcodeRouter
from counter_app.ui.window.case_commands import CaseCommands
from counter_app.ui.window.feature import Flushable
from counter_app.ui.window.key_buffer import KeyBuffer
from counter_app.ui.window.main_window import BEFORE_WORK, ENTRIES, MainWindow

if TYPE_CHECKING:
    from counter_app.domain.trail.witness import Rollback
    from counter_app.ui.intake.page import IntakePage
    from counter_app.ui.manual.tour import Tour

_CASE_ACTS = tuple(s.name for s in shortcuts.SHORTCUTS if s.where in (shortcuts.ONE_CASE, shortcuts.CASES))

_LATE_INPUT_METHOD = Refusal(
    "输入法在本程序打开之后才启动，现在还不能输入汉字", "请关闭本程序再打开；已经录入的都已保存"
)

_MENU = (
    ("new", "from_file", "change"),
    ("find", "by_number"),
    ("export_list", "continuous"),
    ("holidays", "templates", "trail"),
    ("change_clerk", "lock"),
    ("zoom_in", "zoom_out", "zoom_reset"),
    ("keys",),
)
"""What the rail's menu offers: the acts of the window that belong to no case and to no page of the rail."""

_FIRST_KEYS = 50
"""Milliseconds of waiting for a key before the data begin to open, which takes the interpreter for a while.

One that was pressed while the program started arrives in them; its new case comes first, and what is typed into it.
"""

_SETTLED = 400
"""Milliseconds: whoever pressed Ctrl+N at once has the case by then."""


class Shell(QObject):
    """One window at work, from the startup window to the last save."""

    def __init__(
        self,
        station: Station,
        window: MainWindow,
        connect: Callable[[], Backend],
        printers: PrinterBackend,
        key_buffer: KeyBuffer,
        *,
        early: Callable[[], Backend] | None = None,
        demo: bool = False,
    ) -> None:
        """`window` stands already, and `key_buffer` keeps the keys it cannot take yet.

        `connect` opens the database (slow); `printers` prints; `early` gives the counter while it is being opened.
        """
        super().__init__()
        self._connect = connect
        self._early = early
        self._printers = printers
        self._key_buffer = key_buffer
        self._demo = demo
        self._closing = False
        self._told_rollback: Rollback | None = None
        self._until_open = QTimer(self, singleShot=True, interval=_FIRST_KEYS)
        self._until_open.timeout.connect(self._connect_beside)
        self._tour: Tour | None = None
        self.station = station
        self.window = window
        self.bar = ActionBar()
        window.put_bar(self.bar)
        window.line.put_banner(StateBanner())
        self.notifier = MessageBarNotifier(self.window.messages, self.window, self._confirm_clock)
        self._opening = OpeningWatch(station, self.window, self.notifier)
        self.workspace = Workspace(station, self.window.tabs, self._make_case_page)
        self.flow = IssuingFlow(station, self.notifier, printers, self)
        self.printer = PrinterWatch(station, printers, self)
        self.notices = NoticeFlow(self.flow, station, self.notifier, self)
        self.barcodes = BarcodeRouter(self)
        self.acts = CaseCommands(station, self.workspace, self.flow, self.notifier, self.window, key_buffer)
        self.acts.notice_wanted.connect(self.notices.give)
        self.saving = SavingState(station, self.bar, self)
        self.files = DocumentExport(station, self.notifier, self.window)
        self.window_state = WindowStateAutosave(station, self)
        context = WindowContext(
            *(station, window, self.workspace, self.flow, self.notices),
            *(self.acts, self.files, self.notifier, self.barcodes, self.printer),
            show=self.show,
            trigger=self.act,
            begin_tour=self.begin_tour,
            demo=demo,
        )
        self.features = [make(context) for make in FEATURES]
        openers = {kind: opener for feature in self.features for kind, opener in feature.openers().items()}
        openers["office-pack"] = self._open_pack
        self.files_at_start = FilesAtStart(station, self.notifier, self.acts.open_file, openers)
        self._actions = shortcuts.install(self.window, self._act_table())
        self.window.make_pages(
            {
                "first_start": self._make_first_start,
                "settings": self._make_settings,
            }
        )
        for feature in self.features:
            self.window.make_pages(feature.pages())
        self.window.add_page("cases", self.workspace)
        self._wire()
        self._show_user()
        self._allow(pages=False, case=False)

    def _ask_for_longer_pin(self, name: str) -> None:
        from counter_app.services.office.pins import short_pin_of

        self.notifier.caution(short_pin_of(name), ("去设置", lambda: self.show("settings")), about=f"short PIN {name}")

    def _confirm_clock(self) -> None:
        """Somebody looked at the clock and found it right: that is recorded."""
        post = self.station.post
        self.station.write(
            lambda backend: offices.confirm_clock(backend, post=post),
            done=lambda _none: self.notifier.confirm("已确认系统时间，重新执行刚才的操作"),
        )

    # Opening ---------------------------------------------------------------------------------------------------------

    def open_data(self) -> None:
        """Connect off the window's thread; ends on the counter, on the first start, or on what went wrong."""
        self._opening.begin()
        self.window.show_page("busy")
        workstation = self.station.workstation
        if self._early is not None and workstation.is_set_up:
            self.station.offer_early(self._early)
            self._actions["new"].setEnabled(True)
            self.window.tabs.allow_new(True)
            self._key_buffer.release_early()
            QTimer.singleShot(0, self._until_open, self._until_open.start)  # the frame is painted first
        else:
            self._connect_beside()

    def _connect_beside(self) -> None:
        workstation = self.station.workstation
        self.station.tasks.run(
            lambda: open_backend(self._connect, workstation, self.station.read_workstation),
            done=self._opened,
            failed=self._broken,
            lane=Lane.FILES,  # the first save of an early case, which waits for this, has the one worker of writes
        )

    def _opened(self, opened: OpenedBackend) -> None:
        self._opening.end()
        self.station.open_backend(opened)
        choice_matching.read_labels_by(lambda: opened.backend.readings)
        if not offices.is_set_up(opened.office) or not self.station.workstation.is_set_up:
            self._key_buffer.forget()
            self.window.rail.allow_pages(False, shown=False)
            self.show("first_start")
            return
        self._restore(opened)

    def _restore(self, opened: OpenedBackend) -> None:
        early = self.workspace.sessions
        for session in early:
            session.open_at(opened.backend, self.station.zone)
        for case in opened.open_cases:
            self.workspace.add_case(case, in_front=False)
        self.workspace.restore(opened.remembered)
        if early:
            self.window_state.known(opened.remembered)
            self.window_state.remember(self.workspace.window_state())
        else:
            self.window_state.known(self.workspace.window_state())
        self._go_to_work()
        if opened.lost:
            self.notifier.caution(Refusal(f"上次打开的业务中有{opened.lost}件读取失败，其余已恢复"))
        if self.station.trouble is not None:
            self.notifier.caution(self.station.trouble)
        self._tell_rollback()

    def _tell_rollback(self) -> None:
        """Say that the data are older than their witness: at the start, or found when a number was taken."""
        found = self.station.backend.witness.rollback() if self.station.is_open else None
        if found is None or found == self._told_rollback:
            return
        from counter_app.services.trail.rollbacks import found_rollback  # hardly ever

        self._told_rollback = found
        self.station.read(found_rollback, done=self._caution_once, owner=self)

    def _caution_once(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self.notifier.caution(refusal)

    def _broken(self, refusal: Refusal) -> None:
        from counter_app.ui.shell.open_failed import OpenFailedPage
        from counter_app.ui.shell.restore_here import RestoreHere

        self._opening.end()
        self._key_buffer.forget()
        self._allow(pages=False, case=False)
        typed = any(not session.filing.is_blank for session in self.workspace.sessions)
        restorable = self.station.backups is not None
        page = OpenFailedPage(refusal, self.station.data_dir, typed=typed, restorable=restorable)
        page.again.connect(self.open_data)
        page.restore_wanted.connect(lambda: RestoreHere(self.station, page, self.open_data).choose())
        page.leave.connect(self.close)
        self.window.rail.allow_pages(False, shown=False)
        self.window.add_page("broken", page)
        self.show("broken")

    def _begin_first_case(self) -> None:
        self.window.drop_page("first_start")
        self._go_to_work()

    def _go_to_work(self) -> None:
        self._allow(pages=True, case=self.workspace.session is not None)
        if self.window.shown == "cases" and moving.focused_within(self.workspace):
            self._case_in_front()  # a case was begun while the data were being opened: the clerk writes in it
        else:
            self.show("cases")
        self.workspace.count_day()
        QTimer.singleShot(_SETTLED, self, self._read_templates)
        self.station.opened.emit()
        self._key_buffer.release()
        self.files_at_start.begin()

    def _read_templates(self) -> None:
        """Templates and items are read, for the copies on the buttons and to be told now what cannot be accepted."""
        from counter_app.services.papers import printing

        backend = self.station.backend
        self.station.tasks.run(
            lambda: printing.read_templates(backend),
            done=self.bar.set_copies,
            failed=self._broken,
        )

    # Pages -----------------------------------------------------------------------------------------------------------

    def show(self, name: str) -> None:
        """Bring a page to the front and the focus into it."""
        self.window.show_page(name, bar=self.workspace.session is not None)
        self._case_in_front()
        self._focus_page(name)

    def go_to(self, name: str) -> None:
        """The clerk chose a section: show it, or its first page where it is in front already."""
        page = self._page_in_front(name) if name == self.window.shown else None
        if isinstance(page, Page):
            page.show_first()
        else:
            self.show(name)

    def _focus_page(self, name: str) -> None:
        page = self._page_in_front(name)
        if page is None:
            self.workspace.focus_nothing()
        else:
            page.resume()

    def _page_in_front(self, name: str) -> Page | IntakePage | None:
        if name == "cases":
            return self.workspace.page
        page = self.window.page(name)
        return page if isinstance(page, Page) else None

    def _case_in_front(self) -> None:
        session = self.workspace.session
        at_cases = self.window.shown == "cases"
        self.notifier.go_to(self.window.shown, session.reference if session is not None and at_cases else "")
        self.window.messages.attend(self._board_in_front())
        self.window.line.banner.show_case(session if at_cases else None)
        self.window.show_bar(wanted=session is not None)
        page = self.workspace.page
        self.bar.show_case(session, page.menu_lines if page is not None else tuple)
        self.bar.setEnabled(self.station.is_open)
        self.saving.watch(session)
        for name in _CASE_ACTS:
            if name in self._actions:
                wanted = session is not None and at_cases and self.station.is_open
                self._actions[name].setEnabled(wanted)
        self._record_looks()

    def _record_looks(self) -> None:
        page = self._page_in_front(self.window.shown)
        if page is not None and self.station.is_open:
            page.record_looks()

    def _board_in_front(self) -> MessageBoard | None:
        """The messages of the page in front that are its own."""
        board = getattr(self._page_in_front(self.window.shown), "board", None)
        return board if isinstance(board, MessageBoard) else None

    def _changed_case(self) -> None:
        begun = not self.station.is_open and self.workspace.session is not None
        if begun and self._until_open.isActive():
            self._until_open.start()
        if begun or (self.station.is_open and self.window.shown != "busy"):
            self.show("cases")

    def _make_case_page(self, session: CaseSession, parent: QWidget) -> IntakePage:
        from counter_app.ui.intake.page import IntakePage

        return IntakePage(session, parent, first_card_first=not self.station.is_open)

    def _make_first_start(self) -> QWidget:
        from counter_app.ui.shell.first_start import FirstStartPage

        page = FirstStartPage(self.station, self.notifier, self._printers)
        page.test_page_wanted.connect(self.flow.print_test_page)
        page.finished.connect(self._begin_first_case)
        return page

    def _make_settings(self) -> QWidget:
        from counter_app.ui.settings.page import SettingsPage

        page = SettingsPage(self.station, self.notifier, self._printers)
        page.test_page_wanted.connect(self.flow.print_test_page)
        page.clerks.change_wanted.connect(lambda: self.act("change_clerk"))
        page.clerks.lock_wanted.connect(lambda: self.act("lock"))
        page.holidays_wanted.connect(lambda: self.show("holidays"))
        page.templates_wanted.connect(lambda: self.show("templates"))
        page.trail_wanted.connect(lambda: self.act("trail"))
        page.recovery_sheet_wanted.connect(
            lambda allowed: self.flow.print_recovery_sheet(allowed, printed=page.protection.refresh)
        )
        return page

    def _open_pack(self, file: Path) -> None:
        from counter_app.ui.settings.page import SettingsPage

        self.show("settings")
        page = self.window.page("settings")
        assert isinstance(page, SettingsPage)  # noqa: S101 - made above
        page.index.show_section_of(page.office_pack)
        page.office_pack.look_at(file)

    # Keys ------------------------------------------------------------------------------------------------------------

    def _act_table(self) -> dict[str, Callable[[], object]]:
        acts, space = self.acts, self.workspace
        table: dict[str, Callable[[], object]] = {
            "new": acts.new_case,
            "from_file": acts.choose_file,
            "zoom_in": lambda: self._zoom(theme.current().zoom_in),
            "zoom_out": lambda: self._zoom(theme.current().zoom_out),
            "zoom_reset": lambda: self._zoom(theme.current().zoom_reset),
            "next_case": lambda: space.step(1),
            "previous_case": lambda: space.step(-1),
            "close": space.close_current,
            "notice": acts.notice,
            "receipt": acts.receipt,
            "confirm": acts.confirm,
            "reprint": acts.reprint,
            "information_sheet": lambda: acts.draw_up("information_sheet"),
            "authorization_letter": lambda: acts.draw_up("authorization_letter"),
            "withdraw": acts.withdraw,
            "delete_draft": acts.delete_draft,
            "restore_draft": acts.restore_draft,
            "more": self.bar.open_menu,
        }
        for place in range(shortcuts.TABS):
            table[f"case_{place + 1}"] = partial(space.show_place, place)
        for feature in self.features:
            table |= feature.acts()
        return table | {entry.name: partial(self.go_to, entry.name) for entry in ENTRIES}

    def act(self, name: str) -> None:
        """Do an act by its name, as its key would."""
        self._actions[name].trigger()

    def _open_window_menu(self) -> None:
        """The acts that work on every page, in the order of use."""
        from counter_app.ui.widgets.act_menu import ActMenu

        groups = [[self._window_line(name) for name in group if self._actions[name].isEnabled()] for group in _MENU]
        ActMenu(self.window.rail.menu, groups).open()

    def _window_line(self, name: str) -> MenuLine:
        words = shortcuts.words_of(name)
        if name == "continuous":
            words = f"{'关闭' if self.station.workstation.continuous else '打开'}打印后自动新建"
        return MenuLine(words, shortcuts.keys_of(name), partial(self.act, name))

    def _open_case_menu(self, place: int, at: QPoint) -> None:
        """A right click on a tab brings its case to the front: what is offered is of what is seen."""
        self.workspace.show_place(place)
        self.bar.open_menu_at(self.window.mapFromGlobal(at))

    def _zoom(self, step: Callable[[], None]) -> None:
        step()
        self.station.save_workstation(replace(self.station.workstation, zoom=theme.current().zoom))

    def begin_tour(self) -> None:
        """The five-minute tour: here where this is the sample office, else in a window on one."""
        if self._demo:
            from counter_app.ui.manual.tour import Tour

            if self._tour is not None and isValid(self._tour):
                self._tour.leave()
            self._tour = Tour(self.window, self.workspace)
            return
        from counter_app.ui.window.sample_office import open_sample_office

        try:
            open_sample_office(self.station.data_dir, tour=True)
        except Refusal as refusal:
            self.notifier.refuse(refusal)

    # Wires -----------------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        window, space = self.window, self.workspace
        window.edited.connect(self.notifier.edited)
        window.page_wanted.connect(self.go_to)
        window.close_wanted.connect(self.close)
        window.escaped.connect(self._leave_page)
        window.rail.keys_wanted.connect(lambda: self.act("keys"))
        window.rail.menu_wanted.connect(self._open_window_menu)
        window.tabs.new_wanted.connect(self.acts.new_case)
        window.tabs.menu_wanted.connect(self._open_case_menu)
        self.bar.wanted.connect(self.act)
        window.line.banner.wanted.connect(self.act)
        space.act_wanted.connect(self.act)
        space.case_wanted.connect(self.acts.open_case)
        space.refused.connect(self.notifier.refuse)
        space.current_changed.connect(self._changed_case)
        space.window_state_changed.connect(self.window_state.remember)
        self.flow.focus_wanted.connect(self._focus_item)
        self.flow.paper_file_wanted.connect(self.files.save)
        self.printer.changed.connect(self.bar.show_printer)
        self.flow.given.connect(lambda _papers: self.printer.ask())
        self.flow.not_printed.connect(lambda _reference: self.printer.ask())
        self.bar.printer_wanted.connect(lambda: self.show("settings"))
        self.flow.settings_wanted.connect(lambda: self.show("settings"))
        self.station.workstation_changed.connect(self._show_user)
        self.station.workstation_changed.connect(self._record_looks)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_user)
        self.station.tasks.refused.connect(self.notifier.refuse)
        self.station.clock_doubted.connect(self.notifier.refuse)
        self.station.short_pin_used.connect(self._ask_for_longer_pin)
        self.station.acted.connect(lambda _reference: self._tell_rollback())
        input_method.tell_when_late(self, lambda: self.notifier.caution(_LATE_INPUT_METHOD))

    def _show_user(self) -> None:
        self.window.rail.show_user(self.station.workstation, demo=self._demo)
        self.bar.show_continuous(on=self.station.workstation.continuous)
        wanted = theme_of(self.station.workstation) or system_theme()
        if theme.current().name is not wanted:
            theme.current().use(wanted)

    def _allow(self, *, pages: bool, case: bool) -> None:
        self.window.rail.allow_pages(pages)
        self.window.tabs.allow_new(pages)
        for name, action in self._actions.items():
            action.setEnabled(case if name in _CASE_ACTS else pages or name.startswith("zoom") or name == "keys")

    def _leave_page(self) -> None:
        if self.station.is_open and self.window.shown not in (*BEFORE_WORK, "cases"):
            self.show("cases")

    def _focus_item(self, key: str) -> None:
        if (page := self.workspace.page) is not None:
            page.focus_item(key)

    def show_error(self, program_error: ProgramError) -> None:
        """A fault of ours: keep everything, then say it."""
        from counter_app.ui.widgets.dialogs import ErrorDialog

        for session in self.workspace.sessions:
            session.save_now()
        ErrorDialog.show_once(program_error, self.window)

    # Going -----------------------------------------------------------------------------------------------------------

    @property
    def is_closing(self) -> bool:
        """Whether the window is going: everything is being kept."""
        return self._closing

    def close(self) -> None:
        """Keep everything, then let the window go; only what cannot be kept is asked about."""
        if self._closing:
            return
        self._closing = True
        self.window_state.flush()
        left: list[Flushable] = [
            *self.workspace.sessions,
            *(one for feature in self.features for one in feature.unsaved()),
        ]
        troubles: list[Refusal] = []

        def trouble(refusal: Refusal) -> None:
            troubles.append(refusal)
            one_more()

        def one_more() -> None:
            if left:
                left.pop().flush(one_more, trouble)
            elif troubles:
                self._closing = False
                self._ask_to_discard(troubles)
            else:
                self._go()

        one_more()

    def _go(self) -> None:
        self.window.save_geometry()
        self.window.force_close()

    def _ask_to_discard(self, troubles: list[Refusal]) -> None:
        ask(
            self.window,
            f"{len(troubles)}件没有保存，现在关闭会丢失刚录入的内容",
            text_of(troubles[0]),
            act="仍然关闭",
            then=self._go,
            danger=True,
        )
