"""`transfer pack`, `transfer verify`: electronic packages packed and verified without a window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.refusal import Refusal

if TYPE_CHECKING:
    from counter_app.services.ports import BagReport

VALID: Final = 0
FAULTS: Final = 1
STOPPED: Final = 130
"""What a shell says of a program that Ctrl+C stopped."""

MOST_SHOWN: Final = 50


def describe(below: Commands) -> None:
    """Declare the commands below `transfer`."""
    transfer = below.group("transfer", "移交的电子数据包：生成、核对")
    words = "核对电子数据包：完整、未被改动的退出码为0，有问题的逐项列出、退出码为1"
    checked = transfer.add("verify", words, _verify)
    checked.add_argument("path", type=Path, metavar="DIR|ZIP")
    checked.add_argument("--json", action="store_true")
    packed = transfer.add("pack", "把已锁定的批次生成电子数据包，中断后再次执行会从中断处继续", _pack, OfficeCheck.LOST)
    packed.add_argument("batch", metavar="BATCH", help="批次编号，如 移字〔2026〕1号 或 BY2026-0001")
    packed.add_argument("--out", type=Path, required=True, metavar="DIR|FILE.zip")


def _verify(parsed: argparse.Namespace, data: Path) -> int:
    """Hold a package against its manifests; 0 valid, 1 faults named. Raises `Refusal` where nothing can be read."""
    from counter_app.bootstrap import judging_backend

    report = judging_backend(data).bags.verify(parsed.path, _progress("核对"))
    if parsed.json:
        commands.print_json(report_as_json(report))
    elif report.valid:
        print(f"电子数据包完整、未被改动：{report.batch}，{report.files}个文件，{report.octets}字节")
        print(f"SHA-256 {report.sha256}\nSM3     {report.sm3}")
    else:
        print(f"电子数据包不能接收，有{report.count}处问题：")
        for number, fault in enumerate(report.faults[:MOST_SHOWN], 1):
            print(f"{number:3}. {fault.sentence}")
        if report.count > MOST_SHOWN:
            all_listed = "全部列出" if not report.more else f"列出前{len(report.faults)}处"
            print(f"另有{report.count - MOST_SHOWN}处，加 --json {all_listed}")
    return VALID if report.valid else FAULTS


def report_as_json(report: BagReport) -> dict[str, object]:
    """What `verify --json` prints."""
    return {
        "valid": report.valid,
        "batch": report.batch,
        "office": report.office,
        "sha256": report.sha256,
        "sm3": report.sm3,
        "files": report.files,
        "octets": report.octets,
        "faults": [{"kind": f.kind.value, "path": f.path, "sentence": f.sentence} for f in report.faults],
        "more_faults": report.more,
    }


def _pack(parsed: argparse.Namespace, data: Path) -> int:
    """Pack a closed batch into a folder or a zip; an existing folder is packed into. Raises `Refusal`."""
    from counter_app.bootstrap import has_data, keeping_backend
    from counter_app.services.transfer import packing

    if not has_data(data):
        raise Refusal("这个数据文件夹里还没有备案业务", "核对 --data 指定的文件夹")
    post = commands.post(data)
    with keeping_backend(data) as backend:
        batch_id = packing.batch_named(backend, parsed.batch)
        target: Path = parsed.out
        if target.is_dir():
            target = target / packing.content_of(backend, batch_id).batch
        try:
            package = packing.pack(backend, batch_id, target, _progress("生成电子数据包"), post=post)
        except KeyboardInterrupt:
            print("\n已停止；再次执行从中断处继续", file=sys.stderr)
            return STOPPED
    print(f"{target}\nSHA-256 {package.sha256}\nSM3     {package.sm3}")
    return VALID


def _progress(what: str) -> Callable[[int, int], None]:
    """Say on the error stream how far it is, in whole percents; nothing where it is no terminal."""
    told = -1

    def watch(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // total if total else 100
        if percent != told and sys.stderr.isatty():
            told = percent
            print(f"\r{what} {percent}%", end="\n" if percent == 100 else "", file=sys.stderr, flush=True)  # noqa: PLR2004

    return watch
