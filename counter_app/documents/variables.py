"""The closed list of names a template may use in braces, the formats that may follow a bar, and its conditions.

`{unit.name}` and every other key of the form are variables too, so a field an office adds can be printed at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from counter_app.documents import day_tables, inspection_tables, statistics_tables, transfer_tables
from counter_app.documents.blocks import STRUCK_OUT
from counter_app.documents.punctuation import printed
from counter_app.documents.visits import where_from
from counter_app.domain.basics.masking import masked
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.filing.changes import is_out_of_use
from counter_app.domain.filing.platform_entry import ValueSource, origin_of, stands_on_paper
from counter_app.domain.papers.notice_words import bring_words, contacts, fill_in_words, period_words
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.papers_of_visit import handed_back, kept_here, named, said_of_papers
from counter_app.domain.papers.spoken_notice import short_text

REGULATION: Final = "《公共安全视频图像信息系统管理条例》"
BOTH_LAWS: Final = (
    "所称《条例》，是指《公共安全视频图像信息系统管理条例》（国务院令第799号）；"
    "所称《规定》，是指《公共安全视频图像信息系统监督管理工作规定》（公通字〔2025〕11号）。"
)
"""What the short names of both laws mean, for papers that cite them short."""
ON_PAPER: Final = ValueSource.ON_PAPER.words
SHARED: Final = ValueSource.SHARED.words


def _moment(time: datetime) -> str:
    return f"{chinese_date(time.date())}{time.hour}时{time.minute:02d}分"


def _received_at(facts: PaperFacts) -> str:
    """The moment; the day alone where only that is known."""
    return _moment(facts.received_at) if facts.received_time_known else chinese_date(facts.received_at.date())


def _addressee(facts: PaperFacts) -> str:
    return facts.answers.display("unit.name") or "申请单位（名称待补正）"


def _due(facts: PaperFacts) -> str:
    if facts.transfer_due is None:
        return ""
    # A year whose holidays are not known yet: the day may still move, and the paper says so.
    beside = "" if facts.transfer_due.calendar_complete else "（按周末推算）"
    return chinese_date(facts.transfer_due.date) + beside


def _filed_on(facts: PaperFacts) -> str:
    return chinese_date(facts.filed_on) if facts.filed_on is not None else ""


def _changes_counted(facts: PaperFacts) -> str:
    """`变更备案事项2项，变更设备29台`: a list of devices is one item, and each device is counted beside it."""
    devices = sum(len(item.rows) for item in facts.changes)
    beside = f"，变更设备{devices}台" if devices else ""
    return f"变更备案事项{len(facts.changes)}项{beside}"


def _terms_explained(facts: PaperFacts) -> str:
    """The terms of the form's code lists among the answers, with what they mean: `枪机（筒形）、半球（半球形）`."""
    answers = facts.answers
    said = [(field, answers.get(key)) for key, field in answers.form.fields.items()]
    said += [(f, row.get(f.key)) for g in answers.form.groups.values() for row in answers.rows(g.key) for f in g.fields]
    used = {(f.code_list.key, code) for f, value in said if f.code_list is not None for code in _codes(value)}
    lists = {f.code_list.key: f.code_list for f, _value in said if f.code_list is not None}
    terms = [c for key, listed in lists.items() for c in listed.choices if c.plain and (key, c.code) in used]
    return "、".join(term.described for term in terms)


def _codes(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _device_types(facts: PaperFacts) -> str:
    """`半球2台、枪机1台`, the commonest type first; where the list is on paper, that it is."""
    counted = Counter(row.display("devices[].device_type") for row in facts.answers.rows("devices"))
    if not counted:
        return ON_PAPER if on_paper(facts, "devices") else ""
    return "、".join(f"{kind or '其他'}{number}台" for kind, number in counted.most_common())


VARIABLES: Final[Mapping[str, Callable[[PaperFacts], str]]] = {
    **day_tables.VARIABLES,
    **statistics_tables.VARIABLES,
    **transfer_tables.VARIABLES,
    **inspection_tables.VARIABLES,
    "addressee": _addressee,
    "change_count": lambda facts: str(len(facts.changes)),
    "bring_words": lambda facts: printed(bring_words(facts)),
    "changes_counted": _changes_counted,
    "clerk": lambda facts: facts.post.clerk,
    "deficiency_count": lambda facts: str(len(facts.findings.deficiencies)),
    "device_types": _device_types,
    "filed_on": _filed_on,
    "fill_in_words": fill_in_words,
    "issued_at": lambda facts: _moment(facts.issued_at),
    "issued_on": lambda facts: chinese_date(facts.issued_at.date()),
    "kept_papers": lambda facts: printed(named(facts, kept_here(facts))),
    "laws": lambda _facts: BOTH_LAWS,
    "law": lambda facts: printed(facts.answers.form.law),
    "law_name": lambda facts: printed(facts.answers.form.law).partition("（")[0],
    "matter": lambda facts: printed(facts.answers.form.title),
    "notice.short_text": short_text,
    "number": lambda facts: facts.written_number,
    "office.address": lambda facts: printed(facts.office.address),
    "office.contacts": lambda facts: printed("　".join(contacts(facts))),
    "office.court": lambda facts: printed(facts.office.court),
    "office.department": lambda facts: printed(facts.office.department),
    "office.hours": lambda facts: printed(facts.office.hours),
    "office.name": lambda facts: facts.office.name,
    "office.online_address": lambda facts: facts.office.online_address,
    "office.phone": lambda facts: facts.office.phone,
    "office.reconsideration": lambda facts: printed(facts.office.reconsideration),
    "office.supervision_phone": lambda facts: facts.office.supervision_phone,
    "period_words": period_words,
    "platform_number": lambda facts: facts.platform_number,
    "received_at": _received_at,
    "received_on": lambda facts: chinese_date(facts.received_at.date()),
    "reference": lambda facts: facts.barcode,
    "regulation": lambda _facts: REGULATION,
    "papers_said": lambda facts: printed(said_of_papers(facts)),
    "returned_papers": lambda facts: printed(named(facts, handed_back(facts))),
    "row_count": lambda facts: str(sum(len(facts.answers.rows(group)) for group in facts.answers.form.groups)),
    "terms_explained": _terms_explained,
    "told_number": lambda facts: facts.further_notice.number if facts.further_notice else "",
    "told_on": lambda facts: chinese_date(facts.further_notice.issued_on) if facts.further_notice else "",
    "transfer_due": _due,
    "transfer_explanation": lambda facts: printed(facts.transfer_due.explanation) if facts.transfer_due else "",
    "where_from": where_from,
    "window": lambda facts: facts.post.window,
}


FORMATS: Final[Mapping[str, Callable[[str], str]]] = {
    "masked": lambda text: masked(text) if text else STRUCK_OUT,
    "open": lambda text: text,
}
"""`masked` is for copies that others see; `open` leaves the place empty for the pen where nothing is known."""


CONDITIONS: Final[Mapping[str, Callable[[PaperFacts], bool]]] = {
    "contacts": lambda facts: bool(contacts(facts)),
    "fill_in": lambda facts: bool(fill_in_words(facts)),
    "papers_only": lambda facts: not fill_in_words(facts),
    "first_notice": lambda facts: facts.further_notice is None,
    "further_notice": lambda facts: facts.further_notice is not None,
    "no_papers": lambda facts: not kept_here(facts) and not handed_back(facts),
    "numbered": lambda facts: facts.number is not None,
    "online_address": lambda facts: bool(facts.office.online_address),
    "out_of_use": lambda facts: is_out_of_use(facts.answers),
    "papers_here": lambda facts: bool(kept_here(facts)),
    "papers_kept": lambda facts: bool(kept_here(facts)) and not handed_back(facts),
    "papers_returned": lambda facts: bool(handed_back(facts)) and not kept_here(facts),
    "papers_split": lambda facts: bool(kept_here(facts)) and bool(handed_back(facts)),
    "row_changes": lambda facts: any(item.rows for item in facts.changes),
    "supervision_phone": lambda facts: bool(facts.office.supervision_phone),
    "terms_explained": lambda facts: bool(_terms_explained(facts)),
    "transfer_due": lambda facts: facts.transfer_due is not None,
    **transfer_tables.CONDITIONS,
    **inspection_tables.CONDITIONS,
}
"""What a block may be made to depend on with `when = …`."""


def on_paper(facts: PaperFacts, section: str) -> bool:
    """Whether an accepted paper stands for what a section or group asks (第六条: fill in or hand in)."""
    return stands_on_paper(facts.answers.form, facts.materials, section)


def field_text(facts: PaperFacts, key: str) -> str:
    """The answer under `key` in the words of a paper; empty where it was not given."""
    return facts.answers.display(key)


def field_value(facts: PaperFacts, key: str) -> str:
    """The answer under `key` for a grid: where the paper has it, or who gave it, or struck out, if it was not keyed."""
    text = field_text(facts, key)
    if text:
        return text
    field = facts.answers.form.fields[key]
    return origin_of(field, facts.answers, facts.materials, facts.office.shared_keys).words or STRUCK_OUT
