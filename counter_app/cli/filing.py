"""`check`, `intake`, `template`: an intake file judged or taken in, and the blank workbook for one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.findings import Findings, Verdict

if TYPE_CHECKING:
    from counter_app.domain.filing.intake import IntakeFile
    from counter_app.domain.forms.forms import MaterialKind

EXIT_CODES: Final = {Verdict.COMPLETE: 0, Verdict.DEFICIENT: 1, Verdict.UNREVIEWED: 3}


def describe(below: Commands) -> None:
    """Declare the commands."""
    check = below.add("check", "核对一份登记文件，不保存", _check)
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true")
    intake = below.add("intake", "受理一份登记文件，出具应出的凭证", _intake, OfficeCheck.LOST)
    intake.add_argument("file", type=Path, metavar="FILE")
    intake.add_argument("--out", type=Path, required=True, metavar="DIR")
    intake.add_argument("--json", action="store_true")
    template = below.add("template", "写出空白Excel表", _template)
    template.add_argument("file", type=Path, metavar="FILE.xlsx")


def findings_as_json(findings: Findings) -> dict[str, Any]:
    """`check --json` as the contract fixes it."""
    return {
        "verdict": findings.verdict.value,
        "deficiencies": [
            {
                "code": item.code,
                "label": item.label,
                "message": item.message,
                "requirement": item.requirement,
                "basis": item.basis,
                "mend": item.mend,
            }
            for item in findings.deficiencies
        ],
        "advisories": [{"code": a.code, "message": a.message, "basis": a.basis} for a in findings.advisories],
        "entries": [
            {"code": entry.code, "label": entry.label, "message": entry.message, "mend": entry.mend}
            for entry in findings.entries
        ],
        "unreviewed": list(findings.unreviewed),
    }


def _check(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import judging_backend
    from counter_app.domain.filing.filing import FilingKind
    from counter_app.services.filing.cases import judge_intake
    from counter_app.services.filing.intake_files import read_intake
    from counter_app.services.office.offices import office_time

    backend = judging_backend(data)
    intake = read_intake(backend, parsed.file)
    today = office_time(backend, Office("")).day  # no office is asked: the day where all offices are
    _warn_of_wrong_receipt(intake, today)
    if intake.kind is FilingKind.CHANGE and intake.changes:
        findings = _judged_on_file(data, intake, today)
    else:
        findings = judge_intake(backend, intake, today)
    _warn_all(intake)
    if parsed.json:
        commands.print_json(findings_as_json(findings))
    else:
        _print(findings, backend.forms.current().material_kinds)
    return EXIT_CODES[findings.verdict]


def _warn_of_wrong_receipt(intake: IntakeFile, today: date) -> None:
    """Say what would keep the file from being taken in: judging needs no day of receipt."""
    from counter_app.services.filing.cases import day_of_receipt

    try:
        day_of_receipt(intake, today)
    except Refusal as refusal:
        commands.warn(refusal)


def _judged_on_file(data: Path, intake: IntakeFile, today: date) -> Findings:
    """A change that names what it changes is judged upon what is on file here."""
    from counter_app.bootstrap import has_data, keeping_backend
    from counter_app.services.filing.changes import judge_change

    if not has_data(data):
        raise Refusal(f"没有找到“{intake.changes}”对应的已备案系统：这里还没有数据", "用 --data 指明数据文件夹")
    with keeping_backend(data) as backend:
        return judge_change(backend, intake, today)


def _intake(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import judging_backend, keeping_backend
    from counter_app.domain.basics.office import TRIAL
    from counter_app.services.filing.intake_files import read_intake
    from counter_app.services.headless import headless

    # Read before the database is opened: a file that cannot be read leaves no trace.
    intake = read_intake(judging_backend(data), parsed.file)
    with keeping_backend(data) as backend:
        commands.warn_of_rollback(backend)
        post, assumed = headless.post_and_office(backend, commands.workstation(data))
        if assumed:
            commands.warn(f"{TRIAL}：打开程序填写机关后再正式出具，此前的编号届时一律作废")
        result = headless.intake_and_issue(backend, intake, parsed.out, post=post)
        kinds = backend.forms.current().material_kinds
    _warn_all(intake)
    if parsed.json:
        written = [
            {"document": w.document, "number": w.number, "pdf": str(w.pdf), "word": str(w.word)} for w in result.papers
        ]
        commands.print_json({**findings_as_json(result.findings), "reference": result.reference, "documents": written})
    else:
        _print(result.findings, kinds)
        for paper in result.papers:
            print(f"{paper.title} {paper.number}\n  {paper.pdf}\n  {paper.word}")
    commands.warn_of_missing_characters(result.papers)
    return EXIT_CODES[result.findings.verdict]


def _warn_all(intake: IntakeFile) -> None:
    for warning in intake.warnings:
        commands.warn(warning)


def _print(findings: Findings, kinds: Mapping[str, MaterialKind]) -> None:
    match findings.verdict:
        case Verdict.COMPLETE:
            print("材料齐全,可以备案")
        case Verdict.DEFICIENT:
            print(f"材料不齐全,需补正{len(findings.deficiencies)}项")
        case Verdict.UNREVIEWED:
            waits = "还有材料没有核对" if findings.papers_unreviewed else "窗口还有待核对的内容"
            print(f"尚未发现需补正的内容，{waits}")
    for number, item in enumerate(findings.deficiencies, 1):
        print(f"{number:3}. {item.message}\n     要求：{item.requirement}")
        print(f"     依据：{item.basis}\n     补正方式：{item.mend}")
    for key in findings.papers_unreviewed:
        print(f"  未核对：{kinds[key].label}")
    for entry in findings.entries:
        print(f"  窗口待核对：{entry.message}。{entry.mend}")
    for advisory in findings.advisories:
        print(f"  提示（不影响备案）：{advisory.message}({advisory.basis})")


def _template(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import judging_backend
    from counter_app.services.filing.intake_files import write_blank_workbook

    write_blank_workbook(judging_backend(data), parsed.file)
    print(parsed.file)
    return 0
