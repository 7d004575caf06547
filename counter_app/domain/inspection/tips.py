"""Tips (举报, 《规定》第十六条; 《条例》第二十四条第二款): registered, looked into, answered."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen, mutable
from counter_app.domain.basics.refusal import StateForbids
from counter_app.domain.forms.answers import Typed


class TipCategory(Labelled):
    """What 《条例》第二十四条第二款 names, and whatever else people report."""

    NOT_ENTITLED = "not_entitled", "安装主体不符合规定（《条例》第七条场所）"
    PROHIBITED_AREA = "prohibited_area", "在禁止区域、部位安装"
    NOT_ENTITLED_ELSEWHERE = "not_entitled_elsewhere", "安装主体不符合规定（其他公共场所）"
    OTHER = "other", "其他"

    @property
    def basis(self) -> str:
        """The article it is about, empty for others."""
        return _BASES[self]


_BASES: Final = {
    TipCategory.NOT_ENTITLED: "《条例》第七条第三款",
    TipCategory.PROHIBITED_AREA: "《条例》第八条第一款",
    TipCategory.NOT_ENTITLED_ELSEWHERE: "《条例》第九条第一款",
    TipCategory.OTHER: "",
}


class TipState(Labelled):
    """待核查, 已核查, 已答复."""

    OPEN = "open", "待核查"
    CHECKED = "checked", "已核查"
    ANSWERED = "answered", "已答复"


@frozen
class Informant:
    """Who reported. Kept apart from the tip and shown only to whom it is opened, which is recorded each time.

    `more` are the answers to what an office asks beside these, by label.
    """

    name: str = ""
    phone: str = ""
    other: str = ""
    more: dict[str, str] = field(default_factory=dict)


@mutable
class Tip:
    """One tip, without its source. `anonymous` where none was given. `check_due` is the office's own day.

    `inspection_id` names the inspection that followed; `number` (视举) is taken when the tip is registered. `more` is
    what was typed into the fields that an office has added to the form, by key.
    """

    tip_id: str
    received_at: datetime
    category: TipCategory
    content: str
    place: str
    address: str = ""
    channel: str = ""
    anonymous: bool = True
    state: TipState = TipState.OPEN
    check_due: date | None = None
    handler: str = ""
    checked_on: date | None = None
    result: str = ""
    confirmed: bool | None = None
    reply: str = ""
    replied_on: date | None = None
    reference: str = ""
    inspection_id: str = ""
    number: Number | None = None
    clerk: str = ""
    window: str = ""
    version: int = 0
    more: dict[str, Typed] = field(default_factory=dict)

    def check(self, result: str, on: date, *, confirmed: bool) -> None:
        """It was looked into. Raises `StateForbids` once it was answered."""
        if self.state is TipState.ANSWERED:
            raise StateForbids("该举报已答复，不能再改核查结果", "有新情况的，另行登记")
        self.result, self.checked_on, self.confirmed, self.state = result, on, confirmed, TipState.CHECKED

    def answer(self, reply: str, on: date) -> None:
        """The tipster was answered, or could not be (anonymous). Raises `StateForbids` before the check."""
        if self.state is TipState.OPEN:
            raise StateForbids("该举报还没有核查，不能答复", "先登记核查结果")
        self.reply, self.replied_on, self.state = reply, on, TipState.ANSWERED
