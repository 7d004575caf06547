"""The return visit: the page with its marks, every question of F8, how a notice is served, a number asked for."""

from PySide6.QtWidgets import QApplication

from counter_app.domain.basics.materials import rejected
from counter_app.domain.filing.delivery import DeliveryWay, IncompleteDelivery
from counter_app.domain.office.recovery_code import recovery_code
from counter_app.domain.papers.spoken_notice import plain_text, spoken
from counter_app.services.filing import cases
from counter_app.services.office import supervision
from counter_app.services.office.supervision import Permission
from counter_app.services.papers import delivery, issuing, printing
from counter_app.ui.issued.delivery_dialogs import ReadAloud, RefusalToSign
from counter_app.ui.papers.material_question import MaterialChoice, MaterialQuestion
from counter_app.ui.papers.number_question import NumberQuestion
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog
from counter_app.ui.settings.supervisor_card import NewSupervisor
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.pictures.album import SIZES, SMALL, Album, backend_of_a_day, clear_dialogs, sample, settle, with_shell
from tests.ui.shell_fakes import Running


def told_backend() -> tuple[MemoryBackend, str]:
    """A counter with a supervisor and a case back for its second visit."""
    backend = backend_of_a_day()
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    filing = cases.open_case(backend, post=POST, intake=sample("02-letter-not-sealed")).filing
    filing.answer("system.retention_days", "")
    filing.answer("system.address", "")
    cases.save_draft(backend, filing, post=POST)
    issuing.issue_notice(backend, filing.reference, post=POST)
    backend.store.kept.window_states[POST.window] = cases.WindowState((filing.reference,), filing.reference)
    return backend, filing.reference


def return_visit(album: Album) -> None:
    """One item mended, one missed, and what F8 asks."""
    backend, _reference = told_backend()

    def act(running: Running) -> None:
        session = running.shell.workspace.session
        session.answer("system.retention_days", "90")
        session.review("agent_id", rejected("illegible"))
        settle(running)
        page = running.shell.workspace.page
        page.side.show_materials(session.filing.materials)
        album.take(running, "return-visit", {**SIZES, **SMALL})
        running.shell.act("notice")
        settle(running)
        album.take(running, "return-missed")
        dialog(SupervisorDialog).submit()
        album.take(running, "return-missed-problems", {**SIZES, **SMALL})
        clear_dialogs(running)
        kinds = session.form.material_kinds
        papers = [
            MaterialChoice("device_list", kinds["device_list"].name, held=True),
            MaterialChoice("authorization_letter", kinds["authorization_letter"].name, may_stay=False),
        ]
        MaterialQuestion(papers, print, running.shell.window).open()
        settle(running)
        album.take(running, "return-papers")
        clear_dialogs(running)

    with_shell(backend, act)


def serving(album: Album) -> None:
    """Signed, refused, read aloud; a number."""
    backend, reference = told_backend()

    def act(running: Running) -> None:
        running.shell.act("delivery")
        settle(running)
        album.take(running, "delivery")
        clear_dialogs(running)
        [paper] = [p for p in printing.papers_of_case(backend, reference) if p.number is not None]
        refusal = RefusalToSign(lambda *_said: None, running.shell.window)
        refusal.open()
        try:
            delivery.record_delivery(backend, paper.paper_id, DeliveryWay.REFUSED, post=POST)
        except IncompleteDelivery as lacks:
            refusal.say(lacks)
        settle(running)
        album.take(running, "delivery-refused")
        clear_dialogs(running)
        facts = printing.facts_of(backend, paper)
        ReadAloud(spoken(facts), plain_text(facts), lambda: None, running.shell.window).open()
        settle(running)
        album.take(running, "delivery-aloud", {**SIZES, **SMALL})
        clear_dialogs(running)
        question = NumberQuestion(running.station, print, running.shell.window)
        question.open()
        question.look_up("BG2026-0099")
        settle(running)
        album.take(running, "by-number")
        clear_dialogs(running)

    with_shell(backend, act)


def supervisors(album: Album) -> None:
    """The settings' section: nobody, one, and the question for a name."""
    backend = backend_of_a_day()

    def act(running: Running) -> None:
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        settle(running)

        def to_section() -> None:
            page.index.show_section_of(page.supervisors)

        album.take(running, "supervisors-none", stage=to_section)
        supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
        page.supervisors.refresh()
        settle(running)
        album.take(running, "supervisors", stage=to_section)
        page.supervisors._ask_new(Permission("", ""))
        settle(running)
        album.take(running, "supervisors-new")
        clear_dialogs(running)
        page.supervisors._ask_code()
        settle(running)
        dialog(NewSupervisor).code.set_value(recovery_code(bytes(range(32))))
        album.take(running, "supervisors-by-code")
        clear_dialogs(running)

    with_shell(backend, act)


def dialog(kind: type) -> object:
    """The question of this kind that stands."""
    return next(widget for widget in QApplication.allWidgets() if isinstance(widget, kind) and widget.isVisible())


CHAPTERS = (return_visit, serving, supervisors)
