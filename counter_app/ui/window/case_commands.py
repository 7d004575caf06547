"""What the clerk does with cases: open, take from a file, withdraw; and handing each key on to who does the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.office.offices import WrongClock
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.station import Station
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.intake.workspace import Workspace
from counter_app.ui.papers.issuing import IssuingFlow
from counter_app.ui.widgets.dialogs import ask, inform
from counter_app.ui.widgets.file_dialogs import ask_for_file
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.window.key_buffer import KeyBuffer

if TYPE_CHECKING:
    from counter_app.domain.filing.intake import IntakeFile
    from counter_app.services.ports import Backend

T = TypeVar("T")

_LONG = 120
"""Characters of a refusal from which on it is a list to be read."""

_INTAKE_FILES = "登记文件 (*.xlsx *.json);;所有文件 (*)"


class CaseCommands(QObject):
    """Acts on the case in front. Each is harmless when no case is open."""

    notice_wanted = Signal(CaseSession)
    """The one-time notice of the case in front is to be issued (第八条)."""

    def __init__(
        self,
        station: Station,
        workspace: Workspace,
        flow: IssuingFlow,
        notifier: MessageBarNotifier,
        window: QWidget,
        key_buffer: KeyBuffer,
    ) -> None:
        """`window` is what dialogs belong to; `key_buffer` keeps its keys while a case is opened."""
        super().__init__(window)
        self._station = station
        self._workspace = workspace
        self._flow = flow
        self._notifier = notifier
        self._window = window
        self._opening = False
        self._key_buffer = key_buffer
        self._key_buffer.expired.connect(self._too_late)

    def new_case(self, *, quietly: bool = False) -> None:
        """Ctrl+N: a blank case in front; the one that is open and still blank, if there is one.

        `quietly` leaves what was said last on the screen: it is of the case before.
        """
        if self._opening or (not self._station.is_open and self._station.begin_early() is None):
            return
        blank = self._workspace.blank_place()
        if blank >= 0:
            self._workspace.show_place(blank)
        elif self._station.is_open:
            self._open_with(None, quietly=quietly)
        else:
            self._begin_early()

    def _begin_early(self) -> None:
        """The data are still being opened: the page is there at once, and what is typed goes to the disk after them."""
        session = self._workspace.add_case(cases.begin_case(self._station.backend, post=self._station.post))
        session.save_failed.connect(self._doubt)
        session.enter()

    def _doubt(self, refusal: Refusal) -> None:
        if isinstance(refusal, WrongClock):
            self._station.clock_doubted.emit(refusal)

    def _too_late(self, keys: int) -> None:
        if keys:
            self._notifier.caution(Refusal("新建受理还没有打开，刚才键入的内容没有录入", "打开后从第一项开始录入"))

    def open_case(self, reference: str) -> None:
        """Bring a case to the front, from the disk if no tab has it."""
        if self._workspace.show_case(reference):
            return
        post = self._station.post
        self._station.read(lambda backend: cases.view_case(backend, reference, post=post), done=self._show)

    def _show(self, case: cases.OpenCase) -> None:
        """A case that comes back after a notice begins at what is still open, however it was found."""
        self._workspace.add_case(case)
        page, still_open = self._workspace.page, case.findings.deficiencies
        if page is not None and still_open and case.filing.state is FilingState.DEFICIENT:
            page.focus_item(still_open[0].key)

    def choose_file(self) -> None:
        """Ctrl+O: a case from what the applicant filled in beforehand."""
        if not self._station.is_open:
            return
        ask_for_file(self._window, "从文件受理", _INTAKE_FILES, self.open_file)

    def open_file(self, path: Path) -> None:
        """Read an intake file and open a case with it."""
        from counter_app.services.filing import intake_files

        backend = self._station.backend
        self._notifier.wait(f"正在读取 {path.name}…")
        self._station.tasks.run(
            lambda: intake_files.read_intake(backend, path),
            done=self._open_with,
            failed=lambda refusal: self._not_read(path.name, refusal),
        )

    def _not_read(self, name: str, refusal: Refusal) -> None:
        """A line in passing, or a list to be read where the file has many faults."""
        if len(str(refusal)) > _LONG or "\n" in refusal.sentence:
            self._notifier.clear()
            inform(self._window, f"{name} 没有读入", text_of(refusal, "\n"))
        else:
            self._notifier.refuse(refusal)

    def act_on(self, session: CaseSession, act: Callable[[Backend], T], done: Callable[[T], None]) -> None:
        """Do `act` upon a case once all that is typed is on the disk; a refusal is said, and typing goes on."""

        def failed(refusal: Refusal) -> None:
            session.act_failed()
            self._notifier.refuse(refusal)

        session.act(lambda: self._station.write(act, done=done, failed=failed), failed)

    def withdraw(self) -> None:
        """Ctrl+Shift+W: the applicant takes the case back."""
        session = self._workspace.session
        if session is None:
            return
        reference, post = session.reference, self._station.post

        def act(backend: Backend) -> object:
            return cases.withdraw_case(backend, reference, post=post)

        def done(_filing: object) -> None:
            session.reload()
            self._station.acted.emit(reference)
            self._notifier.confirm("该件已撤回，内容保留备查")

        ask(
            self._window,
            "申请人撤回这一件？",
            "撤回后不能再改，也不再出具凭证；已录入的内容保留备查。",
            act="撤回",
            then=lambda: self.act_on(session, act, done),
            danger=True,
        )

    def delete_draft(self) -> None:
        """Take the draft in front out of every list and close it; the message brings it back."""
        session = self._workspace.session
        if session is None:
            return
        reference, post = session.reference, self._station.post

        def done(_filing: object) -> None:
            self._workspace.close_case(reference)
            self._station.acted.emit(reference)
            self._notifier.confirm("草稿已删除", ("撤销删除", lambda: self.restore(reference)))

        self.act_on(session, lambda backend: cases.delete_draft(backend, reference, post=post), done)

    def restore_draft(self) -> None:
        """Bring the deleted draft in front back into the lists."""
        if (session := self._workspace.session) is not None:
            self.restore(session.reference)

    def restore(self, reference: str) -> None:
        """Bring a deleted draft back, and to the front."""
        post = self._station.post

        def done(case: cases.OpenCase) -> None:
            known = self._workspace.session_of(reference)
            if known is not None:
                known.reload()
            self._workspace.add_case(case)
            self._station.acted.emit(reference)
            self._notifier.confirm("草稿已恢复")

        self._station.write(lambda backend: cases.restore_draft(backend, reference, post=post), done=done)

    def notice(self) -> None:
        """Issue the notice."""
        self._ask(self.notice_wanted.emit)

    def receipt(self) -> None:
        """Issue the receipt."""
        self._ask(self._flow.give_receipt)

    def confirm(self) -> None:
        """The window saw on a document the very value that a check doubts (与证件一致, 与证照一致)."""
        if (page := self._workspace.page) is not None:
            page.confirm()

    def reprint(self) -> None:
        """Print the last documents again."""
        if self._workspace.session is not None:
            self._flow.reprint(self._workspace.session.reference)

    def draw_up(self, document: str) -> None:
        """Print a paper without a number."""
        if self._workspace.session is not None:
            self._flow.draw_up(self._workspace.session, document)

    def _ask(self, then: Callable[[CaseSession], None]) -> None:
        """Judge the session in front as it stands: the page takes what is being written, and shows all remarks.

        Thousands of rows that were just pasted take a while; who goes on to another case meanwhile wants no act.
        """
        session = self._workspace.session
        if (page := self._workspace.page) is not None:
            page.ask()
        if session is None:
            return
        if session.is_judged:
            then(session)
            return

        def judged() -> None:
            if self._workspace.session is session:
                self._notifier.clear()
                then(session)

        self._notifier.wait("正在核对设备清单…")
        session.when_judged(judged)

    def _open_with(self, intake: IntakeFile | None, *, quietly: bool = False) -> None:
        self._opening = True
        if intake is None:
            self._key_buffer.hold()
        post = self._station.post

        def opened(case: cases.OpenCase) -> None:
            self._opening = False
            self._workspace.add_case(case)
            self._station.acted.emit(case.filing.reference)
            if intake is None:
                if not quietly:
                    self._notifier.clear()
                self._key_buffer.release()
            elif intake.warnings:
                self._notifier.clear()
                inform(self._window, "已读入，核对下列内容", "\n".join(intake.warnings))
            else:
                self._notifier.confirm("已读入，核对后继续")

        def failed(refusal: Refusal) -> None:
            self._opening = False
            self._key_buffer.forget()
            self._notifier.refuse(refusal)

        def begin(backend: Backend) -> cases.OpenCase:
            if intake is None:
                return cases.open_case(backend, post=post)
            from counter_app.services.filing import changes

            return changes.open_intake(backend, intake, post=post)

        self._station.write(begin, done=opened, failed=failed)
