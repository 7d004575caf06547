"""The papers of a case on the screen."""

from tests.ui.pictures.album import SIZES, SMALL, Album, sample_office, settle, with_shell
from tests.ui.shell_fakes import Running


def papers(album: Album) -> None:
    """Each paper of a case that is received, and of one that is still deficient."""

    def act(running: Running) -> None:
        shell = running.shell
        shell.act("preview")
        settle(running, 200)
        page = shell.window.page("paper")
        album.take(running, "papers-due", {**SIZES, **SMALL})
        page.papers.preview.setFocus()
        shell.show("cases")
        shell.workspace.show_place(1)
        shell.acts.receipt()
        settle(running)
        shell.act("preview")
        settle(running, 200)
        page = shell.window.page("paper")
        for row in range(page.papers.list.count()):
            page.papers.list.setCurrentRow(row)
            settle(running, 200)
            album.take(running, f"papers-{row}")

    with_shell(sample_office(), act)


CHAPTERS = (papers,)
