"""Many cases at once: F12 parks the one in front and offers others; continuous intake opens the next by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:  # the startup window needs no case
    from counter_app.services.ports import IssuedPaper
    from counter_app.ui.lists.switcher import CaseSwitcher, SwitcherEntry

SWITCHER = "switcher"


class ParkingFeature(Feature):
    """F12, and what follows a printed paper in continuous intake."""

    def __init__(self, context: WindowContext) -> None:
        """Waits for papers of the flow."""
        super().__init__(context)
        self._parked = ""
        context.flow.given.connect(self._go_on)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Parking, and the switch of continuous intake."""
        return {"park": self.park, "continuous": self.switch_continuous}

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """What can be taken up."""
        return {SWITCHER: self._make}

    def park(self) -> None:
        """Park the case in front and offer others; on the list of others, mark the next of them."""
        context = self.context
        if not context.station.is_open:
            return
        page = self._switcher()
        if context.window.shown == SWITCHER:
            page.step()
            return
        # What an input method is still composing is the clerk's: it goes into its field before that leaves the screen.
        QGuiApplication.inputMethod().commit()
        self._parked = context.workspace.park()
        page.offer(self._open_cases(), self._parked)
        context.show(SWITCHER)

    def switch_continuous(self) -> None:
        """Whether the next case opens by itself once a paper is printed."""
        from counter_app.domain.basics.refusal import Refusal

        station = self.context.station
        on = not station.workstation.continuous
        refusal = station.save_workstation(replace(station.workstation, continuous=on))
        if refusal is not None:
            self.context.notifier.refuse(refusal)
        elif on:
            self.context.notifier.note(
                Refusal(
                    "打印后自动新建已打开：告知书、收件凭证打印后，自动新建下一件", "关闭打印后自动新建", "continuous"
                )
            )
        else:
            self.context.notifier.note(Refusal("打印后自动新建已关闭", "打印后停在这一件"))

    def _go_on(self, papers: list[IssuedPaper]) -> None:
        """The papers of a visit are out: what is received is put away, what waits for its applicant is parked."""
        context = self.context
        if not context.station.workstation.continuous or not papers:
            return
        space, reference = context.workspace, papers[0].reference
        if space.session is not None and space.session.reference == reference and context.window.shown == "cases":
            space.park()
            if papers[0].document != "deficiency_notice":
                space.close_case(reference)
            context.acts.new_case(quietly=True)

    def _make(self) -> QWidget:
        from counter_app.ui.lists.switcher import CaseSwitcher

        page = CaseSwitcher(self.context.station)
        page.chosen.connect(self._take_up)
        page.left.connect(self._go_back)
        return page

    def _switcher(self) -> CaseSwitcher:
        from counter_app.ui.lists.switcher import CaseSwitcher

        page = self.context.window.page(SWITCHER)
        assert isinstance(page, CaseSwitcher)  # noqa: S101 - made above
        return page

    def _open_cases(self) -> list[SwitcherEntry]:
        from counter_app.ui.intake.workspace import verdict_words
        from counter_app.ui.lists.switcher import SwitcherEntry

        return [
            SwitcherEntry(
                session.reference,
                session.filing.answers.display("unit.name") or "新建受理",
                verdict_words(session.filing.state, session.findings),
                is_open=True,
            )
            for session in self.context.workspace.sessions
        ]

    def _take_up(self, choice: SwitcherEntry) -> None:
        if choice.reference:
            self.context.acts.open_case(choice.reference)
        else:
            self.context.show("cases")
            self.context.acts.new_case()

    def _go_back(self) -> None:
        if not self.context.workspace.show_case(self._parked):
            self.context.show("cases")
