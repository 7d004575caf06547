"""The command line: the acts of the counter without a window (contract, section 9). No command opens the window."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from counter_app import cli_transfer, paths
from counter_app.domain.basics.reading import read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.findings import Findings, Verdict
from counter_app.private_files import private_by_default

if TYPE_CHECKING:
    from counter_app.domain.filing.intake import IntakeFile
    from counter_app.services.headless.headless import WrittenPaper
    from counter_app.services.office.workstation import Workstation
    from counter_app.services.ports import Backend

EXIT_CODES: Final = {Verdict.COMPLETE: 0, Verdict.DEFICIENT: 1, Verdict.UNREVIEWED: 3}
UNREADABLE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; 2 where something cannot be read or done, with a Chinese sentence."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support  # a built program starts itself to read scans

        freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parsed = _parser().parse_args(arguments)
    data = paths.data_dir(getattr(parsed, "data", None))
    act: Callable[[argparse.Namespace, Path], int] = parsed.act
    try:
        with private_by_default():
            if parsed.asks_for_office:
                _refuse_lost_office(data)
                if act not in {_intake, _register, _pack}:  # these open it, and are told then
                    _refuse_damaged_office(data)
            return act(parsed, data)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return UNREADABLE


def _refuse_lost_office(data: Path, *, sample: bool = False) -> None:
    """Raise `Refusal` where an office was kept in `data` and its database is not there: nothing is done in its place.

    A `sample` office is set up before it has a database, and is not remembered.
    """
    # Not from bootstrap: the window asks this before its startup window.
    from counter_app.persistence.base.office_traces import KnownOffices, refuse_lost_office
    from counter_app.settings import WorkstationFile

    known = KnownOffices(None if sample else paths.known_offices_dir())
    refuse_lost_office(data, known, set_up=not sample and WorkstationFile(data).load().is_set_up)


def _refuse_damaged_office(data: Path) -> None:
    """Raise `Refusal` also where the database is damaged: for what does not open it."""
    from counter_app.persistence.base.office_traces import DATABASE
    from counter_app.persistence.base.page_check import refuse_damaged

    refuse_damaged(data / DATABASE)


def _parser() -> argparse.ArgumentParser:
    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="数据文件夹")
    parser = argparse.ArgumentParser("counter-app", description="公共安全视频系统备案窗口", parents=[place])
    parser.add_argument("--version", action="version", version=paths.version())
    parser.set_defaults(act=_window, asks_for_office=False)  # the window asks for itself, and shows what it is told
    commands = parser.add_subparsers(title="命令", metavar="命令")

    def command(name: str, words: str, act: Callable[[argparse.Namespace, Path], int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words, parents=[place])
        made.set_defaults(act=act, asks_for_office=act is not _demo)  # the sample office lies elsewhere
        return made

    check = command("check", "核对一份登记文件，不保存", _check)
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true")
    intake = command("intake", "受理一份登记文件，出具应出的凭证", _intake)
    intake.add_argument("file", type=Path, metavar="FILE")
    intake.add_argument("--out", type=Path, required=True, metavar="DIR")
    intake.add_argument("--json", action="store_true")
    template = command("template", "写出空白Excel表", _template)
    template.add_argument("file", type=Path, metavar="FILE.xlsx")
    documents = command("documents", "列出文书，或用示例内容打印一种", _documents)
    documents.add_argument("name", nargs="?", metavar="NAME")
    documents.add_argument("--sample", action="store_true")
    documents.add_argument("--out", type=Path, metavar="DIR")
    due = command("due", "计算期限的最后一日", _due)
    due.add_argument("--from", dest="start", required=True, metavar="DATE")
    length = due.add_mutually_exclusive_group(required=True)
    for unit in ("months", "workdays", "days"):
        length.add_argument(f"--{unit}", type=int, metavar="N")
    due.add_argument("--json", action="store_true")
    register = command("register", "把台账写成Excel表", _register)
    register.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    register.add_argument("--from", dest="first", metavar="DATE", help="收件日期，自")
    register.add_argument("--to", dest="last", metavar="DATE", help="收件日期，至")
    register.add_argument(
        "--state",
        action="append",
        default=[],
        metavar="STATE",
        help="draft、deficient、complete、filed、withdrawn，可写多次",
    )
    register.add_argument("--whole", action="store_true", help="不隐去姓名、证件号码和电话；会记入历史")
    transfer = command("transfer", "移交的电子包：打包、核对", _window)
    cli_transfer.describe(transfer, _verify, _pack)
    demo = command("demo", "示例机关：打开窗口；加 --out 则不开窗口，写出全部文书", _demo)
    demo.add_argument("--out", type=Path, metavar="DIR")
    return parser


# Judging ----------------------------------------------------------------------------------------------------------


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
        "unreviewed": list(findings.unreviewed),
    }


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1))


def _print_findings(findings: Findings, material_labels: dict[str, str]) -> None:
    match findings.verdict:
        case Verdict.COMPLETE:
            print("材料齐全,可以备案")
        case Verdict.DEFICIENT:
            print(f"缺{len(findings.deficiencies)}项,暂不能备案")
        case Verdict.UNREVIEWED:
            print("尚未发现缺项，还有材料没有核对")
    for number, item in enumerate(findings.deficiencies, 1):
        print(f"{number:3}. {item.message}\n     要求：{item.requirement}")
        print(f"     依据：{item.basis}\n     怎么补：{item.mend}")
    for key in findings.unreviewed:
        print(f"  未核对：{material_labels[key]}")
    for advisory in findings.advisories:
        print(f"  提示（不影响备案）：{advisory.message}({advisory.basis})")


def _check(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import judging_backend
    from counter_app.domain.filing.filing import FilingKind
    from counter_app.services.filing.cases import judge_intake
    from counter_app.services.filing.intake_files import read_intake

    backend = judging_backend(data)
    intake = read_intake(backend, parsed.file)
    today = date.today()  # noqa: DTZ011 - the day at this desk
    _tell_wrong_receipt(intake, today)
    if intake.kind is FilingKind.CHANGE and intake.changes:
        findings = _judged_on_file(data, intake, today)
    else:
        findings = judge_intake(backend, intake, today)
    _show(findings, intake.warnings, backend.forms.current().material_kinds, parsed)
    return EXIT_CODES[findings.verdict]


def _tell_wrong_receipt(intake: IntakeFile, today: date) -> None:
    """Say on the error stream what would keep the file from being taken in: judging needs no day of receipt."""
    from counter_app.services.filing.cases import day_of_receipt

    try:
        day_of_receipt(intake, today)
    except Refusal as refusal:
        print(f"注意：{refusal}", file=sys.stderr)


def _judged_on_file(data: Path, intake: IntakeFile, today: date) -> Findings:
    """A change that names what it changes is judged upon what is on file here."""
    from counter_app.bootstrap import has_data, keeping_backend
    from counter_app.services.filing.changes import judge_change

    if not has_data(data):
        raise Refusal(f"没有找到“{intake.changes}”对应的已备案系统：这里还没有数据", "用 --data 指明数据文件夹")
    with keeping_backend(data) as backend:
        return judge_change(backend, intake, today)


def _show(findings: Findings, warnings: Sequence[str], kinds: Any, parsed: argparse.Namespace) -> None:  # noqa: ANN401
    for warning in warnings:
        print(f"注意：{warning}", file=sys.stderr)
    if parsed.json:
        _print_json(findings_as_json(findings))
    else:
        _print_findings(findings, {key: kind.label for key, kind in kinds.items()})


# Acts -------------------------------------------------------------------------------------------------------------


def _workstation(data: Path) -> Workstation:
    """Who works here; what of it cannot be read is told on the error stream."""
    from counter_app.settings import WorkstationFile

    book = WorkstationFile(data)
    workstation = book.load()
    if book.trouble is not None:
        print(f"注意：{book.trouble}", file=sys.stderr)
    return workstation


def _intake(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import judging_backend, keeping_backend
    from counter_app.services.filing.intake_files import read_intake
    from counter_app.services.headless import headless

    # Read before the database is opened: a file that cannot be read leaves no trace.
    intake = read_intake(judging_backend(data), parsed.file)
    with keeping_backend(data) as backend:
        post, assumed = headless.post_and_office(backend, _workstation(data))
        if assumed:
            print("注意：本机还没有填写机关和窗口信息，凭证上先用通用名称；打开程序即可填写", file=sys.stderr)
        result = headless.intake_and_issue(backend, intake, parsed.out, post=post)
        kinds = backend.forms.current().material_kinds
    if parsed.json:
        for warning in intake.warnings:
            print(f"注意：{warning}", file=sys.stderr)
        written = [
            {"document": w.document, "number": w.number, "pdf": str(w.pdf), "word": str(w.word)} for w in result.papers
        ]
        _print_json({**findings_as_json(result.findings), "reference": result.reference, "documents": written})
    else:
        _show(result.findings, intake.warnings, kinds, parsed)
        for paper in result.papers:
            print(f"{paper.title} {paper.number}\n  {paper.pdf}\n  {paper.word}")
    _tell_lacking(result.papers)
    return EXIT_CODES[result.findings.verdict]


def _tell_lacking(papers: Sequence[WrittenPaper]) -> None:
    """Say which characters are to be written in by hand: on paper they stand as an empty mark."""
    for paper in papers:
        if paper.lacking:
            said = f"{paper.title} {paper.number} 中的“{'、'.join(paper.lacking)}”字库里没有，PDF 上印作〓"
            print(f"注意：{said}；打印后在纸上手写补正", file=sys.stderr)


def _template(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import judging_backend
    from counter_app.services.filing.intake_files import write_blank_workbook

    write_blank_workbook(judging_backend(data), parsed.file)
    print(parsed.file)
    return 0


def _documents(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.domain.papers.papers import TITLES

    if parsed.name is None:
        for name, title in TITLES.items():
            print(f"{name}\t{title}")
        return 0
    if parsed.name not in TITLES:
        raise Refusal(f"没有名为 {parsed.name} 的文书", "用 counter-app documents 查看全部名称")
    if not parsed.sample or parsed.out is None:
        raise Refusal("打印示例要写明 --sample 和 --out DIR", "如：counter-app documents NAME --sample --out .")
    from counter_app.bootstrap import judging_backend, sample_facts
    from counter_app.services.office.files import write_atomically

    backend = judging_backend(data)
    facts = sample_facts(backend, parsed.name)
    for suffix, content in (("pdf", backend.renderer.pdf(facts)), ("docx", backend.renderer.word(facts))):
        print(write_atomically(parsed.out / f"{parsed.name}.{suffix}", content))
    return 0


def _register(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.domain.filing.filing import FilingState
    from counter_app.services.headless import headless
    from counter_app.services.lists import registers
    from counter_app.services.ports import RegisterFilter

    known = {state.value: state for state in FilingState}
    for state in parsed.state:
        if state not in known:
            raise Refusal(f"没有名为 {state} 的状态", f"可用的状态：{'、'.join(known)}")
    states = tuple(known[state] for state in parsed.state)
    register_filter = RegisterFilter(_day(parsed.first), _day(parsed.last), states)
    workstation = _workstation(data)
    post = workstation.post if workstation.is_set_up else headless.UNNAMED_POST
    with keeping_backend(data) as backend:
        rows = registers.write_list(
            backend, parsed.out, registers.ExportRequest(register_filter, whole=parsed.whole), post=post
        )
    print(f"{parsed.out}\t{rows}件")
    return 0


def _verify(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import judging_backend

    return cli_transfer.verify(judging_backend(data), parsed)


def _pack(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import has_data, keeping_backend
    from counter_app.services.headless.headless import UNNAMED_POST

    if not has_data(data):
        raise Refusal("这个数据文件夹里还没有案件", "核对 --data 指定的文件夹")
    workstation = _workstation(data)
    post = workstation.post if workstation.is_set_up else UNNAMED_POST
    with keeping_backend(data) as backend:
        return cli_transfer.pack(backend, parsed, post=post)


def _day(written: str | None) -> date | None:
    """A day as written on the command line. Raises `Refusal`."""
    day = read_date(written) if written is not None else None
    if written is not None and day is None:
        raise Refusal(f"日期 {written} 不是真实日期", "写成 2026-03-02 的样子")
    return day


def _due(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import resource_folders
    from counter_app.catalogue.working_day_tables import load_working_calendar
    from counter_app.domain.calendar import periods

    start = _day(parsed.start)
    assert start is not None  # noqa: S101 - --from is required
    calendar = load_working_calendar(resource_folders(data))
    if parsed.months is not None:
        due = periods.months_after(start, parsed.months, calendar)
    elif parsed.workdays is not None:
        due = periods.working_days_after(start, parsed.workdays, calendar)
    else:
        due = periods.days_after(start, parsed.days, calendar)
    if parsed.json:
        _print_json(
            {"due": due.date.isoformat(), "explanation": due.explanation, "calendar_complete": due.calendar_complete}
        )
    else:
        print(f"{due.date.isoformat()}\n{due.explanation}")
    return 0


def _window(_parsed: argparse.Namespace, data: Path) -> int:
    return _open(data, demo=False)


def _demo(parsed: argparse.Namespace, data: Path) -> int:
    if parsed.out is None:
        return _open(data / "demo", demo=True)
    from counter_app.bootstrap import demo_intakes, keeping_backend
    from counter_app.services.headless.headless import sample_day

    with tempfile.TemporaryDirectory() as folder, keeping_backend(Path(folder), sample=True) as backend:
        written = sample_day(backend, demo_intakes(backend), parsed.out)
        for paper in written:
            print(f"{paper.title}\t{paper.number}\t{paper.pdf}")
        _tell_lacking(written)
    return 0


def _open(data: Path, *, demo: bool) -> int:
    from counter_app.settings import WorkstationFile
    from counter_app.ui.shell import start

    try:
        _refuse_lost_office(data, sample=demo)
    except Refusal as refusal:
        start.show_refusal(refusal)
        raise
    workstations = WorkstationFile(data)
    at_exit = ExitStack()
    refused = False

    def connect() -> Backend:
        from counter_app import bootstrap

        nonlocal refused
        refused = True
        backend = bootstrap.open_backend(data, at_exit, sample=demo)
        refused = False
        if demo:
            from counter_app.services.headless.headless import create_sample_cases

            create_sample_cases(backend, bootstrap.demo_intakes(backend))
        return backend

    if demo and not workstations.load().is_set_up:
        from counter_app.services.headless.headless import DEMO_WORKSTATION

        workstations.save(DEMO_WORKSTATION)

    with at_exit:
        code = start.run(connect, workstations, data_dir=data, demo=demo)
    return UNREADABLE if refused and code == 0 else code
