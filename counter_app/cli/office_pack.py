"""`office-pack`: an office's forms, code lists and settings as one signed file, written, looked at and imported."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app import paths
from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.fingerprints import grouped
from counter_app.domain.basics.refusal import Refusal

if TYPE_CHECKING:
    from counter_app.services.office.office_packs import ImportedPack, PackPreview
    from counter_app.services.office.supervision import Permission


def describe(below: Commands) -> None:
    """Declare the commands below `office-pack`."""
    pack = below.group("office-pack", "机关配置包：表单、代码表、设置和打印机，一个签名文件")
    exported = pack.add("export", "把本机关的配置导出为一个签名文件", _export, OfficeCheck.LOST)
    exported.add_argument("file", type=Path, metavar="FILE")
    checked = pack.add("check", "核对签名，列出与出厂版本的不同和导入后的变化，不作改动", _check, OfficeCheck.LOST)
    checked.add_argument("file", type=Path, metavar="FILE")
    checked.add_argument("--json", action="store_true")
    imported = pack.add("import", "导入配置包，全部采用或全部不动；原来的配置留在旁边", _import, OfficeCheck.LOST)
    imported.add_argument("file", type=Path, metavar="FILE")
    imported.add_argument("--fingerprint", default="", metavar="HEX", help="已打电话核对一致的密钥指纹，首次导入时要写")
    imported.add_argument("--supervisor", default="", metavar="NAME", help="确认该密钥的负责人，随后输入其 PIN")
    pack.add("restore", "恢复上一次导入前的配置", _restore, OfficeCheck.LOST)


def _export(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.services.office import office_packs

    printer = commands.workstation(data).printer
    commands.demand_data(data)
    with keeping_backend(data) as backend:
        signed = office_packs.export_pack(
            backend, parsed.file, program=paths.version(), printer=printer, post=commands.post(data)
        )
    print(f"{parsed.file}\t{len(signed.pack.files)}个文件\n密钥指纹 {grouped(signed.fingerprint)}")
    return 0


def _check(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.services.office import office_packs

    commands.demand_data(data)
    with keeping_backend(data) as backend:
        seen = office_packs.preview(backend, office_packs.load(parsed.file))
    if parsed.json:
        commands.print_json(preview_as_json(seen))
    else:
        print("\n".join(preview_lines(seen)))
    return 0


def preview_as_json(seen: PackPreview) -> dict[str, object]:
    """What `check --json` prints."""
    return {
        "office": seen.signed.pack.office.name,
        "made_at": seen.signed.pack.made_at.isoformat(),
        "program": seen.signed.pack.program,
        "fingerprint": seen.signed.fingerprint,
        "trusted": seen.is_trusted,
        "files": [
            {
                "name": file.name,
                "new_here": file.is_new,
                "ships": file.changes is not None,
                "changes": [asdict(change) for change in file.changes or ()],
            }
            for file in seen.files
        ],
        "dropped": list(seen.dropped),
        "settings": [{"label": label, "before": was, "after": will} for label, was, will in seen.settings],
    }


def preview_lines(seen: PackPreview) -> list[str]:
    """What `check` prints."""
    pack = seen.signed.pack
    known = "本机已确认过" if seen.is_trusted else "本机还没有确认过，首次导入由负责人确认"
    if seen.withdrawn_on is not None:
        known = f"对它的信任已于{seen.withdrawn_on}撤销"
    return [
        f"{pack.office.name} {pack.made_at:%Y-%m-%d} 导出，程序版本 {pack.program}",
        f"密钥指纹 {grouped(seen.signed.fingerprint)}（{known}）",
        *seen.lines(),
    ]


def _import(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.services.office import office_packs

    commands.demand_data(data)
    content = office_packs.load(parsed.file)
    fingerprint = "".join(parsed.fingerprint.split()).lower()
    with keeping_backend(data) as backend:
        try:
            imported = office_packs.import_pack(
                backend, content, allowed_by=_permission(parsed), trust=fingerprint, post=commands.post(data)
            )
        except office_packs.UnknownSigner as unknown:
            print(f"密钥指纹 {grouped(unknown.fingerprint)}", file=sys.stderr)
            raise Refusal(
                unknown.sentence, f"{unknown.remedy}：加上 --supervisor 负责人姓名 --fingerprint 核对过的指纹"
            ) from unknown
    _keep_printer(data, imported)
    print(f"配置包已导入，重新启动各窗口后使用。原来的配置保存在 {imported.kept}")
    return 0


def _restore(_parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.services.office import office_packs

    commands.demand_data(data)
    with keeping_backend(data) as backend:
        put_back = office_packs.put_back(backend, post=commands.post(data))
    print(f"已恢复导入前的配置，重新启动各窗口后使用。换下的配置保存在 {put_back.kept}")
    return 0


def _permission(parsed: argparse.Namespace) -> Permission | None:
    """Name and PIN of the supervisor; the PIN is asked for, never an argument, which others could read."""
    from counter_app.services.office.supervision import Permission

    if not parsed.supervisor:
        return None
    return Permission(parsed.supervisor, commands.asked_secretly(f"{parsed.supervisor} 的 PIN："))


def _keep_printer(data: Path, imported: ImportedPack) -> None:
    """The printer of the same office, for a workstation that has chosen none."""
    here = commands.workstation(data)
    if imported.printer and not here.printer:
        commands.workstation_file(data).save(replace(here, printer=imported.printer))
