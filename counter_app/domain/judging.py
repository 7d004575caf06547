"""The one place where a case is judged: answers and papers in, deficiencies, advisories and the verdict out.

The line between the two kinds of remark is drawn here as the contract draws it (section 4): only what 《规定》第六条
demands, and what the office's own edition demands with a basis of its own, can be a deficiency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from counter_app.domain.findings import Advisory, Deficiency, Findings, RowFinding, RowFindings, RowRemark
from counter_app.domain.forms import Field, FieldType, Form, Group, MaterialKind, Problem, Rule, Section, Severity
from counter_app.domain.materials import Material, MaterialState
from counter_app.domain.reading import date_shape_problem

if TYPE_CHECKING:
    from counter_app.domain.answers import Answers
    from counter_app.domain.facts import Facts

_ABSENT = Material(MaterialState.UNREVIEWED)


def judge(answers: Answers, materials: Mapping[str, Material], facts: Facts) -> Findings:
    """Judge a case under the form its answers were given for (《规定》第六条).

    `materials` maps keys of papers to their records; a paper without a record is not yet judged if it is demanded,
    and plays no part if it is an alternative. Items stand in the order of the form, papers last.
    """
    form = answers.form
    deficiencies: list[Deficiency] = []
    advisories: list[Advisory] = []
    for section in form.sections:
        lenient = _paper_may_hold(form, section.key, materials)
        for field in section.fields:
            _judge_field(field, answers, facts, lenient=lenient, into=(deficiencies, advisories))
        if section.group is not None:
            _judge_group(section.group, answers, materials, facts, (deficiencies, advisories))
    for kind in form.materials:
        _judge_material(kind, answers, materials, facts, (deficiencies, advisories))
    unreviewed = tuple(kind.key for kind in form.materials if _is_unreviewed(kind, materials, facts.shared_keys))
    return Findings(tuple(deficiencies), tuple(_gather(advisories)), unreviewed)


type_words: Mapping[FieldType, str] = {
    FieldType.INTEGER: "必须是整数",
    FieldType.DECIMAL: "必须是数字",
    FieldType.FLAG: "填是或否",
}

_Lists = tuple[list[Deficiency], list[Advisory]]


def _judge_field(field: Field, answers: Answers, facts: Facts, *, lenient: bool, into: _Lists) -> None:
    deficiencies, advisories = into
    finding = _first_problem(field, answers, facts)
    missing = finding is not None and finding.problem == Problem.MISSING
    demanded = (_demanded if missing else _binding)(field, answers, facts.shared_keys)
    if finding is not None and not (missing and (lenient or not demanded)):
        code = f"{field.key}.{finding.problem}"
        if demanded:
            deficiencies.append(_deficiency(code, field.key, finding))
        else:
            advisories.append(Advisory(code, field.key, finding.message, finding.basis))
    if finding is None or missing:  # what has a problem gets no advice about its value beside it
        advisories.extend(
            Advisory(rule.code or f"{field.key}.{rule.problem}", field.key, rule.message, rule.basis)
            for rule in _failing_advice(field.key, answers, facts)
        )


def _first_problem(field: Field, answers: Answers, facts: Facts) -> RowFinding | None:
    """The one problem told for a key: cannot be had at all, or the first demanding rule that it breaks."""
    problem = answers.reading_problem(field.key)
    if problem is not None:
        return _finding(field, problem, _words(field, problem, answers), field.basis)
    for rule in answers.form.rules_on.get(field.key, ()):
        if rule.severity is Severity.DEFICIENCY and rule.demand.applies(answers) and not rule.run(answers, facts):
            finding = _finding(field, rule.problem or Problem.MALFORMED, rule.message, rule.basis or field.basis)
            return replace(finding, requirement=rule.requirement or finding.requirement, mend=rule.mend or finding.mend)
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


def _judge_group(group: Group, answers: Answers, materials: Mapping[str, Material], facts: Facts, into: _Lists) -> None:
    deficiencies, advisories = into
    rows = answers.numbered_rows(group.key)
    lenient = _paper_may_hold(answers.form, group.key, materials)
    rejected = any(_blocking_defects(kind, materials) for kind in answers.form.papers_for.get(group.key, ()))
    if not rows and not lenient and not rejected and _demanded(group, answers, facts.shared_keys):
        code = f"{group.key}.{Problem.MISSING}"
        deficiencies.append(
            Deficiency(code, group.key, group.label, group.missing, group.requirement, group.basis, group.mend)
        )
    remarks: dict[RowRemark, list[int]] = {}
    for number, row in rows:
        found = row.judged
        if found is None or found.form is not answers.form or found.facts is not facts:
            found = row.judged = _judge_row(group, row, facts)
        for finding in found.deficiencies:
            if not (lenient and finding.problem == Problem.MISSING):
                deficiencies.append(_row_deficiency(group, number, finding))
        for remark in found.remarks:
            remarks.setdefault(remark, []).append(number)
    for rule in answers.form.rules_on.get(group.key, ()):
        if numbers := list(rule.run(answers, facts)):
            remarks.setdefault(RowRemark(rule.code, group.key, rule.message, rule.basis), []).extend(numbers)
    for remark, numbers in remarks.items():
        advisories.extend(_row_advisories(group, remark, sorted(set(numbers))))


def _judge_row(group: Group, row: Answers, facts: Facts) -> RowFindings:
    deficiencies: list[RowFinding] = []
    remarks: list[RowRemark] = []
    for field in group.fields:
        finding = _first_problem(field, row, facts)
        missing = finding is not None and finding.problem == Problem.MISSING
        demanded = (_demanded if missing else _binding)(field, row, facts.shared_keys)
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


def _gather(advisories: Iterable[Advisory]) -> Iterator[Advisory]:
    """One advisory a code: the first place to jump to, the words of all joined."""
    by_code: dict[str, Advisory] = {}
    for advisory in advisories:
        known = by_code.get(advisory.code)
        if known is None:
            by_code[advisory.code] = advisory
        elif advisory.message not in known.message:
            by_code[advisory.code] = replace(known, message=f"{known.message}；{advisory.message}")
    yield from by_code.values()


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


def _blocking_defects(kind: MaterialKind, materials: Mapping[str, Material]) -> list[str]:
    """Codes of the defects that make the paper unusable; none where it was not rejected."""
    record = materials.get(kind.key)
    if record is None or record.state is not MaterialState.REJECTED:
        return []
    return [
        code
        for code in record.defects
        if (defect := kind.defect(code)) is not None and defect.severity is Severity.DEFICIENCY
    ]


def _paper_may_hold(form: Form, part: str, materials: Mapping[str, Material]) -> bool:
    """Whether a paper that stands for `part` was handed in and not found unusable."""
    for kind in form.papers_for.get(part, ()):
        record = materials.get(kind.key)
        if record is None or record.state is MaterialState.NOT_PRESENTED:
            continue
        if not _blocking_defects(kind, materials):
            return True
    return False


def _judge_material(
    kind: MaterialKind, answers: Answers, materials: Mapping[str, Material], facts: Facts, into: _Lists
) -> None:
    deficiencies, advisories = into
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
    blocks = not _is_shared(kind, facts.shared_keys) and (kind.demanded or stands_in(kind, answers, facts.shared_keys))
    for code in record.defects:
        defect = kind.defect(code)
        if defect is None:
            continue
        if defect.severity is Severity.ADVISORY or not blocks:
            if defect.severity is Severity.ADVISORY:
                advisories.append(Advisory(f"{kind.key}.{code}", kind.key, defect.message, defect.basis))
            continue
        deficiencies.append(
            Deficiency(
                f"{kind.key}.{code}",
                kind.key,
                kind.label,
                _with_note(defect.message, record.note),
                defect.requirement or kind.requirement,
                defect.basis or kind.basis,
                defect.mend or kind.mend,
            )
        )


def _with_note(message: str, note: str) -> str:
    return f"{message}（{note}）" if note else message


def stands_in(kind: MaterialKind, answers: Answers, shared: frozenset[str] = frozenset()) -> bool:
    """Whether something that the paper stands for has not been keyed, so that the paper is needed (第六条)."""
    form = answers.form
    for section in form.sections:
        if section.key in kind.stands_for and _lacks_answer(section, answers, shared):
            return True
        group = section.group
        if group is not None and group.key in kind.stands_for and _lacks_rows(group, answers, shared):
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
    """The keys outside rows that are demanded of this case now; the screen marks them."""
    return frozenset(f.key for f in answers.form.fields.values() if _demanded(f, answers, shared))


def standing_for(
    answers: Answers, materials: Mapping[str, Material], shared: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Keys that were not keyed and that an accepted paper stands for; the platform sheet says 见纸质材料 there."""
    form = answers.form
    accepted = {
        part
        for kind in form.materials
        for part in kind.stands_for
        if (record := materials.get(kind.key)) is not None
        and record.state in (MaterialState.ACCEPTED, MaterialState.REJECTED)
        and not _blocking_defects(kind, materials)
    }
    keys = {
        f.key
        for section in form.sections
        if section.key in accepted
        for f in section.fields
        if _demanded(f, answers, shared) and answers.is_blank(f.key)
    }
    return frozenset(keys | {group for group in form.groups if group in accepted and not answers.rows(group)})
