"""The bill of materials: its shape, complete against allow-list and lock, the same for the same program."""

import json
import re
import subprocess
import sys
import uuid
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import inventory  # noqa: E402 - scripts beside dev.py, no package
import packages  # noqa: E402
import shipped  # noqa: E402

RELEASE = packages.Release("0.6.0", 12, 1_764_374_400, "libc6", "A Clerk <clerk@example.org>", "0123456789abcdef")
VERSIONS = {"CPython": "3.11.2", "libxcb-cursor0": "0.1.1-4", "OpenSSL (in cryptography)": "3.5.0"}
LOCK = "segno==1.6.6 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64 + "\n"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """A program with one file for each line of the allow-list, and the fonts."""
    folder = tmp_path_factory.mktemp("program")
    for pattern in shipped.allowed():
        file = folder / "_internal" / pattern.replace("*", "x")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pattern.encode())
    fonts = folder / "_internal/resources/fonts"
    fonts.mkdir(parents=True)
    for font in (ROOT / "resources/fonts").glob("*.ttf"):
        (fonts / font.name).write_bytes(font.name.encode())
    return folder


def bill(program, found=()):
    return inventory.bill(
        program, RELEASE, "linux-x86_64", packages_shipped=found, patterns=shipped.allowed(), versions=VERSIONS
    )


def test_it_has_the_shape_of_cyclonedx(program):
    said = bill(program)
    assert (said["bomFormat"], said["specVersion"], said["version"]) == ("CycloneDX", "1.6", 1)
    assert uuid.UUID(said["serialNumber"].removeprefix("urn:uuid:"))
    assert said["metadata"]["timestamp"] == "2025-11-29T00:00:00Z"
    assert said["metadata"]["component"]["version"] == "0.6.0+12"
    refs = [one["bom-ref"] for one in said["components"]]
    assert len(refs) == len(set(refs))
    assert said["dependencies"] == [{"ref": "counter-app", "dependsOn": sorted(refs)}]
    for one in said["components"]:
        assert one["type"] in {"library", "file"}
        assert one["licenses"], one["name"]


def test_every_line_of_the_allow_list_is_in_it_with_the_hash_of_its_file(program):
    components = bill(program)["components"]
    listed = {one["bom-ref"]: {file["name"] for file in one.get("components", ())} for one in components}
    for pattern, origin in shipped.allowed().items():
        assert pattern.replace("*", "x") in listed[f"files:{origin}"], pattern
    found = {one["name"]: one for one in components}
    cursor = found["Debian libxcb-cursor0"]
    assert (cursor["version"], cursor["purl"]) == ("0.1.1-4", "pkg:deb/debian/libxcb-cursor0@0.1.1-4")
    assert re.fullmatch(r"[0-9a-f]{64}", cursor["components"][0]["hashes"][0]["content"])
    assert found["CPython"]["version"] == "3.11.2"
    assert found["OpenSSL (in cryptography)"]["version"] == "3.5.0"


def test_every_font_is_in_it(program):
    fonts = [one for one in bill(program)["components"] if one["name"].startswith("resources/fonts/")]
    assert len(fonts) == len(list((ROOT / "resources/fonts").glob("*.ttf")))
    assert {one["licenses"][0]["expression"] for one in fonts} == {"OFL-1.1"}


def test_the_same_program_gives_the_same_octets(program, tmp_path):
    (tmp_path / "_internal").mkdir()
    inventory.write_build(tmp_path, RELEASE)
    first = inventory.write(tmp_path, bill(program), RELEASE).read_bytes()
    assert inventory.write(tmp_path, bill(program), RELEASE).read_bytes() == first
    assert {file.stat().st_mtime for file in (tmp_path / "_internal").iterdir()} == {RELEASE.seconds}
    kept = json.loads((tmp_path / "_internal/build.json").read_text("utf-8"))
    assert kept == {"version": "0.6.0+12", "commit": "0123456789abcdef", "day": "2025-11-29"}


def package(site, name, files):
    folder = site / f"{name}-1.6.6.dist-info"
    folder.mkdir(parents=True)
    said = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.6.6\nLicense: BSD\n"
    (folder / "METADATA").write_text(said, "utf-8")
    (folder / "RECORD").write_text("".join(f"{file},,\n" for file in [*files, f"{folder.name}/METADATA"]), "utf-8")


def test_only_packages_of_which_something_is_shipped_are_in_it(tmp_path):
    site, folder = tmp_path / "site", tmp_path / "program"
    package(site, "segno", ["segno/__init__.py"])
    package(site, "pyinstaller_hooks", ["_hooks/__init__.py"])
    (folder / "_internal/segno").mkdir(parents=True)
    (folder / "_internal/segno/__init__.pyc").touch()
    [found] = inventory.shipped_packages(site, folder, LOCK)
    assert found == inventory.Package("segno", "1.6.6", "BSD", ("a" * 64, "b" * 64))
    [component] = [one for one in bill(folder, [found])["components"] if one["name"] == "segno"]
    assert component["purl"] == "pkg:pypi/segno@1.6.6"
    assert len(component["externalReferences"][0]["hashes"]) == 2


def test_a_shipped_package_that_no_lock_names_stops_the_build(tmp_path):
    package(tmp_path / "site", "segno", ["segno/__init__.py"])
    (tmp_path / "program/_internal/segno").mkdir(parents=True)
    (tmp_path / "program/_internal/segno/__init__.py").touch()
    with pytest.raises(KeyError):
        inventory.shipped_packages(tmp_path / "site", tmp_path / "program", "")


def test_every_package_of_the_lock_has_its_hashes_and_says_its_licence():
    known = inventory.locked((ROOT / "installer/lock/freeze.txt").read_text("utf-8"))
    lines = re.findall(r"(?m)^([\w.-]+)==", (ROOT / "installer/lock/freeze.txt").read_text("utf-8"))
    assert len(known) == len(lines) > 30
    assert all(hashes for hashes in known.values())
    names = {name for name, _version in inventory.locked((ROOT / "installer/lock/run.txt").read_text("utf-8"))}
    here = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower(): one for one in distributions()}
    assert [name for name in names if name in here and not inventory.licence_of(here[name])] == []


def test_the_parts_within_the_packages_are_asked_for_their_versions():
    done = subprocess.run([sys.executable, "-c", inventory.ASKING], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told.keys() == {"CPython", *inventory.PARTS}
    assert all(re.match(r"\d+", version) for version in told.values())
