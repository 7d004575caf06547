"""Write and sign the manifest of an update on a stick, for whoever publishes the program.

python3 installer/sign_update.py --new-key KEY    makes a key; prints the lines for resources/update/publishers.toml
python3 installer/sign_update.py KEY FOLDER       writes FOLDER/counter-app-update.json for the packages in FOLDER

FOLDER holds the packages as `build.py` made them, and notes.txt: what is new, in Chinese, one line each. KEY lies off
the network, under a pass phrase that is asked for. Its public half has to stand in resources/update/publishers.toml of
this clone: a key that no program believes signs nothing. Needs the packages of dev.py (.venv).
"""

import argparse
import getpass
import hashlib
import os
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dev
import packages
from steps import ROOT, Stop

NOTES = "notes.txt"
LEAST_PROGRAM = "0.1.0"
"""The oldest version that may be followed: every version has the migrations from the first revision on."""

SHORTEST_PHRASE = 12
_DEB = "_amd64.deb"
_SETUP = ".exe"
_STATED = re.compile(r"\d+\.\d+\.\d+", re.ASCII)


def system_of(name: str) -> str | None:
    """Return the system that a package is for, by its name; None for what is no package."""
    for start, end, system in (
        (f"{packages.NAME}_", _DEB, "debian-amd64"),
        (f"{packages.APP_ID}_", _DEB, "uos-amd64"),
        (f"{packages.NAME}", _SETUP, "windows-amd64"),
    ):
        if name.startswith(start) and name.endswith(end):
            return system
    return None


def package_of(file: Path, system: str, program: str) -> dict[str, Any]:
    """Return what the manifest says of one package. Raises `Stop` where it is of another version than `program`."""
    stated = _STATED.search(file.name.removeprefix(packages.APP_ID))
    if stated is None or stated[0] != program:
        raise Stop(f"{file.name} is not of version {program}")
    version = program if system == "windows-amd64" else file.name[file.name.index("_") + 1 :].removesuffix(_DEB)
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return {"name": file.name, "system": system, "version": version, "sha256": digest, "size": file.stat().st_size}


def manifest(folder: Path, released_on: date, *, program: str, revisions: Sequence[str]) -> dict[str, Any]:
    """Return what is signed. Raises `Stop`."""
    from counter_app.services.update import updates

    notes = folder / NOTES
    if not notes.is_file():
        raise Stop(f"{notes} is missing: what is new, in Chinese, one line each")
    found = [(file, system) for file in sorted(folder.iterdir()) if (system := system_of(file.name)) is not None]
    if not found:
        raise Stop(f"{folder} holds no package")
    return {
        "format": updates.FORMAT,
        "version": updates.VERSION,
        "program": program,
        "released_on": released_on.isoformat(),
        "notes": [line.strip() for line in notes.read_text("utf-8-sig").splitlines() if line.strip()],
        "schema": revisions[-1],
        "least_schema": revisions[0],
        "least_program": LEAST_PROGRAM,
        "packages": [package_of(file, system, program) for file, system in found],
    }


def make_key(place: Path, phrase: str) -> str:
    """Make a key under a pass phrase, readable by its owner only; returns its public half. Raises `Stop`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    from counter_app.private_files import open_private

    if len(phrase) < SHORTEST_PHRASE:
        raise Stop(f"A pass phrase has {SHORTEST_PHRASE} characters at least")
    private = Ed25519PrivateKey.generate()
    encryption = BestAvailableEncryption(phrase.encode())
    body = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    try:
        with os.fdopen(open_private(place, os.O_WRONLY | os.O_EXCL), "wb") as file:
            file.write(body)
    except OSError as error:
        raise Stop(f"{place}: {error.strerror}") from error
    return private.public_key().public_bytes_raw().hex()


def sign(body: Mapping[str, Any], key: Path, phrase: str, folder: Path, resources: Path) -> str:
    """Write the manifest into `folder` and read it as a program would; returns the publisher's name. Raises `Stop`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from counter_app.catalogue.publishers import load_publishers
    from counter_app.domain.basics.refusal import Refusal
    from counter_app.exchange.results.sealing import InstallationKey
    from counter_app.services.office.signed_files import signed_file
    from counter_app.services.ports.results import DetachedSignature
    from counter_app.services.update import updates

    try:
        opened = load_pem_private_key(key.read_bytes(), password=phrase.encode())
    except (OSError, ValueError, TypeError) as error:
        raise Stop(f"{key} cannot be opened with this pass phrase") from error
    if not isinstance(opened, Ed25519PrivateKey):
        raise Stop(f"{key} is no Ed25519 key")
    private: Ed25519PrivateKey = opened
    public = private.public_key().public_bytes_raw().hex()

    class PublisherKey(InstallationKey):
        def seal(self, content: bytes) -> DetachedSignature:
            return DetachedSignature(public, private.sign(content).hex())

    sealer = PublisherKey(folder)
    content, _seal = signed_file(sealer, body)
    try:
        _release, publisher = updates.read_manifest(content, load_publishers(resources), sealer)
    except Refusal as refusal:
        raise Stop(
            f"No program would take this up (is the key in {resources}/update/publishers.toml?): {refusal}"
        ) from refusal
    (folder / updates.MANIFEST).write_bytes(content)
    return publisher.name


def asked_phrase(words: str) -> str:
    """Return the pass phrase: typed unseen, or the next line of what is piped in."""
    return getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def use_venv() -> None:
    """Go on in the Python of `dev.py`, which has the packages, unless this is the one."""
    own = dev.python()
    if not own.exists():
        sys.exit("sign_update.py needs the packages of the program: python3 installer/dev.py run --version")
    if Path(sys.prefix).resolve() != dev.VENV.resolve():
        os.execv(own, [str(own), *sys.argv])  # noqa: S606 - our own Python


def main(arguments: Sequence[str]) -> int:
    """Make a key, or sign; return the exit code."""
    parser = argparse.ArgumentParser(
        "sign_update.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--new-key", action="store_true", help="make KEY")
    parser.add_argument("key", type=Path, metavar="KEY")
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    parsed = parser.parse_args(arguments)
    if parsed.new_key == (parsed.folder is not None):
        parser.error("either --new-key KEY, or KEY FOLDER")
    sys.path.insert(0, str(ROOT))
    from counter_app import paths
    from counter_app.persistence.base.schema import REVISIONS

    try:
        if parsed.new_key:
            public = make_key(parsed.key, asked_phrase("New pass phrase: "))
            print(f'[[publisher]]\nname = ""  # who publishes, as offices know them\npublic_key = "{public}"')
            return 0
        program = paths.version()
        body = manifest(parsed.folder, datetime.now(UTC).astimezone().date(), program=program, revisions=REVISIONS)
        name = sign(body, parsed.key, asked_phrase("Pass phrase: "), parsed.folder, ROOT / "resources")
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"{program} signed by {name}: {', '.join(one['name'] for one in body['packages'])}")
    return 0


if __name__ == "__main__":
    use_venv()
    sys.exit(main(sys.argv[1:]))
