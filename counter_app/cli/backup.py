"""`backup`: one verified backup; exit code 1 where none was made."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.refusal import Refusal

if TYPE_CHECKING:
    from counter_app.services.ports.backup import MadeBackup

REFUSED: Final = 1


def describe(below: Commands) -> None:
    """Declare the commands."""
    backup = below.add("backup", "备份数据库、扫描件和设置，并核对能否恢复", _backup, OfficeCheck.LOST)
    backup.add_argument("--out", type=Path, metavar="DIR", help="备份到这个文件夹")


def _backup(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import backup_ports
    from counter_app.services.backup import backups

    commands.demand_data(data)
    try:
        made = backups.make(backup_ports(data), _place(parsed.out))
        _record(made, data)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    print("\n".join(backups.lines(made)))
    return 0


def _place(named: Path | None) -> Path:
    """Where to; raises `Refusal` where nobody has said it."""
    if named is None:
        raise Refusal("没有设定备份位置", "用 --out 指定一个文件夹")
    return named.expanduser().absolute()


def _record(made: MadeBackup, data: Path) -> None:
    """Put it down in the history, where the data are of this version and an office is set up in them."""
    from counter_app.bootstrap import keeping_backend
    from counter_app.persistence.base.schema import NEWEST
    from counter_app.services.backup import backups
    from counter_app.services.office import offices

    if made.record.revision != NEWEST:
        return
    with keeping_backend(data) as backend:
        if offices.load_office(backend) is not None:
            backups.record(backend, made, post=commands.post(data))
