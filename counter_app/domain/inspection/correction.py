"""Orders to correct (第十四条) and the re-inspection that follows within three working days (第十五条)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import field
from datetime import date, datetime

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen, mutable
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.calendar.periods import DueDate, reinspection_due
from counter_app.domain.calendar.working_days import WorkingCalendar
from counter_app.domain.forms.answers import Typed
from counter_app.domain.inspection.inspections import Consequence, InspectedPlace, Officer, OrderForm, Signing


@frozen
class OrderedItem:
    """One breach an order names: the item's key and words, the fact, its law, what to do, what follows."""

    item: str
    breach: str
    short: str
    fact: str
    violated: str
    basis: str
    mend: str
    consequence: Consequence
    warns: str = ""


def rows_words(rows: Iterable[int]) -> str:
    """The items of an order by their numbers on it: `第1、2、4项`."""
    return f"第{'、'.join(str(row) for row in rows)}项"


class OrderState(Labelled):
    """拟稿, 待复查, 已复查整改到位, 拒不改正, 已移交办案部门; a voided one is 已作废."""

    DRAFT = "draft", "拟稿"
    ISSUED = "issued", "待复查"
    CLOSED = "closed", "已整改"
    OVERDUE = "overdue", "逾期未改正"
    REFUSED = "refused", "拒不改正"
    PASSED_ON = "passed_on", "已移交办案部门"
    VOID = "void", "已作废"


@mutable
class CorrectionOrder:
    """One order, drawn up from the items found wrong. Days are days at the office.

    `deadline` is the last day of its limit, None for an order to correct at once; a prolonged order has the newest.
    `signing` says how it was served; `delivered_at` is aware.
    """

    order_id: str
    inspection_id: str
    place: InspectedPlace
    form: OrderForm
    items: tuple[OrderedItem, ...]
    state: OrderState = OrderState.DRAFT
    ordered_on: date | None = None
    deadline: date | None = None
    officers: tuple[Officer, ...] = ()
    team: str = ""
    signing: Signing = field(default_factory=Signing)
    delivered_at: datetime | None = None
    number: Number | None = None
    clerk: str = ""
    window: str = ""
    version: int = 0

    def issue(self, number: Number, on: date) -> None:
        """It was issued. Raises `StateForbids`, `Refusal` where it says nothing or its limit is no day to come."""
        if self.state is not OrderState.DRAFT:
            raise StateForbids(f"该通知书{self.state.label}，不能再出具", "需要再次责令的，另行制作")
        self.refuse_unfit(on)
        self.state, self.number, self.ordered_on = OrderState.ISSUED, number, on

    def refuse_unfit(self, on: date) -> None:
        """Raise `Refusal` where it cannot be issued on this day."""
        if not self.items:
            raise Refusal("没有需要改正的事项", "先把检查不符合的项目选入通知书")
        if self.form is OrderForm.BY_DATE and (self.deadline is None or self.deadline <= on):
            raise Refusal("改正期限必须晚于今天", "填写改正期限")

    @property
    def can_be_looked_at(self) -> bool:
        """Whether a re-inspection can be put down: also after 逾期未改正, once more comes to light."""
        return self.state in (OrderState.ISSUED, OrderState.OVERDUE)

    def reinspection_due(self, calendar: WorkingCalendar) -> DueDate | None:
        """Last day for the re-inspection: 3 working days from the order, or from the end of its limit (第十五条)."""
        since = self.deadline if self.form is OrderForm.BY_DATE else self.ordered_on
        return reinspection_due(since, calendar) if since is not None else None


class CorrectionResult(Labelled):
    """What a re-inspection found of one item."""

    YES = "yes", "已改正"
    PARTLY = "partly", "部分改正"
    NO = "no", "未改正"


class Conclusion(Labelled):
    """整改到位, 延长期限, 逾期未改正, 移交.

    `REFUSED` (拒不改正) was a conclusion of its own once: records of then keep it. Now it is said beside 逾期未改正,
    with the evidence of it.
    """

    CLOSED = "closed", "整改到位"
    PROLONGED = "prolonged", "延长改正期限"
    OVERDUE = "overdue", "逾期未改正"
    REFUSED = "refused", "拒不改正"
    PASSED_ON = "passed_on", "移交办案部门"


@frozen
class ReinspectedItem:
    """What was found of one ordered item, by its key and breach."""

    item: str
    breach: str
    mended: CorrectionResult
    note: str = ""


@frozen
class Reinspection:
    """One re-inspection (复查, 第十五条). `prolonged_to` is the new last day where its conclusion is that.

    `reason` is given for prolonging, refusing and passing on. `number` (视复) is taken when its record is issued.
    `more` is what was typed into the fields that an office has added to the form, by key.
    """

    reinspection_id: str
    order_id: str
    at: datetime
    officers: tuple[Officer, ...]
    items: tuple[ReinspectedItem, ...]
    conclusion: Conclusion
    reason: str = ""
    prolonged_to: date | None = None
    present: str = ""
    signing: Signing = field(default_factory=Signing)
    number: Number | None = None
    camera: str = ""
    recordings: tuple[str, ...] = ()
    clerk: str = ""
    window: str = ""
    more: dict[str, Typed] = field(default_factory=dict)
    refusal: str = ""
    """What proves 拒不改正, beside 逾期未改正; empty where nothing does."""


def conclude(order: CorrectionOrder, found: Reinspection, on: date) -> None:
    """Put the conclusion down on the order; `on` is the day of the re-inspection at the office.

    Raises `StateForbids`, `Refusal` for a day before the order, a conclusion that its items contradict, and for
    拒不改正 within the limit.
    """
    _refuse_unready(order, found, on)
    open_items = [item for item in found.items if item.mended is not CorrectionResult.YES]
    match found.conclusion:
        case Conclusion.CLOSED:
            if open_items:
                raise Refusal(
                    f"还有{len(open_items)}项没有改正，不能作整改到位", "改选延长改正期限、逾期未改正或移交办案部门"
                )
            order.state = OrderState.CLOSED
        case Conclusion.PROLONGED:
            _refuse_all_mended(open_items, "延长改正期限")
            if found.prolonged_to is None or found.prolonged_to <= on:
                raise Refusal("延长后的期限必须晚于今天", "填写新的改正期限")
            if order.form is OrderForm.BY_DATE and order.deadline is not None and found.prolonged_to <= order.deadline:
                raise Refusal("延长后的期限必须晚于原来的期限", "填写新的改正期限")
            order.form, order.deadline = OrderForm.BY_DATE, found.prolonged_to
        case Conclusion.OVERDUE:
            _refuse_all_mended(open_items, "逾期未改正")
            _refuse_before_limit(order, on, proven=not is_blank(found.refusal))
            order.state = OrderState.OVERDUE if is_blank(found.refusal) else OrderState.REFUSED
        case Conclusion.REFUSED:
            raise Refusal("拒不改正要有证据", "复查结论选逾期未改正，再写明拒不改正的证据")
        case Conclusion.PASSED_ON:
            order.state = OrderState.PASSED_ON


def penalty_case_due(
    items: Iterable[OrderedItem], *, refused: bool, mended: Container[tuple[str, str]] = ()
) -> tuple[OrderedItem, ...]:
    """The items for which the officers are told to open a penalty case; this program prints no fine (section 8).

    Before 拒不改正 was recorded only those that the law punishes at once (《条例》第二十七条、第二十八条、第三十条),
    whether they were corrected or not; after it also those that 《条例》 punishes then, unless they are among the
    `mended` ones.
    """
    return tuple(
        item
        for item in items
        if item.consequence.at_once
        or (
            refused and item.consequence is Consequence.PENALTY_AFTER_REFUSAL and (item.item, item.breach) not in mended
        )
    )


def to_be_examined(
    items: Iterable[OrderedItem], *, refused: bool, mended: Container[tuple[str, str]] = ()
) -> tuple[OrderedItem, ...]:
    """The items refused to be corrected for which another law has a punishment, that of 《条例》第三十一条 for one.

    Whether one is due is for those to examine who open penalty cases; where no law knows any, nothing is examined.
    """
    return tuple(
        item
        for item in items
        if refused
        and item.consequence is Consequence.ORDER_ONLY
        and item.warns
        and (item.item, item.breach) not in mended
    )


def mended_of(found: Reinspection) -> frozenset[tuple[str, str]]:
    """What a re-inspection found corrected, as pairs of item and breach."""
    return frozenset((one.item, one.breach) for one in found.items if one.mended is CorrectionResult.YES)


def _refuse_unready(order: CorrectionOrder, found: Reinspection, on: date) -> None:
    if not order.can_be_looked_at:
        raise StateForbids(f"该通知书{order.state.label}，不能登记复查", "核对通知书编号")
    if order.ordered_on is not None and on < order.ordered_on:
        raise Refusal("复查日期必须不早于责令改正的日期", "核对复查时间")
    named = {(item.item, item.breach) for item in found.items}
    missing = [item.short for item in order.items if (item.item, item.breach) not in named]
    if missing:
        raise Refusal(f"还没有填写复查结果：{'、'.join(missing)}", "逐项选择已改正、部分改正或未改正")


def _refuse_before_limit(order: CorrectionOrder, on: date, *, proven: bool) -> None:
    """Until its last day is over whoever was ordered may still comply (《条例》第二十六条、第二十九条).

    On the very day of an order to correct at once only a proven refusal can be put down.
    """
    if order.form is OrderForm.AT_ONCE and on == order.ordered_on and not proven:
        raise Refusal("责令改正的当天还不能作逾期未改正", "次日起再复查；有证据证明拒不改正的，写明证据")
    if order.form is OrderForm.BY_DATE and order.deadline is not None and on <= order.deadline:
        last = f"{order.deadline.month}月{order.deadline.day}日"
        raise Refusal(f"改正期限到{last}才届满，还不能作逾期未改正", "期满后再复查；情况紧急的，移交办案部门")


def _refuse_all_mended(open_items: list[ReinspectedItem], what: str) -> None:
    if not open_items:
        raise Refusal(f"各项都已改正，不能作{what}", "改选整改到位")
