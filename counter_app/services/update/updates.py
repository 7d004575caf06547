"""Updates on a stick: checked, the data copied before, and only then said how to install.

A manifest is held against the publishers' keys, its package against the manifest, both against what is installed here.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.update.release import (
    Installation,
    Publisher,
    Release,
    ReleasePackage,
    TargetSystem,
    package_for,
)
from counter_app.services.office.offices import act
from counter_app.services.office.signed_files import is_signed, take_signature
from counter_app.services.ports import Backend
from counter_app.services.ports.results import Sealer
from counter_app.services.ports.update import UpdatePorts
from counter_app.typed_data import read_record

FORMAT: Final = "counter-app-update"
VERSION: Final = 1
MANIFEST: Final = "counter-app-update.json"
LARGEST_MANIFEST: Final = 1 << 20
Told = Callable[[int, int], None]
"""Hears how much is done, and of how much."""

_ASK_ANEW: Final = "不要安装，向发布单位重新索取升级文件"


@frozen
class FoundUpdate:
    """A release that was checked and can be taken up here; `file` is its package, whole and unchanged."""

    release: Release
    package: ReleasePackage
    file: Path
    publisher: Publisher
    here: Installation

    @property
    def changes_data(self) -> bool:
        """Whether the data are brought to a newer revision at the first start."""
        return self.here.schema is not None and self.here.schema != self.release.schema

    def headline(self) -> str:
        """Which version is here, which one comes and since when, for people."""
        return f"本机 {self.here.version} 版，升级文件 {self.release.version} 版，{self.release.released_on} 发布"

    def checked(self) -> list[str]:
        """What was checked, a line each, for people."""
        data = (
            f"数据版本 {self.here.schema} → {self.release.schema}，新版本第一次启动时自动转换，转换前另存一份"
            if self.changes_data
            else "数据不需要转换"
        )
        return [
            f"签名有效，发布单位：{self.publisher.name}",
            f"安装包 {self.package.name}（{self.package.size / 1e6:.1f} MB）与清单一致",
            data,
        ]


@frozen
class PreparedUpdate:
    """An update before which the data were copied. `copy` is None where there are no data yet."""

    found: FoundUpdate
    copy: Path | None

    @property
    def is_started_here(self) -> bool:
        """Whether the user can start the package without being an administrator."""
        return self.found.here.system is TargetSystem.WINDOWS

    @property
    def command(self) -> str:
        """What installs it: a command line, on Windows the program to start."""
        return str(self.found.file) if self.is_started_here else f"sudo apt install {shlex.quote(str(self.found.file))}"

    def steps(self) -> list[str]:
        """How it is installed, a line each, for people; `command` is shown below them, where there is one to type."""
        if self.is_started_here:
            return ["退出全部窗口", f"运行 {self.command}，按提示安装", "重新打开程序"]
        by_hand = "（也可以双击安装包，由系统的软件包安装器安装）" if self.found.here.system is TargetSystem.UOS else ""
        return ["退出全部窗口", f"由管理员在终端执行下面的命令{by_hand}", "重新打开程序"]


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def check(ports: UpdatePorts, folder: Path, told: Told = _quiet) -> FoundUpdate:
    """Hold the update in `folder` against everything; nothing is changed. `told` hears bytes read, and of how many.

    Raises `Refusal`, with one sentence for each: no manifest, an unknown key, a signature that does not hold, an older
    or the same version, data that do not fit, no package for this system, a package that is missing or was changed.
    """
    content = ports.folder.manifest(folder)
    if content is None:
        raise Refusal(f"这个文件夹里没有升级清单（{MANIFEST}）", "选择升级U盘，或存放全部升级文件的文件夹")
    release, publisher = read_manifest(content, ports.publishers, ports.sealer)
    here = ports.here()
    package = package_for(release, here)
    file = folder / package.name
    measured = ports.folder.digest(file, lambda done: told(done, package.size))
    if measured is None:
        raise Refusal(f"升级文件夹里缺少安装包 {package.name}", "把安装包和升级清单拷贝到同一个文件夹")
    if measured != (package.sha256, package.size):
        raise Refusal(f"安装包 {package.name} 与清单不符：被改动过，或没有拷贝完整", _ASK_ANEW)
    return FoundUpdate(release, package, file, publisher, here)


def read_manifest(content: bytes, publishers: Sequence[Publisher], sealer: Sealer) -> tuple[Release, Publisher]:
    """What a manifest says, once its signature is known to be one of `publishers`. Raises `Refusal`."""
    try:
        if len(content) > LARGEST_MANIFEST:
            raise _no_manifest()
        signed = json.loads(content.decode("utf-8"))
        if signed["format"] != FORMAT or not isinstance(signed["version"], int):
            raise _no_manifest()
        if signed["version"] > VERSION:
            raise Refusal("这份升级清单要更新版本的程序才能核对", "由管理员核对来源后安装")
        seal = take_signature(signed)
        publisher = next((one for one in publishers if one.public_key == seal.public_key), None)
        if publisher is None:
            raise _unknown_key(publishers)
        if not is_signed(sealer, signed, seal):
            raise Refusal("升级清单被改动过，或没有拷贝完整，签名不符", _ASK_ANEW)
        release = read_record(signed, Release)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _no_manifest() from error
    release.refuse_unusable()
    return release, publisher


def prepare(ports: UpdatePorts, folder: Path, told: Told = _quiet) -> PreparedUpdate:
    """Check the update once more, then copy the data; only then is it told how to install. Raises `Refusal`."""
    found = check(ports, folder, told)
    return PreparedUpdate(found, ports.copies.copy())


def record(backend: Backend, prepared: PreparedUpdate, *, post: Post) -> None:
    """Put down in the history what was prepared, and where the copy lies. Raises `Refusal`."""
    details = {
        "from": str(prepared.found.here.version),
        "to": str(prepared.found.release.version),
        "copy": prepared.copy.name if prepared.copy is not None else "",
    }
    with act(backend, post) as now:
        now.record("update.prepared", details=details)
        now.commit()


def folders_with_updates(ports: UpdatePorts, roots: Iterable[Path]) -> list[Path]:
    """Which of `roots`, the sticks that are plugged in, hold a manifest; one that cannot be read is left out."""
    found = []
    for root in roots:
        try:
            if ports.folder.manifest(root) is not None:
                found.append(root)
        except Refusal:
            continue
    return found


def _unknown_key(publishers: Sequence[Publisher]) -> Refusal:
    if not publishers:
        return Refusal("本机的程序没有带发布单位的公钥，不能核对升级文件", "由管理员核对来源后安装")
    return Refusal("升级清单由不认识的密钥签名，不是本程序的发布单位发布的", _ASK_ANEW)


def _no_manifest() -> Refusal:
    return Refusal(f"{MANIFEST} 不是升级清单，或已损坏", _ASK_ANEW)
