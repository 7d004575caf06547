"""送达: asked when a notice goes to the printer, put down or corrected later with a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.domain.delivery import Delivery, DeliveryWay
from counter_app.domain.refusal import Refusal
from counter_app.services import delivery, printing
from counter_app.ui.parts.part import Part, Surroundings
from counter_app.ui.shortcuts import keys_of

if TYPE_CHECKING:
    from counter_app.services.ports import Counter, IssuedPaper
    from counter_app.ui.widgets.delivery_dialogs import RefusalToSign


class Serving(Part):
    """Ctrl+Shift+D puts down how the last notice of the case in front was served; the last entry counts."""

    def __init__(self, around: Surroundings) -> None:
        """The question comes by itself with the first print."""
        super().__init__(around)
        around.flow.notice_given.connect(self._given)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Put down, and correct."""
        return {"delivery": self.ask}

    def ask(self) -> None:
        """Ask about the last notice of the case in front."""
        session = self.around.workspace.session
        if session is None:
            return

        def found(notices: list[tuple[IssuedPaper, Delivery | None]]) -> None:
            if notices:
                paper, known = notices[-1]
                self._ask(paper, known, at_once=True)
            else:
                self.around.voice.refuse(
                    Refusal("该件还没有出具一次性告知书，没有可登记的送达", "有缺项的，按 F8 出具告知书")
                )

        reference = session.reference
        self.around.station.keep(lambda counter: delivery.served(counter, reference), done=found)

    def _given(self, paper: IssuedPaper) -> None:
        """The notice is printing. Another case in front meanwhile: then it is for later, and for the end of the day."""
        session = self.around.workspace.session
        if session is not None and session.reference == paper.reference and self.around.window.shown == "cases":
            self._ask(paper, None, at_once=False)

    def _ask(self, paper: IssuedPaper, known: Delivery | None, *, at_once: bool) -> None:
        from counter_app.ui.widgets.delivery_dialogs import DeliveryQuestion  # noqa: PLC0415

        office = self.around.station.office
        number = paper.number.written(office.prefix if office else "") if paper.number is not None else ""
        so_far = f"已登记：{known.way.label}。再次登记的，以最后一次为准。" if known is not None else ""
        later = f"以后登记按 {keys_of('delivery')}。"
        DeliveryQuestion(
            f"一次性告知书 {number}，双方签字，申请人、窗口各执一份。{so_far or later}",
            self.around.window,
            signed=lambda: self._keep(paper, DeliveryWay.SIGNED, "", "", self.around.voice.refuse),
            refused=lambda: self._refused_to_sign(paper),
            read_aloud=lambda: self._read_aloud(paper),
            at_once=at_once,
        ).open()

    def _refused_to_sign(self, paper: IssuedPaper) -> None:
        from counter_app.ui.widgets.delivery_dialogs import RefusalToSign  # noqa: PLC0415

        dialog: RefusalToSign | None = None

        def keep(way: DeliveryWay, reason: str, witness: str) -> None:
            assert dialog is not None  # noqa: S101 - it is what calls
            self._keep(paper, way, reason, witness, dialog.say, dialog.accept)

        dialog = RefusalToSign(keep, self.around.window)
        dialog.open()

    def _read_aloud(self, paper: IssuedPaper) -> None:
        from counter_app.domain.spoken_notice import plain_text, spoken  # noqa: PLC0415 - seldom needed
        from counter_app.ui.widgets.delivery_dialogs import ReadAloud  # noqa: PLC0415

        facts = printing.facts_of(self.around.station.counter, paper)
        ReadAloud(
            spoken(facts),
            plain_text(facts),
            lambda: self._keep(paper, DeliveryWay.READ_ALOUD, "", "", self.around.voice.refuse),
            self.around.window,
        ).open()

    def _keep(
        self,
        paper: IssuedPaper,
        way: DeliveryWay,
        reason: str,
        witness: str,
        failed: Callable[[Refusal], None],
        kept: Callable[[], None] = lambda: None,
    ) -> None:
        post = self.around.station.post

        def act(counter: Counter) -> Delivery:
            return delivery.serve(counter, paper.paper_id, way, post=post, reason=reason, witness=witness)

        def done(served: Delivery) -> None:
            kept()
            self.around.station.acted.emit(paper.reference)
            self.around.voice.confirm(f"送达已登记：{served.way.label}。补齐后再来，扫告知书条码或打开该件续办")

        self.around.station.keep(act, done=done, failed=failed)
