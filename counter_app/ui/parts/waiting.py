"""What waits: the page of the queues, and their counts in the rail."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.ui.parts.part import Part, Surroundings


class WaitingCases(Part):
    """Ctrl+2 shows the queues; the rail shows how many stand in each."""

    def __init__(self, around: Surroundings) -> None:
        """The counts come with the workspace's, and with the page's own."""
        super().__init__(around)
        around.workspace.counted.connect(self._count)
        around.window.rail.branch_chosen.connect(self.show_queue)

    def acts(self) -> dict[str, Callable[[], object]]:
        """The page of the queues."""
        return {"today": lambda: self.around.show("today")}

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the queues."""
        return {"today": self._make}

    def show_queue(self, name: str) -> None:
        """Bring one queue to the front."""
        from counter_app.domain.waiting import Queue  # noqa: PLC0415 - the first picture needs no queue
        from counter_app.ui.pages.queues import Queues  # noqa: PLC0415

        self.around.show("today")
        page = self.around.window.page("today")
        if isinstance(page, Queues):
            page.show_queue(Queue(name))
            page.resume()

    def _make(self) -> QWidget:
        from counter_app.ui.pages.queues import Queues  # noqa: PLC0415

        around = self.around
        page = Queues(around.station)
        page.open_wanted.connect(around.acts.open_case)
        page.reprint_wanted.connect(around.flow.reprint)
        page.new_wanted.connect(around.acts.new_case)
        page.counted.connect(self._count)
        return page

    def _count(self, counts: object) -> None:
        from counter_app.services.queues import Counts, number_words  # noqa: PLC0415

        if isinstance(counts, Counts):
            for queue, number in counts.queues.items():
                self.around.window.rail.count(queue.value, number, number_words(number))
