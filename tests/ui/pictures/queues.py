"""What waits: each queue busy, empty, and when it cannot be read."""

from dataclasses import replace
from datetime import timedelta

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.ui.base.tasks import CancelToken
from counter_app.ui.window.export_question import ExportProgress
from tests.fakes.memory_backend import NOON, POST, MemoryBackend, on_a_later_day
from tests.ui.pictures.album import (
    NAMES,
    SIZES,
    SMALL,
    Album,
    backend_of_a_day,
    clear_dialogs,
    sample,
    settle,
    with_shell,
)
from tests.ui.shell_fakes import Running

_BACK = (45, 33, 31, 28, 26, 9, 8, 3, 2, 1, 0, 0)
"""Days before today on which the cases of the pictures came."""


def month_of_cases() -> MemoryBackend:
    """A counter where paper has lain for a month and notices wait, served in each way or not at all."""
    backend = backend_of_a_day()
    backend.store.kept.window_states.clear()
    ways = [DeliveryWay.SIGNED, DeliveryWay.REFUSED, None, DeliveryWay.READ_ALOUD]
    for place, days in enumerate(_BACK):
        at = NOON - timedelta(days=days, minutes=3 * place)
        then = on_a_later_day(backend, at)
        name = ("01", "03", "02", "04")[place % 4]
        intake = replace(sample(name, NAMES[place % len(NAMES)]), received_on=None)
        case = cases.open_case(then, post=POST, intake=intake)
        if case.filing.findings(case.facts).verdict.value == "complete":
            issuing.issue_receipt(then, case.filing.reference, post=POST)
        elif place != 9:
            kept = case.filing.may_stay if place % 2 == 0 else ()
            paper = issuing.issue_notice(then, case.filing.reference, post=POST, kept=kept)
            if (way := ways[place % 4]) is not None:
                entry = Delivery(paper.paper_id, way, at, POST.clerk, POST.window, "未说明理由", "赵强")
                backend.store.kept.deliveries.append(entry)
    return replace(backend, clock=lambda: NOON)


def queues(album: Album) -> None:
    """Each queue with lines, and with none; one that cannot be read."""

    def busy(running: Running) -> None:
        running.shell.show("today")
        page = running.shell.window.page("today")
        for queue in Queue:
            page.show_queue(queue)
            settle(running)
            album.take(running, f"queue-{queue}", {**SIZES, **SMALL} if queue is Queue.TRANSFER else SIZES)
        page.filter.setText("没有")
        settle(running, 300)
        album.take(running, "queue-no-match")
        page.filter.clear()
        settle(running, 300)

        def refuse(*_arguments: object, **said: object) -> None:
            said["failed"](Refusal("数据文件被另一个程序占用", "关闭占用它的程序后按 F5"))

        running.station.read = refuse
        album.take(running, "queue-failed", stage=page.refresh)

    def empty(running: Running) -> None:
        running.shell.show("today")
        page = running.shell.window.page("today")
        for queue in Queue:
            page.show_queue(queue)
            settle(running)
            album.take(running, f"queue-empty-{queue}", {"1366": SIZES["1366"]})

    with_shell(month_of_cases(), busy)
    with_shell(MemoryBackend.make(), empty)


def end_of_day(album: Album) -> None:
    """日终核对 with something on every list, with nothing, and the question before a number is voided."""

    def busy(running: Running) -> None:
        running.shell.show("closing")
        page = running.shell.window.page("closing")
        settle(running)
        for row in range(page.list.count()):
            page.list.setCurrentRow(row)
            settle(running)
            album.take(running, f"closing-{row + 1}", {**SIZES, **SMALL} if row == 1 else {"1366": SIZES["1366"]})
        page.list.setCurrentRow(1)
        page.view.selectRow(0)
        page.void()
        settle(running)
        album.take(running, "closing-void")
        clear_dialogs(running)

        def refuse(*_arguments: object, **said: object) -> None:
            said["failed"](Refusal("数据文件被另一个程序占用", "关闭占用它的程序后按 F5"))

        running.station.read = refuse
        album.take(running, "closing-failed", stage=page.refresh)

    def empty(running: Running) -> None:
        running.shell.show("closing")
        album.take(running, "closing-empty")

    with_shell(month_of_cases(), busy)
    with_shell(MemoryBackend.make(), empty)


def switching(album: Album) -> None:
    """F12 with cases open and waiting, and with nothing; before a list goes out, and while it does."""

    def busy(running: Running) -> None:
        shell = running.shell
        shell.show("today")
        page = shell.window.page("today")
        page.show_queue(Queue.DRAFT)
        settle(running)
        shell.acts.open_case(page.lines.marked.case.reference)
        settle(running)
        page.show_queue(Queue.DEFICIENT)
        settle(running)
        shell.acts.open_case(page.lines.marked.case.reference)
        settle(running)
        shell.act("park")
        album.take(running, "switcher", {**SIZES, **SMALL})
        shell.show("cases")
        album.take(running, "parked")
        shell.act("export_list")
        album.take(running, "export-register")
        clear_dialogs(running)
        shell.show("today")
        shell.act("export_list")
        album.take(running, "export-queue", {"1366": SIZES["1366"]})
        clear_dialogs(running)
        progress = ExportProgress("台账", CancelToken(), shell.window)
        progress.open()
        progress.advance(23500, 100000)
        album.take(running, "export-progress", {"1366": SIZES["1366"]})
        clear_dialogs(running)

    def empty(running: Running) -> None:
        running.shell.act("park")
        album.take(running, "switcher-empty")

    with_shell(month_of_cases(), busy)
    with_shell(MemoryBackend.make(), empty)


CHAPTERS = (queues, end_of_day, switching)
