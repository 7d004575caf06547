"""The way into the national platform: F11, the filing itself, and its undoing by a supervisor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.ui.base.private_clipboard import PrivateClipboard
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:
    from counter_app.services.office.supervision import Permission
    from counter_app.services.ports import Backend, IssuedPaper
    from counter_app.ui.intake.session import CaseSession


class PlatformFeature(Feature):
    """F11 on a complete case; on a filed one it shows under which number."""

    def __init__(self, context: WindowContext) -> None:
        """The receipt's message leads on to here."""
        super().__init__(context)
        self.clipboard = PrivateClipboard(self)
        context.flow.next_wanted.connect(self._follow)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Open the platform page."""
        return {"platform": self.open}

    def open(self) -> None:
        """Show the items of the case in front, or say what comes first."""
        session = self.context.workspace.session
        if session is None:
            return
        if session.filing.state not in (FilingState.COMPLETE, FilingState.FILED):
            self.context.notifier.refuse(_too_early(session))
            return
        from counter_app.ui.platform.page import PlatformPage

        context = self.context
        page = PlatformPage(context.station, session, self.clipboard)
        page.left.connect(self._leave)
        page.refused.connect(context.notifier.refuse)
        page.open_wanted.connect(self._open_other)
        page.reprint_wanted.connect(lambda: context.flow.reprint(session.reference))
        page.file_wanted.connect(lambda number, again: self._file(session, number, again))
        page.undo_wanted.connect(lambda: self._ask_undo(session))
        context.window.add_page("platform", page)
        context.show("platform")

    def _follow(self, name: str) -> None:
        if name == "platform":
            self.context.show("cases")
            self.open()

    def _leave(self) -> None:
        if self.context.window.shown == "platform":
            self.context.show("cases")

    def _open_other(self, reference: str) -> None:
        self.context.show("cases")
        self.context.acts.open_case(reference)

    def _file(self, session: CaseSession, number: str, again: str) -> None:
        from counter_app.services.platform import platform_filing
        from counter_app.ui.platform.page import PlatformPage

        context, post = self.context, self.context.station.post
        page = context.window.page("platform")
        if context.flow.is_busy(session.reference) or not isinstance(page, PlatformPage):
            return

        def act(backend: Backend) -> tuple[IssuedPaper, ...]:
            return platform_filing.file_case(backend, session.reference, number, post=post, again=again)

        def refused(refusal: Refusal) -> None:
            if isinstance(refusal, platform_filing.UnusualNumber):
                context.notifier.clear()
                page.strip.ask_again(refusal)
            else:
                context.notifier.refuse(refusal)
                page.look()

        context.flow.act(session, "正在备案…", act, refused)

    # Taking it back --------------------------------------------------------------------------------------------------

    def _ask_undo(self, session: CaseSession) -> None:
        from counter_app.ui.papers.supervisor_dialog import ask_supervisor

        number = session.filing.platform_number
        ask_supervisor(
            self.context.window,
            self.context.station,
            f"撤销备案后，该件回到待录入，备案回执作废，备案编号{number}只留在办理记录里。平台上的备案要另行处理。",
            [],
            lambda permission: self._undo(session, permission),
        )

    def _undo(self, session: CaseSession, permission: Permission) -> None:
        from counter_app.services.platform import platform_filing

        context, post, reference = self.context, self.context.station.post, session.reference

        def act(backend: Backend) -> tuple[IssuedPaper, ...]:
            return platform_filing.undo_filing(backend, reference, allowed_by=permission, post=post)

        def done(_voided: tuple[IssuedPaper, ...]) -> None:
            session.reload()
            context.station.acted.emit(reference)
            context.notifier.confirm("备案已撤销，回执作废；收回交给申请人的一份，核对后重新录入")

        context.notifier.wait("正在撤销备案…")
        context.station.write(act, done=done)


def _too_early(session: CaseSession) -> Refusal:
    state = session.filing.state
    if state is FilingState.WITHDRAWN:
        return Refusal("该件已撤回，不用录入平台", "再来办理的新建受理", "new")
    return Refusal(f"该件{state.label}，还不能录入平台", "录入之前先出具收件凭证", "receipt")
