"""What waits: the page of the queues, and their counts in the rail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:  # the startup window needs no queue
    from counter_app.services.lists.queues import Counts


class QueuesFeature(Feature):
    """Ctrl+2 shows the queues; the rail shows how many stand in each."""

    def __init__(self, context: WindowContext) -> None:
        """The counts come with the workspace's, and with the page's own."""
        super().__init__(context)
        context.workspace.counted.connect(self._count)
        context.window.rail.branch_chosen.connect(self.show_queue)

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the queues."""
        return {"today": self._make}

    def show_queue(self, name: str) -> None:
        """Bring one queue to the front."""
        from counter_app.domain.calendar.waiting import Queue
        from counter_app.ui.lists.queues import QueuesPage

        self.context.show("today")
        page = self.context.window.page("today")
        if isinstance(page, QueuesPage):
            page.show_queue(Queue(name))
            page.resume()

    def _make(self) -> QWidget:
        from counter_app.ui.lists.queues import QueuesPage

        context = self.context
        page = QueuesPage(context.station)
        page.open_wanted.connect(context.acts.open_case)
        page.reprint_wanted.connect(context.flow.reprint)
        page.new_wanted.connect(context.acts.new_case)
        page.counted.connect(self._count)
        page.export_wanted.connect(lambda: context.trigger("export_list"))
        return page

    def _count(self, counts: object) -> None:
        from counter_app.services.lists.queues import Counts, number_words

        if isinstance(counts, Counts):
            rail = self.context.window.rail
            for queue, number in counts.queues.items():
                rail.count(queue.value, number, number_words(number))
            due = counts.due
            rail.set_badge("transfer", f"急{due.all}" if due.all else "", past=bool(due.past))
            self._remind(counts)

    def _remind(self, counts: Counts) -> None:
        """Once a day at this window: what falls due, and the key to it."""
        station, day = self.context.station, counts.day.isoformat()
        if station.workstation.reminded_on == day or not counts.due.all:
            return
        from counter_app.domain.basics.refusal import Refusal

        station.save_workstation(replace(station.workstation, reminded_on=day))
        told = Refusal(f"待移交材料：{counts.due.words()}", "收存的材料应当在一个月内移交归档")
        self.context.notifier.remind(told, (f"去移交  {keys_of('handover')}", lambda: self.context.show("handover")))
