"""`update`: a newer version on a stick is checked, the data are copied before it is installed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck

if TYPE_CHECKING:
    from counter_app.services.update.updates import FoundUpdate


def describe(below: Commands) -> None:
    """Declare the commands below `update`."""
    update = below.group("update", "不联网升级：核对升级U盘、升级前另存数据")
    checked = update.add("check", "核对签名、安装包和数据版本，列出新内容，不作改动", _check, OfficeCheck.LOST)
    checked.add_argument("folder", type=Path, metavar="FOLDER")
    checked.add_argument("--json", action="store_true")
    prepared = update.add("prepare", "核对后另存一份数据，给出安装办法", _prepare, OfficeCheck.LOST)
    prepared.add_argument("folder", type=Path, metavar="FOLDER")
    back = update.add(
        "go-back", "退回旧版本后，把数据退回升级前的备份；不加 --yes 只列出会怎样", _go_back, OfficeCheck.LOST
    )
    back.add_argument("--yes", action="store_true", help="退回；现在的数据另存，不删除")


def _check(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import update_ports
    from counter_app.services.update import updates

    found = updates.check(update_ports(data), parsed.folder.expanduser().absolute())
    if parsed.json:
        commands.print_json(found_as_json(found))
    else:
        print("\n".join(found_lines(found)))
    return 0


def found_as_json(found: FoundUpdate) -> dict[str, object]:
    """What `check --json` prints."""
    return {
        "version_here": str(found.here.version),
        "version": str(found.release.version),
        "released_on": found.release.released_on.isoformat(),
        "publisher": found.publisher.name,
        "package": {"file": str(found.file), "version": found.package.version, "size": found.package.size},
        "schema_here": found.here.schema,
        "schema": found.release.schema,
        "notes": list(found.release.notes),
    }


def found_lines(found: FoundUpdate) -> list[str]:
    """What `check` prints."""
    return [
        found.headline(),
        *found.checked(),
        *(["新内容：", *(f"  {note}" for note in found.release.notes)] if found.release.notes else []),
    ]


def _prepare(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import update_ports
    from counter_app.services.update import updates

    prepared = updates.prepare(update_ports(data), parsed.folder.expanduser().absolute())
    commands.record_where_possible(
        data, prepared.found.here.schema, lambda backend, post: updates.record(backend, prepared, post=post)
    )
    print("\n".join(found_lines(prepared.found)))
    print(f"数据已另存：{prepared.copy}" if prepared.copy is not None else f"{data} 里还没有数据，不用另存")
    for place, step in enumerate(prepared.steps(), start=1):
        print(f"{place}. {step}")
    if not prepared.is_started_here:
        print(prepared.command)
    return 0


def _go_back(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import update_ports
    from counter_app.services.update import downgrades

    ports = update_ports(data)
    if not parsed.yes:
        print("\n".join(downgrades.lines(downgrades.preview(ports))))
        print("没有改动。确认后加上 --yes 再执行一次")
        return 1
    done = downgrades.go_back(ports, post=commands.post(data))
    print("\n".join(downgrades.lines(done.what)))
    print(f"已退回。换下的数据：{done.kept}")
    return 0
