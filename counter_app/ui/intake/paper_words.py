"""The words for papers on the screen: their names, their days, what happens after them, names of their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.papers.titles import TITLES
from counter_app.ui.base.shortcuts import keys_of

if TYPE_CHECKING:  # a new case has none
    from counter_app.services.ports import IssuedPaper

_TO_FILL: Final = {"inspection_record": "（待填写）", "authorization_letter": "（待填写）"}
"""What is said of a document without a number: nothing is issued by it, it is filled in by hand."""


def named(paper: IssuedPaper) -> str:
    """Title and number: `一次性告知书 大公（视）补字〔2026〕12号`; of a form to be filled in by hand that it is one."""
    title = TITLES[paper.document]
    if paper.number is None:
        return f"{title}{_TO_FILL.get(paper.document, '')}"
    return f"{title} {paper.written_number}"


def kept_words(papers: Sequence[IssuedPaper]) -> str:
    """That papers are there, printed or not: issued where one has a number, else only drawn up."""
    names = "、".join(named(paper) for paper in papers)
    return f"已出具{names}并保存" if any(paper.number is not None for paper in papers) else f"{names}已生成"


def chinese_day(paper: IssuedPaper) -> str:
    """The day of issue at the office: 3月2日."""
    day = paper.issued_locally
    return f"{day.month}月{day.day}日"


def after_words(papers: Sequence[IssuedPaper]) -> str:
    """What happens next, now that `papers` are in the applicant's hand."""
    for paper in papers:
        match paper.document:
            case "deficiency_notice":
                return f"双方签字后各执一份；补正时打开该件，按 {keys_of('receipt')}"
            case "material_receipt":
                return "下一步：录入备案平台" + _transfer_words(paper)
            case "filing_receipt" | "change_receipt":
                return "已备案；加盖本机关印章后由经办人签收，双方各执一份"
            case "information_sheet":
                return "由经办人核对签名"
            case "authorization_letter":
                return "授权书由单位加盖公章后交回"
            case _:
                continue
    return ""


def _transfer_words(paper: IssuedPaper) -> str:
    due = paper.transfer_due
    if due is None:
        return ""
    beside = "" if due.calendar_complete else "（按周末推算）"
    return f"；纸质材料{chinese_date(due.date)}前移交科技信息化部门{beside}"


WRITE_IN: Final = "请在每份纸上手写"
"""What to do about characters that a paper cannot show."""


def lacking_words(lacking: str) -> str:
    """Which characters a paper cannot show, and what stands in their place."""
    return f"“{'、'.join(lacking)}”为生僻字，打印为〓"


def file_name(paper: IssuedPaper, suffix: str) -> str:
    """A file name without personal data: `BG2026-0012.pdf`, or the document and the case for papers without number."""
    stem = paper.number.barcode if paper.number is not None else f"{paper.document}-{paper.reference}"
    return f"{stem}.{suffix}"
