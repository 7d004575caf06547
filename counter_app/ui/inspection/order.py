"""责令改正: a new order from a record, or an order that was drawn up, with what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from counter_app.domain.basics.numbering import INSPECTION_LETTERS
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Unfinished
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState, Reinspection
from counter_app.domain.inspection.inspections import Inspection, OrderForm, SignedAs, Signing
from counter_app.services.inspection import inspections, orders
from counter_app.services.inspection.orders import IssuedOrder, Orderable
from counter_app.services.office.noting import INSPECTION, ORDER, Viewing
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import Act, key_of, with_key
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.attachments import Attachments
from counter_app.ui.inspection.new_order import NewOrder
from counter_app.ui.inspection.order_card import OrderCard
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.widgets.dialogs import ask
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.line_dialog import LineDialog, LineField, ask_why

_USUAL: Final = ("签收回执", "整改材料", "现场照片")
_REASONS: Final = ("改正期限写错，已收回重办", "问题写错，已收回重办", "打印损坏，已收回重办")


@frozen
class _Record:
    """A record, and what of it is ordered already."""

    inspection: Inspection
    found: tuple[Orderable, ...]
    ordered: frozenset[tuple[str, str]]


class CorrectionOrderPage(InspectionSubpage):
    """An order is made, issued, served and voided."""

    ACTS: ClassVar[tuple[Act[CorrectionOrderPage], ...]]

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self._record: _Record | None = None
        self.order: CorrectionOrder | None = None
        self.new = NewOrder()
        self.attachments = Attachments(station, _USUAL)
        self.card = OrderCard(self.attachments)
        self._hint = FittingLabel()
        self._parts = QStackedWidget()
        self.acts = PageActs(self, self.ACTS)
        self._parts.addWidget(self.new)
        self._parts.addWidget(self.card)
        self.lay_out(self._parts, foot=self.acts.foot(hint=self._hint, of_fields=True))
        self.attachments.refused.connect(self.refused)
        self.attachments.confirmed.connect(self.confirmed)

    # Page ------------------------------------------------------------------------------------------------------------

    def open(self, subject_id: str) -> None:
        """Begin an order from an inspection (`JC…`), or show one (`ZG…`)."""
        self.order, self._record = None, None
        self.wait()
        self.acts.refresh()
        if subject_id.startswith(INSPECTION_LETTERS):
            self.station.read(lambda c: _read_record(c, subject_id), done=self._begin, failed=self.fail, owner=self)
        else:
            self._read_order(subject_id)

    def resume(self) -> None:
        """The focus goes to the problems."""
        (self.new if self.order is None else self.card.view).setFocus()
        if self.order is None:
            self.new.resume()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("制作通知书", self.new.acts.told()), ("责令改正", self.acts.told())]

    def looks(self) -> Sequence[Viewing]:
        """The order, or the inspection from which one is made."""
        if self.order is not None:
            return (Viewing(ORDER, self.order.order_id),)
        return () if self._record is None else (Viewing(INSPECTION, self._record.inspection.inspection_id),)

    # Acts ------------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Issue what is being made, or put the re-inspection of an issued order down."""
        if self.order is None:
            self._issue_new()
        elif self.order.state is OrderState.DRAFT:
            order_id, post = self.order.order_id, self.station.post
            self._issue(lambda backend: orders.issue_order(backend, order_id, post=post))
        elif self.order.can_be_looked_at:
            self.wanted.emit("again", self.order.order_id)

    def serve(self) -> None:
        """Record how it was served."""

        def refused(how: SignedAs) -> None:
            dialog.reject()
            LineDialog(
                "拒绝签收" if how is SignedAs.REFUSED else "无人签收",
                "在通知书上注明原因，由见证人签名；没有见证人的，用执法记录仪记录送达过程，填写录像文件。",
                [
                    LineField("reason", "原因", "", "写明原因"),
                    LineField("witness", "见证人", "", "填写见证人，或填写录像文件", "recording"),
                    LineField("recording", "录像文件"),
                ],
                "登记",
                lambda answers: self._served(Signing(how, answers["reason"], answers["witness"], answers["recording"])),
                self,
            ).open()

        dialog = ask(
            self,
            "登记送达方式",
            "一份交被责令人（单位），一份检查单位，一份附卷。",
            act=with_key("当场签收", "Return"),
            then=lambda: self._served(Signing(SignedAs.SIGNED)),
            back=with_key("以后登记", "Esc"),
        )
        dialog.add_choice("拒绝签收", lambda: refused(SignedAs.REFUSED))
        dialog.add_choice("无人签收", lambda: refused(SignedAs.ABSENT))

    def void(self) -> None:
        """Void the order and its number, or put one aside that was not issued."""
        if self.order is None:
            return
        order_id, post = self.order.order_id, self.station.post

        def answered(reason: str) -> None:
            self.station.write(
                lambda backend: orders.void_order(backend, order_id, reason, post=post),
                done=self._voided,
                owner=self,
            )

        words = "编号作废后不再使用，收回已送达的通知书；需要再责令的，重新制作。"
        ask_why(self, "作废责令改正通知书", words, act="作废", then=answered, usual=_REASONS)

    def _issue_new(self) -> None:
        if self._record is None:
            return
        form, chosen = self.new.form, [(one.item.key, one.breach.key) for one in self.new.chosen]
        if form is None or not chosen:
            words = "还没有选择要责令改正的问题" if not chosen else "所选的问题不能写在同一份通知书上"
            self.refused.emit(Unfinished(words, f"按空格选入或去掉，再按 {key_of(self.ACTS, 'go_on')}"))
            self.new.resume()
            return
        deadline = self.new.last_day
        if form is OrderForm.BY_DATE and (deadline is None or deadline <= self.station.now().date()):
            typed = bool(self.new.deadline.value())
            self.new.refuse_limit("改正期限必须是今天以后的日期，如 2026-9-30" if typed else "填写改正期限")
            return
        inspection_id, post = self._record.inspection.inspection_id, self.station.post
        self._issue(
            lambda backend: orders.issue_new(backend, inspection_id, form, chosen, deadline=deadline, post=post)
        )

    def _issue(self, act: Callable[[Backend], IssuedOrder]) -> None:
        def issued(papers: IssuedOrder) -> None:
            self.print_wanted.emit((papers.order, papers.stub))
            self.wanted.emit("order", papers.order.reference)

        self.station.write(act, done=issued, owner=self, once="issue")

    def _served(self, signing: Signing) -> None:
        if self.order is None:
            return
        order_id, post, at = self.order.order_id, self.station.post, self.station.backend.clock()

        def done(order: CorrectionOrder) -> None:
            self.confirmed.emit("已登记送达")
            self._read_order(order.order_id)

        self.station.write(
            lambda backend: orders.serve(backend, order_id, signing, at=at, post=post),
            done=done,
            owner=self,
        )

    def _voided(self, order: CorrectionOrder) -> None:
        self.confirmed.emit("通知书已作废")
        self._read_order(order.order_id)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _begin(self, record: _Record) -> None:
        self._record = record
        self.new.offer(record.found, record.ordered, self.station.backend.calendar, self.station.now().date())
        self._parts.setCurrentWidget(self.new)
        number = self.station.written(record.inspection.number)
        self._say_head(record.inspection.place.unit, f"根据检查笔录 {number}", "制作中")

    def _read_order(self, order_id: str) -> None:
        def read(backend: Backend) -> tuple[CorrectionOrder, Reinspection | None]:
            return orders.order_of(backend, order_id), orders.last_reinspection(backend, order_id)

        self.station.read(read, done=self._show_order, failed=self.fail, owner=self)

    def _show_order(self, found: tuple[CorrectionOrder, Reinspection | None]) -> None:
        order, last = found
        self.order = order
        office = self.station.office or Office("")
        self.card.show_order(order, last, self.station.backend.calendar, office, self.station.now().date())
        self.attachments.show_of(order.order_id)
        self._parts.setCurrentWidget(self.card)
        number = office.written(order.number) or "尚未编号"
        self._say_head(order.place.unit, f"{order.form.paper_title}　{number}", order.state.label)

    def _say_head(self, unit: str, about: str, state: str) -> None:
        tone = "amber" if state in ("制作中", "待复查", "拟稿") else "quiet"
        self.say_head((f"责令改正 · {unit}", unit), (about,), state, tone)
        self.acts.say("go_on", "登记复查" if self.order is not None and self.order.can_be_looked_at else "出具并打印")
        self.acts.refresh()
        self._hint.set_text((self.new.acts.line(),) if self.order is None else ())
        self.show_content()

    def is_in(self, *states: OrderState) -> bool:
        """Whether an order is shown that is in one of `states`."""
        return self.order is not None and self.order.state in states

    @property
    def numbered(self) -> bool:
        """Whether an order is shown that has its number."""
        return self.order is not None and self.order.number is not None

    def show_papers(self) -> None:
        """Go to the papers of the order."""
        if self.order is not None:
            self.wanted.emit("papers", self.order.order_id)


_DRAFT, _ISSUED = OrderState.DRAFT, OrderState.ISSUED
CorrectionOrderPage.ACTS = (
    BACK,
    Act("void", "作废", ("F4",), CorrectionOrderPage.void, lambda page: page.is_in(_DRAFT, _ISSUED)),
    Act("serve", "登记送达", ("F7",), CorrectionOrderPage.serve, lambda page: page.is_in(_ISSUED)),
    Act("papers", "文书、补打", ("F8",), CorrectionOrderPage.show_papers, lambda page: page.numbered),
    Act(
        "go_on",
        "出具并打印",
        ("F9",),
        CorrectionOrderPage.go_on,
        lambda page: page.order is None or page.is_in(_DRAFT) or page.order.can_be_looked_at,
        primary=True,
        told="出具并打印通知书；登记复查",
    ),
)


def _read_record(backend: Backend, inspection_id: str) -> _Record:
    found = orders.orderable(backend, inspection_id)
    live = [order for order in orders.orders_of(backend, inspection_id) if order.state is not OrderState.VOID]
    ordered = frozenset((one.item, one.breach) for order in live for one in order.items)
    return _Record(inspections.get(backend, inspection_id), found, ordered)
