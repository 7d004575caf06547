"""`counter-app transfer …`: packing and verifying electronic packages without a window."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from counter_app.domain.basics.office import Post
    from counter_app.services.ports import Backend, BagReport

VALID: Final = 0
FAULTS: Final = 1
STOPPED: Final = 130
"""What a shell says of a program that Ctrl+C stopped."""

MOST_SHOWN: Final = 50

Act = Callable[[argparse.Namespace, Path], int]


def describe(transfer: argparse.ArgumentParser, verify_act: Act, pack_act: Act) -> None:
    """The two commands below `transfer`, and what each does."""
    commands = transfer.add_subparsers(title="命令", metavar="命令", required=True)
    words = "核对电子包：完整、未被改动的退出码为0，有问题的逐项列出、退出码为1"
    checked = commands.add_parser("verify", help=words, description=words)
    checked.add_argument("path", type=Path, metavar="DIR|ZIP")
    checked.add_argument("--json", action="store_true")
    checked.set_defaults(act=verify_act)
    words = "把已封批的批次打成电子包，中断后再打会接着打"
    packed = commands.add_parser("pack", help=words, description=words)
    packed.add_argument("batch", metavar="BATCH", help="批次编号，如 备移〔2026〕0001号 或 BY2026-0001")
    packed.add_argument("--out", type=Path, required=True, metavar="DIR|FILE.zip")
    packed.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="数据文件夹")
    packed.set_defaults(act=pack_act)


def verify(backend: Backend, arguments: argparse.Namespace) -> int:
    """Hold a package against its manifests; 0 valid, 1 faults named. Raises `Refusal` where nothing can be read."""
    report = backend.bags.verify(arguments.path, _progress("核对"))
    if arguments.json:
        print(json.dumps(report_as_json(report), ensure_ascii=False, indent=1))
    elif report.valid:
        print(f"电子包完整、未被改动：{report.batch}，{report.files}个文件，{report.octets}字节")
        print(f"SHA-256 {report.sha256}\nSM3     {report.sm3}")
    else:
        print(f"电子包不能接收，有{report.count}处问题：")
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


def pack(backend: Backend, arguments: argparse.Namespace, *, post: Post) -> int:
    """Pack a closed batch into a folder or a zip; an existing folder is packed into. Raises `Refusal`."""
    from counter_app.services.transfer import packing

    batch_id = packing.batch_named(backend, arguments.batch)
    target: Path = arguments.out
    if target.is_dir():
        target = target / packing.content_of(backend, batch_id).batch
    try:
        package = packing.pack(backend, batch_id, target, _progress("打包"), post=post)
    except KeyboardInterrupt:
        print("\n已停下；再运行一次会接着打", file=sys.stderr)
        return STOPPED
    print(f"{target}\nSHA-256 {package.sha256}\nSM3     {package.sm3}")
    return VALID


def _progress(what: str) -> Callable[[int, int], None]:
    """Say on stderr how far it is, in whole percents; nothing where nobody looks."""
    told = -1

    def watch(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // total if total else 100
        if percent != told and sys.stderr.isatty():
            told = percent
            print(f"\r{what} {percent}%", end="\n" if percent == 100 else "", file=sys.stderr, flush=True)  # noqa: PLR2004

    return watch
