"""`doctor`: what is wrong with this installation, and what to do; packed for whoever helps."""

from __future__ import annotations

import argparse
import platform
from pathlib import Path
from typing import Final

from counter_app import paths
from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck

SOUND: Final = 0
FINDINGS: Final = 1


def describe(below: Commands) -> None:
    """Declare the command."""
    doctor = below.add("doctor", "检查数据、备份、权限、时间和设置，列出问题和处理办法", _doctor, OfficeCheck.LOST)
    doctor.epilog = "退出码：没有要处理的问题为0（可以有建议），有要处理的为1，数据无法读取为2"
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--pack", type=Path, metavar="FILE.zip", help="把检查结果和错误报告打成一个包，不含个人信息")


def _doctor(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.services.doctor import checkups

    commands.demand_data(data)
    with keeping_backend(data) as backend:
        checkup = checkups.check_up(backend, post=commands.post(data))
        if parsed.pack is not None:
            about = {"version": paths.version(), "python": platform.python_version(), "system": platform.platform()}
            checkups.pack(backend.examiner, parsed.pack, checkup, about, commands.workstation(data))
    if parsed.json:
        commands.print_json(checkups.as_json(checkup))
    else:
        print("\n".join(checkups.lines(checkup)))
        if parsed.pack is not None:
            print(f"已导出：{parsed.pack}")
    return FINDINGS if checkup.findings else SOUND
