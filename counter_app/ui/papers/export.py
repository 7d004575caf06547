"""Papers as files: PDF or Word, where the clerk says, under a name without personal data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.intake.paper_words import file_name, named
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.widgets.file_dialogs import ask_where_to_save
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier

if TYPE_CHECKING:  # what writes them is imported for the first one
    from counter_app.services.ports import Backend, IssuedPaper


class DocumentExport(QObject):
    """Asks where, writes off the window's thread, says where the file lies."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, window: QWidget) -> None:
        """`window` is what the dialogs belong to."""
        super().__init__(window)
        self._station = station
        self._notifier = notifier
        self._window = window
        self._folder: Path | None = None  # first the folder of the user's documents

    def save(self, paper: IssuedPaper, suffix: str) -> None:
        """Save an issued paper as `pdf` or `docx`."""
        self._ask(file_name(paper, suffix), lambda path: self.write(paper, suffix, path))

    def save_word_of(self, session: CaseSession) -> None:
        """Save the case's last paper as Word; where none was issued, say how one comes to be."""
        from counter_app.services.papers import printing

        def found(papers: list[IssuedPaper]) -> None:
            if papers:
                self.save(papers[-1], "docx")
            else:
                self._notifier.refuse(Refusal("该件还没有出具文书，没有可导出的", "出具告知书或收件凭证后再导出"))

        reference = session.reference
        self._station.read(lambda backend: printing.papers_of_case(backend, reference), done=found)

    def save_as(self, name: str, make: Callable[[Backend], bytes]) -> None:
        """Save what `make` draws up, under `name` unless the clerk writes another."""
        from counter_app.services.office.files import write_atomically

        def chosen(path: Path) -> None:
            self._station.job(
                lambda backend, _steps: write_atomically(path, make(backend)),
                done=lambda written: self._notifier.confirm(f"已存为 {written}"),
            )

        self._ask(name, chosen)

    def write(self, paper: IssuedPaper, suffix: str, path: Path) -> None:
        """Write the file and say so."""
        from counter_app.services.office.files import write_atomically
        from counter_app.services.papers import printing

        post = self._station.post

        def act(backend: Backend, _steps: Steps) -> Path:
            if suffix == "docx":
                return write_atomically(path, printing.word_of(backend, paper.paper_id, post=post))
            return write_atomically(path, printing.pdf_of(backend, paper.paper_id, post=post))

        def done(written: Path) -> None:
            self._notifier.settle(paper.paper_id)
            self._notifier.confirm(f"{named(paper)} 已存为 {written}")

        self._station.job(act, done=done)

    def _ask(self, name: str, chosen: Callable[[Path], None]) -> None:
        def picked(path: Path) -> None:
            self._folder = path.parent
            chosen(path)

        ask_where_to_save(self._window, "另存为", name, picked, self._folder)
