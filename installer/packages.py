"""The Debian package and its form for the UOS store: what lies where in them, and what their control file says.

Neither has maintainer scripts: menus, icons and file types are taken up by triggers of the system, and data of users is
never touched. `build.py` calls this with the finished program; nothing here needs a build.
"""

import gzip
import hashlib
import json
import shutil
import sys
import textwrap
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import shipped

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))
from counter_app.file_types import FILE_TYPES, FileType  # noqa: E402 - the table needs nothing but Python

TEMPLATES = ROOT / "installer" / "package"

NAME = "counter-app"
APP_ID = "io.github.counterapp.counter"
"""The name in app stores, a reversed domain. Who publishes in a store puts one of their own here."""

OTHERS = "zz-"
"""Before the name of the desktop entry for files of other programs: it has to come after all of theirs."""

SECTION = "misc"
PICTURE_SIZES = (256,)


@dataclass(frozen=True)
class Release:
    """What a package says of itself."""

    version: str
    """As `pyproject.toml` states it."""
    commits: int
    """Commits since the tag of that version; 0 is the release itself."""
    seconds: int
    """When the source was committed, in seconds since 1970: no file in a package is younger."""
    depends: str
    """What it needs of the system."""
    maintainer: str
    """Who committed the source: a name and an address."""
    commit: str = ""
    """What the program was built from."""

    @property
    def of_debian(self) -> str:
        """The version in Debian's order: what is built after a release is newer than the release."""
        return f"{self.version}+{self.commits}" if self.commits else self.version

    @property
    def of_uos(self) -> str:
        """The version in the four numbers that the UOS store takes."""
        return f"{self.version}.{self.commits}"

    @property
    def day(self) -> str:
        """The day of the source."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.seconds))


def filled(template: str, release: Release, **more: str) -> str:
    """Return a file of `installer/package` with its places filled."""
    said = (TEMPLATES / template).read_text("utf-8")
    known = {"VERSION": release.of_debian, "DATE": release.day, "APP_ID": APP_ID, "DESKTOP": f"{NAME}.desktop", **more}
    for place, words in known.items():
        said = said.replace(f"@{place}@", words)
    return said


def desktop(release: Release, *, own: bool = True) -> str:
    """Return the desktop entry with our own kinds of files, or the one that is only offered for those of others."""
    types = "".join(f"{kind.mime};" for kind in FILE_TYPES if kind.own is own and kind.offered)
    return filled("counter-app.desktop" if own else "counter-app-open.desktop", release, MIME=types)


def metainfo(release: Release) -> str:
    """Return what software centres read."""
    types = "\n".join(f"    <mediatype>{kind.mime}</mediatype>" for kind in FILE_TYPES if kind.own)
    return filled("counter-app.metainfo.xml", release, MIME=types)


def mime_types(icon: str = NAME) -> str:
    """Return our own kinds of files in the form of the shared MIME database."""

    def described(kind: FileType) -> str:
        return (
            f'  <mime-type type="{kind.mime}">\n'
            f"    <comment>{kind.english}</comment>\n"
            f'    <comment xml:lang="zh_CN">{kind.words}</comment>\n'
            f'    <icon name="{icon}"/>\n'
            f'    <sub-class-of type="{kind.parent}"/>\n'
            f'    <glob pattern="*{kind.suffix}"/>\n'
            "  </mime-type>\n"
        )

    kinds = "".join(described(kind) for kind in FILE_TYPES if kind.own)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">\n{kinds}</mime-info>\n'
    )


def licences(release: Release, libraries: Mapping[str, str] | None = None) -> str:
    """Return Debian's `copyright`, with every library that is shipped: those of Linux, or pattern -> origin."""
    lines = [f" {pattern}: {origin}" for pattern, origin in (libraries or shipped.allowed()).items()]
    text = (ROOT / "LICENSE").read_text("utf-8").partition("\n\n")[2]
    paragraphs = "\n".join(f" {line}" if line.strip() else " ." for line in text.strip().splitlines())
    return filled("copyright", release, LIBRARIES="\n".join(lines), LICENCE=paragraphs)


def deb_tree(program: Path, target: Path, release: Release) -> None:
    """Lay out the Debian package in `target`, an empty folder, from the folder `program`."""
    home = target / "usr/lib" / NAME
    home.parent.mkdir(parents=True)
    shutil.copytree(program, home, symlinks=True)
    share, documents = target / "usr/share", target / "usr/share/doc" / NAME
    _write(share / f"applications/{NAME}.desktop", desktop(release))
    _write(share / f"applications/{OTHERS}{NAME}.desktop", desktop(release, own=False))
    _write(share / f"mime/packages/{NAME}.xml", mime_types())
    _write(share / f"metainfo/{APP_ID}.metainfo.xml", metainfo(release))
    _pictures(share / "icons/hicolor")
    for folder, page in (("man1", "counter-app.1"), ("zh_CN/man1", "counter-app.zh_CN.1")):
        _zipped(share / "man" / folder / f"{NAME}.1.gz", filled(page, release))
    _write(documents / "copyright", licences(release))
    _zipped(documents / "changelog.gz", changelog(NAME, release))
    _zipped(documents / "NEWS.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    _write(share / f"lintian/overrides/{NAME}", filled("lintian-overrides", release))
    command = target / "usr/bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"../lib/{NAME}/{NAME}")
    _control(target, NAME, release.of_debian, release)


def uos_tree(program: Path, target: Path, release: Release) -> None:
    """Lay out the package of the UOS store in `target`, an empty folder: all of it below `/opt/apps`, no scripts."""
    home = target / "opt/apps" / APP_ID
    home.mkdir(parents=True)
    shutil.copytree(program, home / "files", symlinks=True)
    started = f"/opt/apps/{APP_ID}/files/{NAME}"
    for own, name in ((True, APP_ID), (False, f"{OTHERS}{APP_ID}")):
        entry = desktop(release, own=own).replace(f"Exec={NAME}", f"Exec={started}")
        _write(home / f"entries/applications/{name}.desktop", entry.replace(f"Icon={NAME}", f"Icon={APP_ID}"))
    _write(home / f"entries/mime/packages/{APP_ID}.xml", mime_types(APP_ID))
    _pictures(home / "entries/icons/hicolor", APP_ID)
    _write(home / "files/copyright", licences(release))
    _write(home / "info", f"{json.dumps(uos_info(release), ensure_ascii=False, indent=2)}\n")
    _control(target, APP_ID, release.of_uos, release)


def uos_info(release: Release) -> dict[str, object]:
    """Return what the UOS store reads of the program: it asks for nothing of the system but messages on the screen."""
    asked = ("autostart", "notification", "trayicon", "clipboard", "account", "bluetooth", "camera", "audio_record")
    return {
        "appid": APP_ID,
        "name": "公共安全视频系统备案窗口",
        "version": release.of_uos,
        "arch": ["amd64"],
        "permissions": {name: name == "clipboard" for name in (*asked, "installed_apps")},
        "support-plugins": [],
        "plugins": [],
    }


def setup_script(release: Release, kilobytes: int) -> str:
    """Return what makensis reads: the setup for Windows of a program that takes so many `kilobytes`."""
    types = [
        f'!insertmacro {{}}{"Own" if kind.own else "Offered"}Type "{kind.suffix}" "{NAME}.{kind.name}" "{kind.words}"'
        for kind in FILE_TYPES
    ]
    return filled(
        "counter-app.nsi",
        release,
        NUMBERS=release.of_uos,
        KILOBYTES=str(kilobytes),
        TYPES="\n  ".join(line.format("") for line in types),
        REMOVED_TYPES="\n  ".join(line.format("Remove") for line in types),
    )


def windows_texts(target: Path, release: Release, libraries: Mapping[str, str], kilobytes: int) -> None:
    """Write what makensis reads beside the program into `target`: its script, and the licences for whoever installs."""
    _write(target / "counter-app.nsi", setup_script(release, kilobytes))
    # Notepad takes a file for Chinese of old without the mark at its beginning.
    (target / "copyright.txt").write_text(licences(release, libraries), "utf-8-sig", newline="\r\n")


def is_program(path: Path) -> bool:
    """Whether `path`, within a package, is what is started; libraries are only loaded."""
    return path.name == NAME and (path.parent / "_internal").is_dir()


def control(name: str, version: str, release: Release, kilobytes: int) -> str:
    """Return the control file."""
    said = (
        "A clerk keys in what an applicant brings, judges the papers, and prints the one-time notice of what is "
        "missing or the receipt. Return visits, change filings, deadlines, search, hand-over and inspections are in "
        "the same program. It works without internet."
    )
    lines = [
        f"Package: {name}",
        f"Version: {version}",
        "Architecture: amd64",
        f"Maintainer: {release.maintainer}",
        f"Installed-Size: {kilobytes}",
        f"Depends: {release.depends}",
        "Recommends: cups-client, libcups2, fonts-noto-cjk | fonts-wqy-zenhei, xdg-utils",
        f"Section: {SECTION}",
        "Priority: optional",
        "Description: counter of police windows that file public-security video systems",
        *textwrap.wrap(said, 76, initial_indent=" ", subsequent_indent=" "),
        " .",
        " 公共安全视频图像信息系统备案窗口：受理、告知、凭证、备案变更、移交和监督检查，不需要连接互联网。",
    ]
    return "\n".join(lines) + "\n"


def changelog(name: str, release: Release) -> str:
    """Return Debian's changelog: one entry, which names where the changes are told."""
    when = formatdate(release.seconds)
    return (
        f"{name} ({release.of_debian}) stable; urgency=medium\n\n"
        "  * What each version brought stands in NEWS.gz.\n\n"
        f" -- {release.maintainer}  {when}\n"
    )


def _control(target: Path, name: str, version: str, release: Release) -> None:
    """Write `DEBIAN/` for what lies in `target`."""
    files = sorted(path for path in target.rglob("*") if path.is_file() and not path.is_symlink())
    _write(target / "DEBIAN/control", control(name, version, release, kilobytes(files)))
    sums = [f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(target)}"
            for path in files]  # fmt: skip
    _write(target / "DEBIAN/md5sums", "\n".join(sums) + "\n")


def kilobytes(files: Iterable[Path]) -> int:
    """Return what `files` take, each in whole kilobytes, as Debian counts."""
    return sum(-(-path.stat().st_size // 1024) for path in files)


def _pictures(target: Path, name: str = NAME) -> None:
    """Put the icon into a theme's folder."""
    drawn = target / "scalable/apps" / f"{name}.svg"
    drawn.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources/icons/counter-app.svg", drawn)
    for size in PICTURE_SIZES:
        picture = target / f"{size}x{size}/apps" / f"{name}.png"
        picture.parent.mkdir(parents=True)
        shutil.copyfile(ROOT / "resources/icons/counter-app.png", picture)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _zipped(path: Path, text: str) -> None:
    """Write `text` as gzip without name and time, so that the same text gives the same octets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
