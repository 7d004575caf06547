"""What waits: the page of the queues, and their counts in the rail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.window.feature import Part, Surroundings

if TYPE_CHECKING:  # the first picture needs no queue
    from counter_app.services.lists.queues import Counts


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
        from counter_app.domain.calendar.waiting import Queue  # noqa: PLC0415 - the first picture needs no queue
        from counter_app.ui.lists.queues import Queues  # noqa: PLC0415

        self.around.show("today")
        page = self.around.window.page("today")
        if isinstance(page, Queues):
            page.show_queue(Queue(name))
            page.resume()

    def _make(self) -> QWidget:
        from counter_app.ui.lists.queues import Queues  # noqa: PLC0415

        around = self.around
        page = Queues(around.station)
        page.open_wanted.connect(around.acts.open_case)
        page.reprint_wanted.connect(around.flow.reprint)
        page.new_wanted.connect(around.acts.new_case)
        page.counted.connect(self._count)
        return page

    def _count(self, counts: object) -> None:
        from counter_app.services.lists.queues import Counts, number_words  # noqa: PLC0415

        if isinstance(counts, Counts):
            rail = self.around.window.rail
            for queue, number in counts.queues.items():
                rail.count(queue.value, number, number_words(number))
            pressing = counts.pressing
            rail.press("transfer", f"急{pressing.all}" if pressing.all else "", past=bool(pressing.past))
            self._remind(counts)

    def _remind(self, counts: Counts) -> None:
        """Once a day at this window: what falls due, and the key to it."""
        station, day = self.around.station, counts.day.isoformat()
        if station.workstation.reminded_on == day or not counts.pressing.all:
            return
        from counter_app.domain.basics.refusal import Refusal  # noqa: PLC0415 - the words of a message

        station.remember(replace(station.workstation, reminded_on=day))
        told = Refusal(f"待移交材料：{counts.pressing.words()}", "收下的材料应当在一个月内移交归档")
        self.around.voice.note(told, (f"去移交  {keys_of('handover')}", lambda: self.around.show("handover")))
