"""`backup`, `restore`: one verified backup; one put back. Exit code 1 where that was not done."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.refusal import Refusal

if TYPE_CHECKING:
    from counter_app.domain.backup.last_papers import LastPaperQuestion
    from counter_app.services.ports.backup import BackupPorts, MadeBackup, Restoration

REFUSED: Final = 1
_PATIENCE: Final = 60.0
_PAUSE: Final = 0.5
"""Seconds."""


def describe(below: Commands) -> None:
    """Declare the commands."""
    backup = below.add("backup", "备份数据库、扫描件和设置，并核对能否恢复", _backup, OfficeCheck.LOST)
    backup.add_argument("--out", type=Path, metavar="DIR", help="备份到这个已有的文件夹；不写则用设置里的备份位置")
    restore = below.add("restore", "从备份恢复；先列出换下什么、备份以后编过哪些号", _restore, OfficeCheck.NONE)
    restore.add_argument("source", type=Path, metavar="FILE|DIR", help="一份备份，或备份位置（取其中最近的一份）")
    restore.add_argument("--yes", action="store_true", help="不再询问，直接恢复；现在的数据另存，不删除")
    restore.add_argument(
        "--last",
        action="append",
        default=[],
        metavar="NUMBER",
        help="备份以后最后发出的一份文书的编号，如 补字〔2026〕12号；可写多次；本机查不出编过哪些号时用",
    )
    restore.add_argument(
        "--none-since",
        action="append",
        default=[],
        metavar="KIND",
        help="备份以后没有再发出的文书，写编号用字，如 收字、备字；可写多次；每种文书都写明了才恢复",
    )
    restore.add_argument("--open", action="store_true", help="等窗口退出后恢复，再打开窗口")


def after_closing(data: Path) -> None:
    """Begin the backup of the evening in a process that outlives this one, where something was done since the last."""
    from counter_app.persistence.backup.state import BackupStateFile
    from counter_app.persistence.base.office_traces import DATABASE

    if not commands.workstation(data).backup_folder:
        return
    settled_at = BackupStateFile(data).read().settled_at
    with suppress(OSError):
        if settled_at is None or (data / DATABASE).stat().st_mtime > settled_at.timestamp():
            commands.begin_apart("backup", "--data", str(data))


def _backup(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import backup_ports
    from counter_app.services.backup import backups

    commands.demand_data(data)
    ports = backup_ports(data)
    try:
        made = _made(ports, parsed.out, commands.workstation(data).backup_folder)
        commands.record_where_possible(
            data, made.record.revision, lambda backend, post: backups.record(backend, made, post=post)
        )
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    backups.settle(ports)
    print("\n".join(backups.lines(made)))
    return 0


def _made(ports: BackupPorts, named: Path | None, place: str) -> MadeBackup:
    from counter_app.services.backup import backups

    if named is not None:
        return backups.make(ports, named.expanduser().absolute())
    if place:
        return backups.make_in_place(ports, Path(place))
    raise Refusal("没有设定备份位置", "在设置的“数据与备份”里选择备份位置，或用 --out 指定一个文件夹")


def _restore(parsed: argparse.Namespace, data: Path) -> int:
    if not parsed.open:
        return _put_back(parsed, data, 0)
    from counter_app.ui.shell import start

    try:
        code = _put_back(parsed, data, _PATIENCE)
    except Refusal as refusal:
        start.show_refusal(refusal)
        code = REFUSED
    commands.begin_apart("--data", str(data))
    return code


def _put_back(parsed: argparse.Namespace, data: Path, patience: float) -> int:
    """Put one back; wait so many seconds for windows that are just closing."""
    from counter_app.bootstrap import backup_ports
    from counter_app.services.backup import restores
    from counter_app.services.ports.backup import BackupUnreadable
    from counter_app.services.ports.keys import KeyLost

    ports, source, taken_back = backup_ports(data), parsed.source.expanduser().absolute(), False
    try:
        try:
            what = restores.preview(ports, source)
        except KeyLost as lost:
            print(lost, file=sys.stderr)
            commands.take_back(lost)
            taken_back = True
            what = restores.preview(ports, source)
        what = _confirmed(what, parsed)
        kept = _restored(ports, what, data, patience)
    except BackupUnreadable:
        raise
    except Refusal as refusal:
        if parsed.open:
            raise
        print(refusal, file=sys.stderr)
        if taken_back:
            print("只有用恢复码找回的密钥留在这台电脑上，再执行时不再问恢复码", file=sys.stderr)
        return REFUSED
    _settle_trail(data)
    print("已恢复，可以打开程序继续办理")
    print("先用 counter-app doctor 核对，再做一份备份：counter-app backup --out 备份位置")
    if kept is not None:
        print(f"换下的数据：{kept}")
    if what.here is None or what.here.acts == 0:
        print("换了电脑的，打开程序后在设置里核对窗口、打印机和备份位置")
    return 0


def _settle_trail(data: Path) -> None:
    """Open the data once: their trail goes on above its witness, which knew the data that were there before."""
    from counter_app.bootstrap import keeping_backend

    with suppress(Refusal), keeping_backend(data):  # what is refused now is told by whoever opens them next
        pass


def _restored(ports: BackupPorts, what: Restoration, data: Path, patience: float) -> Path | None:
    from counter_app.services.backup import restores
    from counter_app.services.ports.backup import DataInUse

    post, end = commands.post(data), time.monotonic() + patience
    while True:
        try:
            return restores.restore(ports, what, post=post)
        except DataInUse:
            if time.monotonic() >= end:
                raise
            time.sleep(_PAUSE)  # nobody tells when the last window lets go of the data


def _confirmed(what: Restoration, parsed: argparse.Namespace) -> Restoration:
    """The same once nothing is open and whoever gave the command agrees to what is told. Raises `Refusal`."""
    from counter_app.services.backup import restores

    what = restores.with_answers(what, parsed.last, parsed.none_since)
    print("\n".join(restores.lines(what)))
    if parsed.yes:
        kinds = restores.question_names(what)
        remedy = f"有再发出的，加上 --last '补字〔2026〕12号'，几种就写几次；没有再发出的，加上 --none-since {kinds}"
        restores.refuse_open_questions(what, remedy)
        return what
    if not sys.stdin.isatty():
        raise Refusal("没有改动", "确认后加上 --yes 再执行一次")
    asked_for = not what.is_complete
    while what.questions:
        print(restores.question_words(what, what.questions[0]))
        what = _answered(what, what.questions[0], commands.asked("最后发出的一份的编号，没有再发出的写 没有："))
    words = "恢复？输入 y 确认；编号写错的，写对的编号：" if asked_for else "恢复？输入 y 确认："
    while (typed := commands.asked(words)).lower() != "y":
        if not (asked_for and any(one.isdigit() for one in typed)):
            raise Refusal("没有改动", "再执行一次，核对编号后输入 y")
        what = _answered(what, None, typed)
    return what


def _answered(what: Restoration, question: LastPaperQuestion | None, typed: str) -> Restoration:
    """The same with one answer more, or corrected; what may be a slip of the hand is asked for once more."""
    from counter_app.services.backup import restores

    try:
        after = restores.with_answer(what, question, typed)
        while (doubt := restores.many(what, after)) is not None:
            print(doubt, file=sys.stderr)
            again = commands.asked("确是这个编号的，再写一次；写错的，写对的编号：")
            if again == typed:
                break
            typed, after = again, restores.with_answer(what, question, again)
    except commands.Cancelled:
        raise
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return what
    print("\n".join(restores.number_lines(after)))
    return after
