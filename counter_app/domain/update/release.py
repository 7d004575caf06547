"""A release of the program as it comes on a stick, and whether it can be taken up by what is installed here."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Final, Self

from counter_app.domain.basics.limits import LONGEST_TEXT
from counter_app.domain.basics.records import frozen, ordered
from counter_app.domain.basics.refusal import Refusal

LARGEST_PACKAGE: Final = 1 << 30
"""Bytes of one package."""
MOST_NOTES: Final = 100
MOST_PACKAGES: Final = 20

_VERSION: Final = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})", re.ASCII)
_REVISION: Final = re.compile(r"\d{4}", re.ASCII)
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}", re.ASCII)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ASK_ANEW: Final = "向发布单位重新索取升级文件"


class TargetSystem(Enum):
    """The systems that packages are made for; a manifest may name others, which are not this one."""

    DEBIAN = "debian-amd64"
    UOS = "uos-amd64"
    WINDOWS = "windows-amd64"

    @property
    def label(self) -> str:
        """As people call it."""
        return {"debian-amd64": "Debian、银河麒麟", "uos-amd64": "统信 UOS", "windows-amd64": "Windows"}[self.value]


@ordered
class ProgramVersion:
    """A version as `pyproject.toml` states it: three numbers, compared as numbers."""

    major: int
    minor: int
    patch: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The version that is written, None where it is none."""
        match = _VERSION.fullmatch(text)
        return None if match is None else cls(*map(int, match.groups()))

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.major}.{self.minor}.{self.patch}"


@frozen
class Publisher:
    """Who may publish updates. `public_key` is 64 hex digits (Ed25519)."""

    name: str
    public_key: str


@frozen
class ReleasePackage:
    """One package file beside the manifest. `system` is a `TargetSystem`, `version` that of the package."""

    name: str
    system: str
    version: str
    sha256: str
    size: int


@frozen
class Release:
    """What a manifest says.

    `schema` is the revision to which this version brings the data; it takes over data from `least_schema` on, and
    follows programs from `least_program` on. `notes` tell what is new, a line each.
    """

    program: str
    released_on: date
    notes: tuple[str, ...]
    schema: str
    least_schema: str
    least_program: str
    packages: tuple[ReleasePackage, ...]

    @property
    def version(self) -> ProgramVersion:
        """The version of the program. Raises `Refusal`."""
        return _version(self.program)

    def refuse_unusable(self) -> None:
        """Raise `Refusal` for what no publisher's tool writes: names that lead elsewhere, sizes without end."""
        names = [package.name for package in self.packages]
        systems = [package.system for package in self.packages]
        sound = (
            len(self.notes) <= MOST_NOTES
            and all(len(note) <= LONGEST_TEXT for note in self.notes)
            and 0 < len(names) <= MOST_PACKAGES
            and len(set(names)) == len(names)
            and len(set(systems)) == len(systems)
            and all(map(_is_sound, self.packages))
            and all(map(_REVISION.fullmatch, (self.schema, self.least_schema)))
            and self.least_schema <= self.schema
            and _version(self.least_program) <= self.version
        )
        if not sound:
            raise Refusal("升级清单的内容不能采用", _ASK_ANEW)


@frozen
class Installation:
    """What is installed here. `system` is None where no package is made for it, `schema` where there are no data."""

    version: ProgramVersion
    system: TargetSystem | None
    schema: str | None


def package_for(release: Release, here: Installation) -> ReleasePackage:
    """The package of `release` that is to be installed here. Raises `Refusal`, one sentence for each reason."""
    if release.version < here.version:
        raise Refusal(
            f"升级文件的版本 {release.version} 比本机的 {here.version} 旧，不能装回旧版本",
            "向发布单位索取新版本；确要退回旧版本的，由管理员安装旧安装包，再执行 counter-app update go-back",
        )
    if release.version == here.version:
        raise Refusal(f"本机已经是 {here.version} 版，不需要升级", "有新版本时再检查")
    if here.version < _version(release.least_program):
        raise Refusal(
            f"不能从本机的 {here.version} 版直接升级到 {release.version} 版", f"先升级到 {release.least_program} 版"
        )
    if here.schema is not None and here.schema > release.schema:
        raise Refusal(
            f"本机的数据版本 {here.schema} 比升级文件的 {release.schema} 新，{release.version} 版不能打开",
            "数据没有改动；向发布单位索取更新的版本",
        )
    if here.schema is not None and here.schema < release.least_schema:
        raise Refusal(
            f"本机的数据版本 {here.schema} 太旧，{release.version} 版只接续 {release.least_schema} 以后的数据",
            f"先升级到 {release.least_program} 版并打开一次",
        )
    package = next((one for one in release.packages if here.system and one.system == here.system.value), None)
    if package is None:
        own = here.system.label if here.system is not None else "其他系统或处理器"
        raise Refusal(f"升级文件里没有适合本机（{own}）的安装包", "向发布单位索取适合本机的安装包")
    return package


def _is_sound(package: ReleasePackage) -> bool:
    return (
        _FILE_NAME.fullmatch(package.name) is not None
        and ".." not in package.name
        and _SHA256.fullmatch(package.sha256) is not None
        and 0 < package.size <= LARGEST_PACKAGE
        and len(package.version) <= LONGEST_TEXT
    )


def _version(text: str) -> ProgramVersion:
    version = ProgramVersion.read(text)
    if version is None:
        raise Refusal("升级清单的内容不能采用", _ASK_ANEW)
    return version
