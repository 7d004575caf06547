"""The papers of the case in front: on the screen and as Word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import NOTICE
from counter_app.ui.window.feature import Feature

if TYPE_CHECKING:
    from counter_app.services.ports import IssuedPaper


class IssuedPapersFeature(Feature):
    """Ctrl+P shows them, Ctrl+E writes the last one as Word."""

    def acts(self) -> dict[str, Callable[[], object]]:
        """Preview, export as Word, print the notice in large letters, void the receipt."""
        return {
            "preview": self.preview,
            "word": self.export_word,
            "large_notice": self.print_large_notice,
            "void_receipt": self.void_receipt,
        }

    def preview(self) -> None:
        """The papers of the case in front, those issued and the one that is due."""
        context, session = self.context, self.context.workspace.session
        if session is not None:
            from counter_app.ui.issued.page import IssuedPapersPage  # brings the PDF engine

            page = IssuedPapersPage(context.station, session, context.files)
            page.left.connect(lambda: context.show("cases"))
            page.print_wanted.connect(context.flow.print_papers)
            page.act_wanted.connect(self._act_on_case)
            page.large_wanted.connect(self._print_large)
            page.void_wanted.connect(self._void)
            page.cautioned.connect(context.notifier.caution)
            context.window.add_page("paper", page)
            context.show("paper")

    def export_word(self) -> None:
        """The last paper of the case as a Word file; what is due, without a number, where none was issued."""
        if self.context.workspace.session is not None:
            self.context.files.save_word_of(self.context.workspace.session)

    def print_large_notice(self) -> None:
        """Print the last notice of the case in front in large letters (大字版)."""
        session = self.context.workspace.session
        if session is None:
            return
        if notices := session.held(NOTICE):
            self._print_large(notices[-1])
        else:
            self.context.notifier.refuse(
                Refusal("该件还没有出具一次性告知书，没有大字版可打印", "材料不齐全的，打印一次性告知书", "notice")
            )

    def void_receipt(self) -> None:
        """Void the receipt of the case in front, so that what it says can be changed again."""
        session = self.context.workspace.session
        if session is not None and (given := session.held("material_receipt")):
            self._void(given[-1])

    def _print_large(self, paper: IssuedPaper) -> None:
        from counter_app.services.papers import printing

        post = self.context.station.post
        self.context.flow.print_sheet(lambda backend: printing.print_large(backend, paper.paper_id, post=post))

    def _void(self, paper: IssuedPaper) -> None:
        from counter_app.ui.intake.paper_words import named
        from counter_app.ui.window.voiding import ask_to_void

        ask_to_void(self.context, paper.reference, paper.paper_id, named(paper))

    def _act_on_case(self, name: str) -> None:
        """An act from the papers is done where its questions and its messages are: at the case."""
        self.context.show("cases")
        self.context.trigger(name)
