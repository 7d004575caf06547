"""Voiding a number from the window: its reason is asked, what is being typed goes to the disk, then it is done."""

from counter_app.services.papers import voiding
from counter_app.services.ports import Backend
from counter_app.ui.widgets.line_dialog import ask_why
from counter_app.ui.window.feature import WindowContext


def ask_to_void(context: WindowContext, reference: str, paper_id: str, written: str) -> None:
    """Ask why the number of a case's paper is voided, then void it. `written` is its title and number."""
    post, session = context.station.post, context.workspace.session_of(reference)

    def done(_filing: object) -> None:
        if session is not None:
            session.reload()
        context.station.acted.emit(reference)
        context.notifier.confirm(f"{written}已作废，该件退回上一步")

    def void(reason: str) -> None:
        def act(backend: Backend) -> object:
            return voiding.void_paper(backend, paper_id, reason, post=post)

        if session is None:
            context.station.write(act, done=done, failed=context.notifier.refuse)
        else:
            context.acts.act_on(session, act, done)

    ask_why(
        context.window,
        f"作废{written}？",
        "编号留在登记簿里，注明作废和原因，不再使用；该件退回上一步，重新出具时用新的编号。先收回已打印的各份。",
        act="作废",
        then=void,
        usual=voiding.REASONS,
        label="作废的原因",
    )
