"""Changes of what is filed (第九条): opening them, and the chain of filings of one system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:
    from counter_app.services.filing.changes import OpenedChange
    from counter_app.services.ports import Backend
    from counter_app.ui.intake.session import CaseSession


_OF_THE_CASE: Final = frozenset({"cases", "platform", "paper", "chain"})
"""Pages that show the case in front."""


class ChangesFeature(Feature):
    """Ctrl+Shift+N changes what is on file, Ctrl+H shows how it came to be."""

    def __init__(self, context: WindowContext) -> None:
        """What a page finds known is acted upon here."""
        super().__init__(context)
        context.workspace.current_changed.connect(self._listen)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Open a change filing; show the chain of filings."""
        return {"change": self.change, "chain": self.show_chain}

    def change(self) -> None:
        """Open a change of the filed case in front, or ask which system it is about."""
        if not self.context.station.is_open:
            return
        session = self.context.workspace.session
        at_case = session is not None and self.context.window.shown in _OF_THE_CASE
        if at_case and session is not None and session.filing.state is FilingState.FILED:
            self.open_change(session.reference)
            return
        from counter_app.ui.changes.filed_chooser import FiledChooser

        chooser = FiledChooser(self.context.station, self.context.window)
        chooser.chosen.connect(self.open_change)
        chooser.open()

    def open_change(self, reference: str, in_use_again: bool = False) -> None:  # noqa: FBT001, FBT002 - as the signal
        """Open a change filing upon the filed system of case `reference`."""
        from counter_app.services.filing import changes

        post = self.context.station.post

        def act(backend: Backend) -> OpenedChange:
            return changes.open_change(backend, reference, post, in_use_again=in_use_again)

        def failed(refusal: Refusal) -> None:
            if isinstance(refusal, changes.SystemOutOfUse):
                self._ask_use_again(reference, refusal)
            else:
                self.context.notifier.refuse(refusal)

        self.context.station.write(act, done=self._opened, failed=failed)

    def _opened(self, opened: OpenedChange) -> None:
        self.context.workspace.add_case(opened.case)
        self.context.station.acted.emit(opened.case.filing.reference)
        if opened.said:
            self.context.notifier.note(Refusal(opened.said, "办完或撤回后才能再办理一件变更"))
        else:
            self.context.notifier.confirm("已带出备案内容，改动有变化的项目，材料重新核对")

    def _ask_use_again(self, reference: str, refusal: Refusal) -> None:
        from counter_app.ui.widgets.dialogs import ask

        ask(
            self.context.window,
            refusal.sentence,
            "系统恢复使用的，办理一件恢复使用的变更；其他内容有变化的一并改动。",
            act="办理恢复使用",
            then=lambda: self.open_change(reference, in_use_again=True),
        )

    # What a page finds known ------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Listen to the page in front, once."""
        known = getattr(self.context.workspace.page, "known", None)
        if known is not None and not known.property("heard"):
            known.setProperty("heard", True)
            known.open_wanted.connect(self.context.acts.open_case)
            known.change_wanted.connect(self.turn_into_change)

    def turn_into_change(self, filed_reference: str) -> None:
        """What was keyed as a first filing becomes a change of what is filed; the first filing is withdrawn."""
        session = self.context.workspace.session
        if session is None:
            return
        from counter_app.services.filing import known_units

        copy, post = replace(session.filing), self.context.station.post

        def act(backend: Backend) -> OpenedChange:
            return known_units.turn_into_change(backend, copy, filed_reference, post=post)

        def done(opened: OpenedChange) -> None:
            if opened.said:
                session.act_failed()
            else:
                session.reload(lambda: self._put_away(session))
            self._opened(opened)

        self.context.acts.act_on(session, act, done)

    def _put_away(self, session: CaseSession) -> None:
        """The first filing that was withdrawn needs no tab."""
        space = self.context.workspace
        if session in space.sessions:
            space.close_place(space.sessions.index(session))

    # The chain -------------------------------------------------------------------------------------------------------

    def show_chain(self) -> None:
        """Show the filings of the system that the case in front is about."""
        session = self.context.workspace.session
        if session is None:
            return
        from counter_app.ui.changes.history_page import FilingHistoryPage

        context = self.context
        page = FilingHistoryPage(context.station, session.reference)
        page.left.connect(lambda: context.show("cases"))
        page.open_wanted.connect(self._open_link)
        page.change_wanted.connect(self._change_from_chain)
        page.unit_history_wanted.connect(self._show_unit_history)
        context.window.add_page("chain", page)
        context.show("chain")

    def _open_link(self, reference: str) -> None:
        self.context.show("cases")
        self.context.acts.open_case(reference)

    def _change_from_chain(self, reference: str) -> None:
        self.context.show("cases")
        self.open_change(reference)

    def _show_unit_history(self) -> None:
        self.context.show("cases")
        self.context.trigger("unit_history")

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The chain is built for the case in front, each time it is asked for."""
        return {}
