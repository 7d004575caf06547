"""The one place where a case is judged: answers and papers in, deficiencies, entries, advisories and the verdict out.

The lines between the three kinds of remark are drawn here as the contract draws them (sections 1 and 4): only what
《规定》第六条 demands, and what the office's own edition demands with a basis of its own, can be a deficiency. What the
window reads off a material is an entry to check, and everything else an advisory.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import field as part
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.reading import date_shape_problem
from counter_app.domain.basics.records import mutable
from counter_app.domain.forms.confirmations import NONE_CONFIRMED, Confirmation, is_confirmed
from counter_app.domain.forms.findings import Advisory, Deficiency, Entry, Findings, ListFindings
from counter_app.domain.forms.forms import Field, FieldType, Form, Group, MaterialKind, Problem, Rule, Section, Severity
from counter_app.domain.forms.row_findings import RowFinding, RowFindings, RowRemark

if TYPE_CHECKING:
    from counter_app.domain.forms.answers import Answers
    from counter_app.domain.forms.facts import Facts

_ABSENT = Material(MaterialState.UNREVIEWED)
_NOT_JUDGED: Final[Mapping[str, ListFindings]] = {}
_A_STEP: Final = 50
"""Rows judged in one step: about a millisecond where nothing is known of them yet."""


def judge(
    answers: Answers,
    materials: Mapping[str, Material],
    facts: Facts,
    confirmed: Mapping[str, Confirmation] = NONE_CONFIRMED,
) -> Findings:
    """Judge a case, or what stands in a form without rows and papers, under the form its answers were given for.

    `materials` maps keys of papers to their records; a paper without a record is not yet judged if it is demanded,
    and plays no part if it is an alternative. `confirmed` are the values that the window saw on a document. Items stand
    in the order of the form, papers last.
    """
    steps = judge_in_steps(answers, materials, facts, confirmed)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Findings = end.value
            return found


def judge_in_steps(
    answers: Answers,
    materials: Mapping[str, Material],
    facts: Facts,
    confirmed: Mapping[str, Confirmation] = NONE_CONFIRMED,
) -> Generator[None, None, Findings]:
    """As `judge`, a few rows a step. A list that was judged before takes no step, a row no time.

    Whoever does not want the result any more drops it on the way: what was found out about rows stays with them.
    """
    form = answers.form
    deficiencies: list[Deficiency] = []
    advisories: dict[str, Advisory] = {}
    beside = _Found()
    lists: dict[str, ListFindings] = {}
    for section in form.sections:
        lenient = _paper_may_hold(form, section.key, materials)
        here = _Found()
        for field in section.fields:
            if not _is_read_off_later(field, materials):
                _judge_field(field, answers, facts, confirmed, lenient=lenient, into=here)
        found = None
        if section.group is not None:
            found = yield from _list_steps(section.group, answers, materials, facts)
            lists[section.group.key] = found
            _judge_absence(section.group, answers, materials, facts, here.deficiencies)
        _put_down(here, deficiencies, advisories, beside)
        if found is not None:
            deficiencies += found.deficiencies
            _gather(found.advisories, advisories)
    papers = _Found()
    for kind in form.materials:
        _judge_material(kind, answers, materials, facts, lists, papers)
    _put_down(papers, deficiencies, advisories, beside)
    unjudged = [kind.key for kind in form.materials if _is_unreviewed(kind, materials, facts.shared_keys)]
    entries = tuple(beside.entries)
    unreviewed = (*unjudged, *(entry.key for entry in entries))
    outside = tuple({item.code: advisories[item.code] for item in beside.advisories}.values())
    return Findings(
        tuple(deficiencies),
        tuple(advisories.values()),
        unreviewed,
        entries,
        lists,
        Findings(tuple(beside.deficiencies), outside, unreviewed, entries),
    )


type_words: Mapping[FieldType, str] = {
    FieldType.INTEGER: "必须是整数",
    FieldType.DECIMAL: "必须是数字",
    FieldType.FLAG: "填是或否",
}


@mutable
class _Found:
    """What is found on the way, rows of lists left out."""

    deficiencies: list[Deficiency] = part(default_factory=list)
    advisories: list[Advisory] = part(default_factory=list)
    entries: list[Entry] = part(default_factory=list)


def _put_down(here: _Found, deficiencies: list[Deficiency], advisories: dict[str, Advisory], beside: _Found) -> None:
    deficiencies += here.deficiencies
    for advisory in here.advisories:
        _gather({advisory.code: advisory}, advisories)
    beside.deficiencies += here.deficiencies
    beside.advisories += here.advisories
    beside.entries += here.entries


def _is_read_off_later(field: Field, materials: Mapping[str, Material]) -> bool:
    """Whether the window reads the item off a material that is to be brought again: till then nothing is said of it."""
    paper = materials.get(field.read_off, _ABSENT)
    rejected = paper.state is MaterialState.REJECTED and bool(paper.defects)
    return rejected or paper.state is MaterialState.NOT_PRESENTED


def _judge_field(
    field: Field,
    answers: Answers,
    facts: Facts,
    confirmed: Mapping[str, Confirmation],
    *,
    lenient: bool,
    into: _Found,
) -> None:
    finding = _first_problem(field, answers, facts)
    missing = finding is not None and finding.problem == Problem.MISSING
    seen = not missing and is_confirmed(field.key, answers, confirmed)
    demanded = (_demanded if missing else _binding)(field, answers, facts.shared_keys)
    entered = bool(field.read_off) and not _is_shared(field, facts.shared_keys)
    if finding is not None and not (missing and (lenient or not (demanded or entered))):
        code = f"{field.key}.{finding.problem}"
        if entered and not seen:
            confirm = field.confirm if answers.text(field.key) else ""
            into.entries.append(Entry(code, field.key, field.label, finding.message, finding.mend, confirm))
        elif demanded and not seen:
            into.deficiencies.append(_deficiency(code, field.key, finding))
        elif not entered:
            words = (seen and finding.confirmed) or finding.message
            into.advisories.append(Advisory(code, field.key, words, finding.basis))
    if finding is None or missing:  # what has a problem gets no advice about its value beside it
        into.advisories.extend(
            Advisory(rule.code or f"{field.key}.{rule.problem}", field.key, rule.message, rule.basis)
            for rule in _failing_advice(field.key, answers, facts)
            if not (seen and rule.problem)
        )


def _first_problem(field: Field, answers: Answers, facts: Facts) -> RowFinding | None:
    """The one problem told for a key: cannot be had at all, or the first rule that it breaks, advice left out."""
    problem = answers.reading_problem(field.key)
    if problem is not None:
        return _finding(field, problem, _words(field, problem, answers), field.basis)
    for rule in answers.form.rules_on.get(field.key, ()):
        if rule.severity is Severity.ADVISORY or not rule.demand.applies(answers) or rule.run(answers, facts):
            continue
        finding = _finding(field, rule.problem or Problem.MALFORMED, rule.message, rule.basis or field.basis)
        return replace(
            finding,
            requirement=rule.requirement or finding.requirement,
            mend=rule.mend or finding.mend,
            confirmed=rule.confirmed,
        )
    return None


def _failing_advice(key: str, answers: Answers, facts: Facts) -> Iterator[Rule]:
    for rule in answers.form.rules_on.get(key, ()):
        if rule.severity is Severity.ADVISORY and rule.demand.applies(answers) and not rule.run(answers, facts):
            yield rule


def _words(field: Field, problem: Problem, answers: Answers) -> str:
    match problem:
        case Problem.MISSING:
            return field.missing or f"填写{field.label}"
        case Problem.UNLISTED:
            return field.unlisted or f"从列表中选择{field.label}"
        case _ if field.malformed:
            return field.malformed
        case _ if field.type is FieldType.DATE:
            return field.label + (date_shape_problem(str(answers.raw.get(field.key))) or "必须是真实日期")
        case _:
            return field.label + type_words.get(field.type, "无法识读，核对后重填")


def _finding(field: Field, problem: Problem, message: str, basis: str) -> RowFinding:
    return RowFinding(problem, field.key, field.label, message, field.requirement, basis, field.mend)


def _deficiency(code: str, key: str, finding: RowFinding) -> Deficiency:
    return Deficiency(code, key, finding.label, finding.message, finding.requirement, finding.basis, finding.mend)


def _demanded(item: Field | Group, answers: Answers, shared: frozenset[str]) -> bool:
    """Whether the item is asked of the applicant: what can be had by sharing is not (《条例》第十四条第三款)."""
    return item.demand is not None and not _is_shared(item, shared) and item.demand.applies(answers)


def _binding(item: Field, answers: Answers, shared: frozenset[str]) -> bool:
    """Whether a wrong answer to the item keeps the case from being filed."""
    return item.demand is not None and not _is_shared(item, shared) and item.demand.binds(answers)


def _is_shared(item: Field | Group | MaterialKind, shared: frozenset[str]) -> bool:
    return item.shared or item.key in shared


# Rows -----------------------------------------------------------------------------------------------------------


def _judge_absence(
    group: Group, answers: Answers, materials: Mapping[str, Material], facts: Facts, into: list[Deficiency]
) -> None:
    """The list is demanded, there is none, and no paper was handed in that may stand for it."""
    form = answers.form
    if answers.rows(group.key) or not _demanded(group, answers, facts.shared_keys):
        return
    rejected = any(_is_unusable(kind, materials) for kind in form.papers_for.get(group.key, ()))
    if not rejected and not _paper_may_hold(form, group.key, materials):
        code = f"{group.key}.{Problem.MISSING}"
        into.append(Deficiency(code, group.key, group.label, group.missing, group.requirement, group.basis, group.mend))


def _list_steps(
    group: Group, answers: Answers, materials: Mapping[str, Material], facts: Facts
) -> Generator[None, None, ListFindings]:
    rows, form = answers.list_of(group.key), answers.form
    lenient = _paper_may_hold(form, group.key, materials)
    known = rows.judged
    if known is not None and known.form is form and known.lenient is lenient and known.facts == facts:
        return known
    judged = yield from _ListJudging(group, answers, facts, lenient=lenient).steps(rows)
    rows.judged = judged
    return judged


class _ListJudging:
    """One pass over the rows of a list; a row that was judged before is only looked up."""

    def __init__(self, group: Group, answers: Answers, facts: Facts, *, lenient: bool) -> None:
        self._group = group
        self._answers = answers
        self._facts = facts
        self._equal: object = facts
        self._alike: dict[tuple[object, object], RowFindings] = {}
        self._lenient = lenient
        self._lacks = False
        self._deficiencies: list[Deficiency] = []
        self._remarks: dict[RowRemark, list[int]] = {}

    def steps(self, rows: Sequence[Answers]) -> Generator[None, None, ListFindings]:
        """Judge a few rows a step, then the rules for the list as a whole."""
        group, form = self._group, self._answers.form
        for number, row in enumerate(rows, 1):
            if number % _A_STEP == 0:
                yield
            if not row.is_empty():
                self._put_down(number, row, self._found_in(row))
        for rule in form.rules_on.get(group.key, ()):
            if numbers := list(rule.run(self._answers, self._facts)):
                self._remarks.setdefault(RowRemark(rule.code, group.key, rule.message, rule.basis), []).extend(numbers)
        advisories: dict[str, Advisory] = {}
        for remark, numbers in self._remarks.items():
            for place, advisory in enumerate(_row_advisories(group, remark, sorted(set(numbers))), 1):
                if place % _A_STEP == 0:
                    yield
                _gather({advisory.code: advisory}, advisories)
        return ListFindings(
            form, self._facts, self._lenient, self._lacks, tuple(self._deficiencies), MappingProxyType(advisories)
        )

    def _found_in(self, row: Answers) -> RowFindings:
        found = row.judged
        if found is None or found.form is not self._answers.form or not self._knows(found.facts):
            found = _judge_row(self._group, row, self._facts)
            found = row.judged = self._alike.setdefault((found.deficiencies, found.remarks), found)
            row.told_at = 0
        return found

    def _knows(self, facts: object) -> bool:
        """Whether these are the facts to judge with; a list meets few different ones, which are compared once."""
        if facts is self._equal or facts is self._facts:
            return True
        if facts != self._facts:
            return False
        self._equal = facts
        return True

    def _put_down(self, number: int, row: Answers, found: RowFindings) -> None:
        for remark in found.remarks:
            self._remarks.setdefault(remark, []).append(number)
        if not found.deficiencies:
            return
        if row.told_at != number:
            row.told = tuple(_row_deficiency(self._group, number, finding) for finding in found.deficiencies)
            row.told_at = number
        for finding, deficiency in zip(found.deficiencies, row.told, strict=True):
            missing = finding.problem == Problem.MISSING
            self._lacks = self._lacks or missing
            if not (missing and self._lenient):
                self._deficiencies.append(deficiency)


def _judge_row(group: Group, row: Answers, facts: Facts) -> RowFindings:
    deficiencies: list[RowFinding] = []
    remarks: list[RowRemark] = []
    for field in group.fields:
        left_empty = row.reading_problem(field.key) is Problem.MISSING and not _demanded(field, row, facts.shared_keys)
        finding = None if left_empty else _first_problem(field, row, facts)  # most columns are
        missing = finding is not None and finding.problem == Problem.MISSING
        demanded = not left_empty and (_demanded if missing else _binding)(field, row, facts.shared_keys)
        if finding is not None and demanded:
            deficiencies.append(finding)
        elif finding is not None and not missing:
            code = f"{field.key}.{finding.problem}"
            remarks.append(RowRemark(code, field.key, finding.message, finding.basis))
        if finding is None or missing:
            remarks.extend(
                RowRemark(rule.code or f"{field.key}.{rule.problem}", field.key, rule.message, rule.basis)
                for rule in _failing_advice(field.key, row, facts)
            )
    return RowFindings(row.form, facts, tuple(deficiencies), tuple(remarks))


def _row_deficiency(group: Group, number: int, finding: RowFinding) -> Deficiency:
    key = finding.key.replace("[]", f"[{number}]")
    where = group.row_label.format(row=number)
    return Deficiency(
        f"{key}.{finding.problem}",
        key,
        where + finding.label,
        f"{where}：{finding.message}",
        finding.requirement,
        finding.basis,
        finding.mend,
    )


_NAMED_ROWS = 6


def _row_advisories(group: Group, remark: RowRemark, numbers: list[int]) -> Iterator[Advisory]:
    """An advisory a row where its code is that of the row's key, one for all rows where it has a code of its own."""
    if "[]" in remark.code:
        for number in numbers:
            at = f"[{number}]"
            where = group.row_label.format(row=number)
            code, key = remark.code.replace("[]", at), remark.key.replace("[]", at)
            yield Advisory(code, key, f"{where}：{remark.message}", remark.basis)
        return
    named = "、".join(str(number) for number in numbers[:_NAMED_ROWS])
    more = f"等{len(numbers)}处" if len(numbers) > _NAMED_ROWS else ""
    where = group.row_label.format(row=named)
    key = remark.key.replace("[]", f"[{numbers[0]}]")
    yield Advisory(remark.code, key, f"{where}{more}：{remark.message}", remark.basis)


def _gather(more: Mapping[str, Advisory], into: dict[str, Advisory]) -> None:
    """One advisory a code: the first place to jump to, the words of all joined."""
    if into.keys().isdisjoint(more.keys()):
        into.update(more)  # nearly always, and of thousands at once
        return
    for code, advisory in more.items():
        known = into.get(code)
        if known is None:
            into[code] = advisory
        elif advisory.message not in known.message:
            into[code] = replace(known, message=f"{known.message}；{advisory.message}")


# Papers ---------------------------------------------------------------------------------------------------------


def _is_unreviewed(kind: MaterialKind, materials: Mapping[str, Material], shared: frozenset[str]) -> bool:
    """A demanded paper is to be judged from the start, an alternative only once it has been handed in."""
    if _is_shared(kind, shared):
        return False
    record = materials.get(kind.key, _ABSENT if kind.demanded else None)
    if record is None:
        return False
    # 不合格 for no reason is no judgement yet: the notice could not say what to mend.
    return record.state is MaterialState.UNREVIEWED or (record.state is MaterialState.REJECTED and not record.defects)


def _is_unusable(kind: MaterialKind, materials: Mapping[str, Material]) -> bool:
    """Whether the paper was handed in and rejected for a defect that has to be mended."""
    record = materials.get(kind.key)
    return record is not None and kind.unusable(record)


def _paper_may_hold(form: Form, part: str, materials: Mapping[str, Material]) -> bool:
    """Whether a paper that stands for `part` was handed in and not found unusable."""
    for kind in form.papers_for.get(part, ()):
        record = materials.get(kind.key)
        if record is None or record.state is MaterialState.NOT_PRESENTED:
            continue
        if not _is_unusable(kind, materials):
            return True
    return False


def _judge_material(
    kind: MaterialKind,
    answers: Answers,
    materials: Mapping[str, Material],
    facts: Facts,
    lists: Mapping[str, ListFindings],
    into: _Found,
) -> None:
    deficiencies, advisories = into.deficiencies, into.advisories
    record = materials.get(kind.key)
    if record is None or record.state in (MaterialState.UNREVIEWED, MaterialState.ACCEPTED):
        return
    if record.state is MaterialState.NOT_PRESENTED:
        if kind.demanded and not _is_shared(kind, facts.shared_keys):
            code = f"{kind.key}.{MaterialState.NOT_PRESENTED}"
            deficiencies.append(
                Deficiency(code, kind.key, kind.label, kind.not_presented, kind.requirement, kind.basis, kind.mend)
            )
        return
    shared = facts.shared_keys
    blocks = not _is_shared(kind, shared) and (kind.demanded or stands_in(kind, answers, shared, lists))
    found = [defect for code in record.defects if (defect := kind.defect(code)) is not None]
    advisories.extend(
        Advisory(f"{kind.key}.{defect.code}", kind.key, defect.message, defect.basis)
        for defect in found
        if defect.severity is Severity.ADVISORY
    )
    blocking = [defect for defect in found if blocks and defect.severity is Severity.DEFICIENCY]
    for place, defect in enumerate(blocking, 1):
        deficiencies.append(
            Deficiency(
                f"{kind.key}.{defect.code}",
                kind.key,
                kind.label,
                # What the clerk noted is about the paper as a whole: said once, behind the last of its defects.
                _with_note(defect.message, record.note if place == len(blocking) else ""),
                defect.requirement or kind.requirement,
                defect.basis or kind.basis,
                defect.mend or kind.mend,
            )
        )


def _with_note(message: str, note: str) -> str:
    return f"{message}（{note}）" if note else message


def stands_in(
    kind: MaterialKind,
    answers: Answers,
    shared: frozenset[str] = frozenset(),
    lists: Mapping[str, ListFindings] = _NOT_JUDGED,
) -> bool:
    """Whether something that the paper stands for has not been keyed, so that the paper is needed (第六条).

    `lists` is what is known of the rows, as far as they are judged.
    """
    form = answers.form
    for section in form.sections:
        if section.key in kind.stands_for and _lacks_answer(section, answers, shared):
            return True
        group = section.group
        if group is not None and group.key in kind.stands_for:
            known = lists.get(group.key)
            if known.lacks if known is not None and answers.rows(group.key) else _lacks_rows(group, answers, shared):
                return True
    return False


def _lacks_answer(section: Section, answers: Answers, shared: frozenset[str]) -> bool:
    return any(_demanded(f, answers, shared) and answers.is_blank(f.key) for f in section.fields)


def _lacks_rows(group: Group, answers: Answers, shared: frozenset[str]) -> bool:
    rows = answers.rows(group.key)
    if not rows:
        return _demanded(group, answers, shared)
    return any(_demanded(f, row, shared) and row.is_blank(f.key) for row in rows for f in group.fields)


def demanded_keys(answers: Answers, shared: frozenset[str] = frozenset()) -> frozenset[str]:
    """The keys outside rows that this case needs now, of the applicant or of the window; the screen marks them."""
    return frozenset(
        field.key
        for field in answers.form.fields.values()
        if _demanded(field, answers, shared) or (field.read_off and not _is_shared(field, shared))
    )
