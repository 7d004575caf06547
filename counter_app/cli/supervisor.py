"""`supervisor`: a PIN that was forgotten before the recovery sheet was printed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.refusal import Refusal

_BY_COMMAND: Final = "命令行"
"""Who stands in the history: it is not known which person."""


def describe(below: Commands) -> None:
    """Declare the command below `supervisor`."""
    supervisor = below.group("supervisor", "负责人的 PIN")
    words = "重设负责人忘记的 PIN，只在还没有打印恢复单时；新 PIN 从键盘或标准输入读取"
    reset = supervisor.add("reset", words, _reset, OfficeCheck.LOST)
    reset.add_argument("name", metavar="NAME", help="负责人姓名")


def _reset(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.domain.basics.office import Post
    from counter_app.services.office import supervision

    commands.demand_data(data)
    post = Post(_BY_COMMAND, commands.post(data).window)
    with keeping_backend(data) as backend:
        supervision.refuse_reset(backend, parsed.name)
        supervision.reset_supervisor(backend, parsed.name, _new_pin(parsed.name), post=post)
    print(f"已重设{parsed.name}的 PIN，记入办理记录；{supervision.SHOWN_DAYS}天以内各窗口每次启动都提示")
    print("现在打印恢复单、密封保管：打印以后忘记 PIN 的，用恢复码重设")
    return 0


def _new_pin(name: str) -> str:
    """Asked for twice at the keyboard, where it cannot be seen; never an argument, which others could read."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    pin = commands.asked_secretly(f"{name} 的新 PIN：")
    if commands.asked_secretly("再输一次：") != pin:
        raise Refusal("两次输入的 PIN 不同，没有重设", "再执行一次")
    return pin
