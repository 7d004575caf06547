"""`register`: the register of filings as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.refusal import Refusal


def describe(below: Commands) -> None:
    """Declare the command."""
    register = below.add("register", "把台账写成Excel表", _register, OfficeCheck.LOST)
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


def _register(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.domain.filing.filing import FilingState
    from counter_app.services.lists import registers
    from counter_app.services.ports import RegisterFilter

    known = {state.value: state for state in FilingState}
    for state in parsed.state:
        if state not in known:
            raise Refusal(f"没有名为 {state} 的状态", f"可用的状态：{'、'.join(known)}")
    states = tuple(known[state] for state in parsed.state)
    chosen = RegisterFilter(commands.day(parsed.first), commands.day(parsed.last), states)
    post = commands.post(data)
    with keeping_backend(data) as backend:
        rows = registers.write_list(backend, parsed.out, registers.ExportRequest(chosen, whole=parsed.whole), post=post)
    print(f"{parsed.out}\t{rows}件")
    return 0
