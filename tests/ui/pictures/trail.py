"""办理记录: some acts, held against the key and found whole, found bent; none that is asked for."""

from counter_app.domain.trail.report import TrailFault, TrailFinding, TrailGap, TrailReport
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.papers import issuing, printing
from tests.fakes.memory_backend import OFFICE, POST, MemoryBackend
from tests.ui.pictures.album import SIZES, SMALL, Album, sample, settle, with_shell
from tests.ui.shell_fakes import Running


def trail(album: Album) -> None:
    """Each state of the page."""
    backend = MemoryBackend.make()
    offices.save_office(backend, OFFICE, post=POST)
    for number in ("02", "01", "03"):
        reference = cases.open_case(backend, post=POST, intake=sample(number)).filing.reference
        if number != "01":
            paper = issuing.issue_notice(backend, reference, post=POST)
            printing.print_paper(backend, paper.paper_id, post=POST)

    def act(running: Running) -> None:
        running.shell.act("trail")
        settle(running)
        page = running.shell.window.page("trail")
        album.take(running, "trail", {**SIZES, **SMALL})
        backend.witness.report = TrailReport(1286, gaps=(TrailGap(1031, 1044),))
        page.acts.trigger("verify")
        settle(running)
        album.take(running, "trail-whole", {"1366": SIZES["1366"]})
        backend.witness.report = TrailReport(
            1286, (TrailFinding(TrailFault.REMOVED, 1031, 1044), TrailFinding(TrailFault.CHANGED, 1190, 1190))
        )
        page.acts.trigger("verify")
        settle(running)
        album.take(running, "trail-bent", {"1366": SIZES["1366"]})
        page.text.setText("没有这个人")
        page.refresh()
        settle(running)
        album.take(running, "trail-none", {"1366": SIZES["1366"]})

    with_shell(backend, act)


CHAPTERS = (trail,)
