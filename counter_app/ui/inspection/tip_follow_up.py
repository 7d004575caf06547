"""The inspection that follows a tip: one that took place there already, or a new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.tips import Tip
from counter_app.services.inspection import inspections, rounds, tips, unit_history
from counter_app.services.inspection.inspections import EarlierInspection
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import with_key
from counter_app.ui.base.station import Station
from counter_app.ui.widgets.dialogs import ask

_OFFERED = 5


class TipFollowUp(QObject):
    """Asks only where there is a choice."""

    refused = Signal(Refusal)
    linked = Signal(Tip)
    """The `Tip`, now linked to an inspection."""

    def __init__(self, station: Station, page: QWidget) -> None:
        """Questions lie within the window of `page`."""
        super().__init__(page)
        self._station = station
        self._page = page

    def follow(self, tip: Tip, plan: Callable[[], None]) -> None:
        """Offer the inspections of the place within a year, and a new one (`plan`)."""

        def read(backend: Backend) -> list[EarlierInspection]:
            return inspections.earlier(backend, unit_history.unit_of(backend, tip.tip_id))

        def found(earlier: list[EarlierInspection]) -> None:
            if not earlier:
                plan()
                return
            dialog = ask(
                self._page,
                "选择核查该举报的检查",
                "这个场所近一年检查过。已有的检查可以直接关联，不必重复检查（《规定》第十七条）。",
                act="安排新的检查",
                then=plan,
                back=with_key("返回", "Esc"),
            )

            def choose(inspection_id: str) -> None:
                dialog.reject()
                self._link(tip, inspection_id)

            office = self._station.office or Office("")
            for one in earlier[:_OFFERED]:
                dialog.add_choice(rounds.earlier_words(one, office), partial(choose, one.line.id))

        self._station.read(read, done=found, owner=self)

    def _link(self, tip: Tip, inspection_id: str) -> None:
        post = self._station.post
        self._station.write(
            lambda backend: tips.link_inspection(backend, tip.tip_id, inspection_id, post=post),
            done=self.linked.emit,
            owner=self,
        )
