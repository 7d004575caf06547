"""The bill of materials of a finished program: CycloneDX 1.6, of everything that is shipped, and nothing that is not.

Made from what lies in the program's folder: packages of Python by their own metadata and the hashes of the lock,
compiled files by the allow-list, the parts within those by what they say of themselves when they are asked.
"""

import hashlib
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import packages
from steps import BUILT, LOCK

NAME = "sbom.cdx.json"
"""In the program's folder of libraries; the window reads it for its list of licences."""
BUILD_NAME = "build.json"
"""Beside it: what the program was built from."""

PARTS = {
    "Qt": ("from PySide6.QtCore import qVersion; print(qVersion())", "LGPL-3.0-only"),
    "ICU (in PySide6-Essentials)": (
        (
            "import pathlib, PySide6; "
            "print(next(pathlib.Path(PySide6.__file__).parent.rglob('*icudata*')).name.split('.')[-1])"
        ),
        "Unicode-3.0",
    ),
    "OpenSSL (in cryptography)": (
        "from cryptography.hazmat.bindings._rust import openssl; print(openssl.openssl_version_text().split()[1])",
        "Apache-2.0",
    ),
    "SQLite (in sqlcipher3)": ("import sqlcipher3; print(sqlcipher3.sqlite_version)", "blessing"),
    "SQLCipher (in sqlcipher3)": (
        (
            "import sqlcipher3; "
            "print(sqlcipher3.connect(':memory:').execute('pragma cipher_version').fetchone()[0].split()[0])"
        ),
        "BSD-3-Clause",
    ),
    "OpenSSL (in sqlcipher3)": (
        (
            "import sqlcipher3; c = sqlcipher3.connect(':memory:'); c.execute('pragma key = 1'); "
            "print(c.execute('pragma cipher_provider_version').fetchone()[0].split()[1])"
        ),
        "Apache-2.0",
    ),
    "libxml2 (in lxml)": ("from lxml import etree; print('.'.join(map(str, etree.LIBXML_VERSION)))", "MIT"),
    "libxslt (in lxml)": ("from lxml import etree; print('.'.join(map(str, etree.LIBXSLT_VERSION)))", "MIT"),
    "PDFium (in pypdfium2)": (
        "import pypdfium2; print(pypdfium2.PDFIUM_INFO.version)",
        "BSD-3-Clause AND Apache-2.0",
    ),
    "FreeType (in pillow)": ("from PIL import features; print(features.version('freetype2'))", "FTL"),
    "libjpeg-turbo (in pillow)": ("from PIL import features; print(features.version('libjpeg_turbo'))", "BSD-3-Clause"),
    "OpenJPEG (in pillow)": ("from PIL import features; print(features.version('jpg_2000'))", "BSD-2-Clause"),
    "libtiff (in pillow)": ("from PIL import features; print(features.version('libtiff'))", "libtiff"),
}
"""What lies within the packages' compiled files: name -> Python that prints its version, and its licence."""

FONTS_LICENCE = "OFL-1.1"

ASKING = f"""\
import contextlib, io, json, sys
found = {{"CPython": sys.version.split()[0]}}
for name, code in {[(name, asked) for name, (asked, _licence) in PARTS.items()]!r}:
    said = io.StringIO()
    with contextlib.suppress(Exception), contextlib.redirect_stdout(said):
        exec(code, {{}})
    if said.getvalue().strip():
        found[name] = said.getvalue().strip()
print(json.dumps(found))
"""
"""A program for the Python that is shipped: it prints the versions of `PARTS`, without those that are not there."""
_LOCKED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^ \\]+)((?:.*\\\n|.*--hash=.*)*)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_UNSTATED = {"sqlcipher3": "Zlib"}
"""Packages that lie without a word on their licence: it stands in their source."""
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Package:
    """A package of Python that is shipped."""

    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]
    """SHA-256 of the files of which one was installed, as the lock names them."""


def locked(lock: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return name and version of each package of a lock, with its hashes."""
    return {
        (_plain(name), version): tuple(sorted(_HASH.findall(rest))) for name, version, rest in _LOCKED.findall(lock)
    }


def shipped_packages(site: Path, program: Path, lock: str) -> list[Package]:
    """Return the packages in `site` of which a file lies in `program`. Raises `KeyError` for one that is not locked."""
    hashes = locked(lock)
    found = []
    for one in distributions(path=[str(site)]):
        if any(_lies_in(program, str(file)) for file in one.files or ()):
            name, version = one.metadata["Name"], one.version
            found.append(Package(name, version, licence_of(one), hashes[_plain(name), version]))
    return sorted(found, key=lambda package: _plain(package.name))


def licence_of(one: Distribution) -> str:
    """Return what a package says its licence is."""

    def said(header: str) -> list[str]:
        return one.metadata.get_all(header) or []

    stated = "".join(said("License-Expression")[:1])
    classified = [line.removeprefix(_CLASSIFIER) for line in said("Classifier") if line.startswith(_CLASSIFIER)]
    named = "".join(said("License")[:1]).strip().splitlines()
    unstated = _UNSTATED.get(one.metadata["Name"], "")
    return stated or " / ".join(classified) or (named[0] if named else unstated)


def bill(
    program: Path,
    release: packages.Release,
    system: str,
    *,
    packages_shipped: Iterable[Package],
    patterns: Mapping[str, str],
    versions: Mapping[str, str],
) -> dict[str, Any]:
    """Return the bill of the folder `program`; `versions` are those of `PARTS`, of Python, and of Debian's packages.

    The same program gives the same bill: its number and time are those of the commit.
    """
    files = sorted(path for path in program.rglob("*") if path.is_file() and not path.is_symlink())
    libraries = program / "_internal"
    compiled: dict[str, list[dict[str, Any]]] = {}
    fonts = []
    for path in files:
        place = path.relative_to(libraries).as_posix() if path.is_relative_to(libraries) else f"../{path.name}"
        if matching := [pattern for pattern in patterns if fnmatchcase(place, pattern)]:
            compiled.setdefault(patterns[max(matching, key=len)], []).append(_file(path, place))
        elif path.suffix in {".ttf", ".otf"}:
            fonts.append({**_file(path, place), **_licensed(FONTS_LICENCE)})
    components = [
        *(_package(one) for one in packages_shipped),
        *(_origin(origin, found, versions) for origin, found in sorted(compiled.items())),
        *(
            _part(name, versions.get(name, ""), licence)
            for name, (_asked, licence) in PARTS.items()
            if name in versions
        ),
        *fonts,
    ]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{release.commit} {system}')}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(release.seconds)),
            "component": {
                "type": "application",
                "bom-ref": packages.NAME,
                "name": packages.NAME,
                "version": release.of_debian,
                **_licensed("MIT"),
                "properties": [
                    {"name": "counter-app:commit", "value": release.commit},
                    {"name": "counter-app:system", "value": system},
                ],
            },
        },
        "components": components,
        "dependencies": [{"ref": packages.NAME, "dependsOn": sorted(one["bom-ref"] for one in components)}],
    }


def take(
    program: Path,
    release: packages.Release,
    system: str,
    *,
    site: Path,
    patterns: Mapping[str, str],
    versions: Mapping[str, str],
    copy: str,
) -> None:
    """Put what `program` was built from into it, and its bill; the bill as `copy` into `build`, too.

    `site` holds the packages of Python that it was frozen with. Raises `KeyError` for one that is not locked.
    """
    write_build(program, release)
    found = shipped_packages(site, program, LOCK.read_text("utf-8"))
    said = bill(program, release, system, packages_shipped=found, patterns=patterns, versions=versions)
    BUILT.mkdir(exist_ok=True)
    shutil.copyfile(write(program, said, release), BUILT / copy)


def write_build(program: Path, release: packages.Release) -> None:
    """Let the program know what it was built from."""
    content = {"version": release.of_debian, "commit": release.commit, "day": release.day}
    _write(program / "_internal" / BUILD_NAME, f"{json.dumps(content)}\n", release)


def write(program: Path, said: Mapping[str, Any], release: packages.Release) -> Path:
    """Put a bill into the folder `program`, and return where it lies."""
    file = program / "_internal" / NAME
    _write(file, f"{json.dumps(said, ensure_ascii=False, indent=1)}\n", release)
    return file


def _write(file: Path, text: str, release: packages.Release) -> None:
    """Write a file that is as old as the source, so that the same source gives the same package."""
    file.write_text(text, "utf-8", newline="\n")
    os.utime(file, (release.seconds, release.seconds))


def _plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _lies_in(program: Path, file: str) -> bool:
    """Whether a file of a package is shipped, as it is or compiled; its metadata alone does not count."""
    if ".dist-info/" in file or file.startswith(".."):
        return False
    place = program / "_internal" / file
    return place.is_file() or (place.suffix == ".py" and place.with_suffix(".pyc").is_file())


def _licensed(licence: str) -> dict[str, Any]:
    """The licence of a component: an expression of SPDX, or the words its makers use."""
    if not licence:
        return {}
    if re.fullmatch(r"[\w.()+-]+(?: (?:AND|OR|WITH) [\w.()+-]+)*", licence) and licence != "blessing":
        return {"licenses": [{"expression": licence}]}
    return {"licenses": [{"license": {"name": licence}}]}


def _file(path: Path, place: str) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"file:{place}",
        "name": place,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
    }


def _package(one: Package) -> dict[str, Any]:
    purl = f"pkg:pypi/{_plain(one.name)}@{one.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": one.name,
        "version": one.version,
        "purl": purl,
        **_licensed(one.licence),
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{_plain(one.name)}/{one.version}/",
                "hashes": [{"alg": "SHA-256", "content": value} for value in one.hashes],
            }
        ],
    }


def _origin(origin: str, files: list[dict[str, Any]], versions: Mapping[str, str]) -> dict[str, Any]:
    """The compiled files of one line of the allow-list: `Debian libxcb-cursor0, MIT`."""
    name, _, licence = origin.rpartition(", ")
    found = {"type": "library", "bom-ref": f"files:{origin}", "name": name, **_licensed(licence), "components": files}
    package = name.removeprefix("Debian ")
    if version := versions.get(name, versions.get(package, "")):
        found["version"] = version
    if package != name:
        found["purl"] = f"pkg:deb/debian/{package}{f'@{version}' if version else ''}"
    return found


def _part(name: str, version: str, licence: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": f"part:{name}", "name": name, "version": version, **_licensed(licence)}
