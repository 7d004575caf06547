"""`key`: the key of the encrypted data, taken back by the recovery code; and a large plain office encrypted."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_app import paths
from counter_app.cli.commands import Commands, OfficeCheck, begin_apart, take_back
from counter_app.domain.basics.refusal import Refusal


def describe(below: Commands) -> None:
    """Declare the commands below `key`."""
    key = below.group("key", "数据加密的密钥")
    key.add("recover", "用恢复单上的恢复码找回密钥；恢复码从键盘或标准输入读取", _recover, OfficeCheck.NONE)
    key.add("encrypt", "把未加密的数据就地加密；各窗口须先退出", _encrypt, OfficeCheck.LOST)


def encrypt_after_closing(data: Path) -> None:
    """Begin to encrypt a plain office too large for it at the start, in a process that outlives this one."""
    from counter_app.persistence.base.encrypting import is_plain
    from counter_app.persistence.base.office_traces import DATABASE

    if not is_plain(data / DATABASE):
        return
    begin_apart("key", "encrypt", "--data", str(data))


def _recover(_parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.persistence.keys.database_key import existing_key
    from counter_app.persistence.keys.key_places import lasting_places
    from counter_app.services.ports.keys import KeyLost

    places = lasting_places(paths.keys_dir())
    try:
        if existing_key(data, places) is None:
            raise Refusal(f"数据文件夹 {data} 里没有加密的数据", "核对 --data 指向的文件夹")
    except KeyLost as lost:
        take_back(lost)
        existing_key(data, places)
        print("密钥已找回，可以打开数据")
        return 0
    print("这台电脑上有这份数据的密钥，不用找回")
    return 0


def _encrypt(_parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.persistence.keys.database_key import encrypt_plain
    from counter_app.persistence.keys.key_places import lasting_places

    if not encrypt_plain(data, lasting_places(paths.keys_dir())):
        raise Refusal("有窗口正在使用这份数据，没有加密", "退出全部窗口后再试；数据没有改动")
    print("数据已加密")
    return 0
