"""送达: asked while a notice is printed, recorded or corrected later with a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:
    from counter_app.services.ports import Backend, IssuedPaper
    from counter_app.ui.issued.delivery_dialogs import RefusalToSign


class _Notice:
    """A notice that is asked about, perhaps while it is printed: what is to be done with it waits for the paper."""

    def __init__(self, paper: IssuedPaper | None = None) -> None:
        self._paper = paper
        self._then: Callable[[IssuedPaper], None] | None = None
        self.question: QDialog | None = None

    def when_printed(self, act: Callable[[IssuedPaper], None]) -> None:
        """Do `act` with the notice as soon as it is on paper."""
        if self._paper is not None:
            act(self._paper)
        else:
            self._then = act

    def printed(self, paper: IssuedPaper) -> None:
        """The notice is on paper: run the act that waits for it."""
        self._paper = paper
        if self._then is not None:
            self._then(paper)

    def refused(self) -> None:
        """Nothing came out of a printer: nobody signed anything, the question is closed."""
        self._then = None
        if self.question is not None and isValid(self.question):
            self.question.reject()


class DeliveryFeature(Feature):
    """Asks at F8, while the paper is printed; Ctrl+Shift+D records or corrects it later. The last entry counts."""

    def __init__(self, context: WindowContext) -> None:
        """The question comes with the notice, not after it: a later one would take keys meant for something else."""
        super().__init__(context)
        self._under_way: dict[str, _Notice] = {}
        context.notices.begun.connect(self._begun)
        context.flow.acted.connect(self._acted)
        context.flow.given.connect(self._printed)
        context.flow.not_printed.connect(self._not_printed)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Record how a notice was delivered, and correct it."""
        return {"delivery": self.ask}

    def ask(self) -> None:
        """Ask about the last notice of the case in front."""
        from counter_app.services.papers import delivery

        session = self.context.workspace.session
        if session is None:
            return

        def found(notices: list[tuple[IssuedPaper, Delivery | None]]) -> None:
            if notices:
                paper, known = notices[-1]
                so_far = f"已登记：{known.way.label}。再次登记的，以最后一次为准。" if known is not None else ""
                self._ask(_Notice(paper), f"一次性告知书 {self._number(paper)}。{so_far}", at_once=True)
            else:
                self.context.notifier.refuse(
                    Refusal("该件还没有出具一次性告知书，没有可登记的送达", "材料不齐全的，打印一次性告知书", "notice")
                )

        reference = session.reference
        self.context.station.read(lambda backend: delivery.notices_with_deliveries(backend, reference), done=found)

    def _begun(self, reference: str) -> None:
        """While it is printed the clerk may answer; what is answered counts once the paper came out."""
        if self.context.printer.is_missing:
            return  # no paper will come out: it is recorded later, from the line above the case
        notice = self._under_way[reference] = _Notice()
        later = keys_of("delivery")
        self._ask(notice, f"一次性告知书正在打印，双方签字，申请人、窗口各执一份。以后登记按 {later}。", at_once=False)

    def _acted(self, reference: str, papers: Sequence[IssuedPaper]) -> None:
        if not papers:
            self._not_printed(reference)

    def _printed(self, papers: Sequence[IssuedPaper]) -> None:
        if (notice := self._under_way.pop(papers[0].reference, None)) is not None:
            notice.printed(papers[0])

    def _not_printed(self, reference: str) -> None:
        if (notice := self._under_way.pop(reference, None)) is not None:
            notice.refused()

    def _number(self, paper: IssuedPaper) -> str:
        return paper.written_number

    def _ask(self, notice: _Notice, words: str, *, at_once: bool) -> None:
        from counter_app.ui.issued.delivery_dialogs import DeliveryQuestion

        def signed(paper: IssuedPaper) -> None:
            self._keep(paper, DeliveryWay.SIGNED, {}, self.context.notifier.refuse, said=at_once)

        notice.question = DeliveryQuestion(
            words,
            self.context.window,
            signed=lambda: notice.when_printed(signed),
            refused=lambda: self._refused_to_sign(notice),
            read_aloud=lambda: notice.when_printed(self._read_aloud),
            at_once=at_once,
        )
        notice.question.open()

    def _refused_to_sign(self, notice: _Notice) -> None:
        from counter_app.ui.issued.delivery_dialogs import RefusalToSign

        dialog: RefusalToSign | None = None

        def keep(way: DeliveryWay, refusal: dict[str, str]) -> None:
            assert dialog is not None  # noqa: S101 - it is what calls
            told, done = dialog.say, dialog.accept
            notice.when_printed(lambda paper: self._keep(paper, way, refusal, told, done))

        notice.question = dialog = RefusalToSign(keep, self.context.window)
        dialog.open()

    def _read_aloud(self, paper: IssuedPaper) -> None:
        from counter_app.domain.papers.spoken_notice import plain_text, spoken
        from counter_app.services.papers import printing
        from counter_app.ui.issued.delivery_dialogs import ReadAloud

        facts = printing.facts_of(self.context.station.backend, paper)
        ReadAloud(
            spoken(facts),
            plain_text(facts),
            lambda: self._keep(paper, DeliveryWay.READ_ALOUD, {}, self.context.notifier.refuse),
            self.context.window,
        ).open()

    def _keep(
        self,
        paper: IssuedPaper,
        way: DeliveryWay,
        refusal: dict[str, str],
        failed: Callable[[Refusal], None],
        kept: Callable[[], None] = lambda: None,
        *,
        said: bool = True,
    ) -> None:
        """Record it; not `said` where the printing is still to be told."""
        from counter_app.services.papers import delivery

        post = self.context.station.post

        def act(backend: Backend) -> Delivery:
            return delivery.record_delivery(backend, paper.paper_id, way, post=post, **refusal)

        def done(served: Delivery) -> None:
            kept()
            self.context.station.acted.emit(paper.reference)
            if (session := self.context.workspace.session_of(paper.reference)) is not None:
                session.load_documents()
            if said:
                self.context.notifier.confirm(f"送达已登记：{served.way.label}。补正时扫告知书条码或打开该件续办")

        self.context.station.write(act, done=done, failed=failed)
