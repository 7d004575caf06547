"""`signers`: whose signed files are believed here, and trust withdrawn."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from counter_app.cli import commands
from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.fingerprints import grouped
from counter_app.domain.basics.refusal import Refusal

if TYPE_CHECKING:
    from counter_app.services.transfer.signers import Signer

_SHORTEST: Final = 8


def describe(below: Commands) -> None:
    """Declare the commands below `signers`."""
    signers = below.group("signers", "已确认的签名密钥：配置包和接收结果由谁签名才采用")
    listed = signers.add("list", "列出已确认的密钥", _list, OfficeCheck.LOST)
    listed.add_argument("--json", action="store_true")
    withdrawn = signers.add("withdraw", "撤销对一个密钥的信任，由它签名的文件不再采用", _withdraw, OfficeCheck.LOST)
    withdrawn.add_argument("fingerprint", metavar="HEX", help=f"密钥指纹，可以只写前{_SHORTEST}位以上")


def _list(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.domain.basics.office import Office
    from counter_app.services.office import offices
    from counter_app.services.transfer.signers import signers

    commands.demand_data(data)
    with keeping_backend(data) as backend:
        found = signers(backend)
        office = offices.load_office(backend) or Office("")
    if parsed.json:
        commands.print_json([signer_as_json(signer) for signer in found])
        return 0
    for signer in found:
        day = signer.key.trusted_at.astimezone(ZoneInfo(office.time_zone))
        print(f"{signer.name}\t{signer.signs.value}\t{day:%Y-%m-%d}确认\n    {grouped(signer.key.fingerprint)}")
    if not found:
        print("没有确认过任何密钥")
    return 0


def signer_as_json(signer: Signer) -> dict[str, object]:
    """What `list --json` prints of one key."""
    return {
        "signs": signer.signs.name.lower(),
        "name": signer.key.name,
        "fingerprint": signer.key.fingerprint,
        "trusted_at": signer.key.trusted_at.isoformat(),
    }


def _withdraw(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import keeping_backend
    from counter_app.services.transfer.signers import signers, withdraw_trust

    commands.demand_data(data)
    wanted = "".join(parsed.fingerprint.split()).lower()
    post = commands.post(data)
    with keeping_backend(data) as backend:
        found = [signer for signer in signers(backend) if signer.key.fingerprint.startswith(wanted)]
        if len(wanted) < _SHORTEST or len({signer.key.fingerprint for signer in found}) != 1:
            raise Refusal(f"没有指纹以 {wanted} 开头的密钥，或不止一个", "用 signers list 查看，写出完整的指纹")
        for signer in found:
            withdraw_trust(backend, signer, post=post)
            print(f"已撤销对{signer.name}的信任，由它签名的{signer.signs.value}不再采用；以前导入的仍然有效")
    return 0
