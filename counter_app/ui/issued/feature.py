"""The papers of the case in front: on the screen and as Word."""

from collections.abc import Callable

from counter_app.services.ports import IssuedPaper
from counter_app.ui.window.feature import Feature


class IssuedPapersFeature(Feature):
    """Ctrl+P shows them, Ctrl+E writes the last one as Word."""

    def acts(self) -> dict[str, Callable[[], object]]:
        """Preview, and export as Word."""
        return {"preview": self.preview, "word": self.export_word}

    def preview(self) -> None:
        """The papers of the case in front, those issued and the one that is due."""
        context, session = self.context, self.context.workspace.session
        if session is not None:
            from counter_app.ui.issued.page import IssuedPapersPage  # brings the PDF engine

            page = IssuedPapersPage(context.station, session, context.files)
            page.left.connect(lambda: context.show("cases"))
            page.print_wanted.connect(context.flow.print_papers)
            page.act_wanted.connect(self._act_on_case)
            page.void_wanted.connect(self._void)
            page.cautioned.connect(context.notifier.caution)
            context.window.add_page("paper", page)
            context.show("paper")

    def export_word(self) -> None:
        """The last paper of the case as a Word file; what is due, without a number, where none was issued."""
        if self.context.workspace.session is not None:
            self.context.files.save_word_of(self.context.workspace.session)

    def _void(self, paper: IssuedPaper) -> None:
        from counter_app.ui.intake.paper_words import named
        from counter_app.ui.window.voiding import ask_to_void

        ask_to_void(self.context, paper.reference, paper.paper_id, named(paper))

    def _act_on_case(self, name: str) -> None:
        """An act from the papers is done where its questions and its messages are: at the case."""
        self.context.show("cases")
        self.context.trigger(name)
