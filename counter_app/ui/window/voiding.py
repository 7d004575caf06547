"""Voiding a number from the window: its reason is asked, what is being typed goes to the disk, then it is done."""

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.papers import voiding
from counter_app.ui.window.feature import WindowContext
from counter_app.ui.window.void_dialog import VoidDialog


def ask_to_void(context: WindowContext, reference: str, paper_id: str, written: str) -> None:
    """Ask why the number of a case's paper is voided, then void it. `written` is its title and number."""
    post, session = context.station.post, context.workspace.session_of(reference)

    def done(_filing: object) -> None:
        if session is not None:
            session.reload()
        context.station.acted.emit(reference)
        context.notifier.confirm(f"{written}已作废，该件退回上一步")

    def failed(refusal: Refusal) -> None:
        if session is not None:
            session.act_failed()
        context.notifier.refuse(refusal)

    def void(reason: str) -> None:
        def act() -> None:
            context.station.write(
                lambda backend: voiding.void_paper(backend, paper_id, reason, post=post), done=done, failed=failed
            )

        if session is None:
            act()
        else:
            session.act(act, failed)

    VoidDialog(written, voiding.REASONS, void, context.window).open()
