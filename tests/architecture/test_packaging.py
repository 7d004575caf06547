"""One version number, bounded dependencies, and a lock that answers for all of them."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import counter_app

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OWN = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
DATED = {"tzdata", "types-reportlab"}
"""Versioned by date, or after the package they describe: an upper bound would say nothing."""


def _locked(name: str) -> dict[str, str]:
    """Return what a lock pins: package -> version."""
    text = (ROOT / "installer" / "lock" / f"{name}.txt").read_text("utf-8")
    return {canonicalize_name(package): version for package, version in re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", text)}


def test_the_version_is_stated_once():
    version = PROJECT["project"]["version"]
    assert counter_app.__version__ == version
    readers = [*(ROOT / "counter_app").rglob("*.py"), *(ROOT / "installer").glob("*.py"), ROOT / "README.md"]
    assert [path.name for path in readers if version in path.read_text("utf-8")] == []
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("wanted", [*OWN, *(one for group in GROUPS.values() for one in group)])
def test_a_dependency_has_both_bounds(wanted):
    requirement = Requirement(wanted)
    operators = {specifier.operator for specifier in requirement.specifier}
    assert ">=" in operators
    assert "<" in operators or requirement.name in DATED


def test_each_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text[text.index("\ndependencies = [") : text.index("\n]\n", text.index("\ndependencies = ["))]
    assert [line for line in block.splitlines() if line.strip().startswith('"') and "#" not in line] == []


@pytest.mark.parametrize(("lock", "groups"), [("run", ["build"]), ("freeze", ["freeze"]), ("test", ["build", "dev"])])
def test_the_lock_holds_what_the_project_asks_for(lock, groups):
    locked = _locked(lock)
    wanted = map(Requirement, [*OWN, *(one for group in groups for one in GROUPS[group])])
    assert [
        str(one) for one in wanted if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))
    ] == []


def test_running_and_testing_use_the_same_versions():
    assert _locked("run").items() <= _locked("test").items()


def test_what_is_built_has_the_versions_that_are_tested():
    tested = _locked("test")
    assert {name: version for name, version in _locked("freeze").items() if tested.get(name, version) != version} == {}


@pytest.mark.parametrize("lock", ["run", "freeze", "test"])
def test_every_locked_package_has_its_hashes(lock):
    text = (ROOT / "installer" / "lock" / f"{lock}.txt").read_text("utf-8")
    entries = re.split(r"(?m)^(?=[\w.-]+==)", text)[1:]
    assert entries
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_font_comes_with_its_licence():
    fonts = ROOT / "resources" / "fonts"
    assert len(list(fonts.glob("*.ttf"))) == 7
    assert {path.name for path in fonts.glob("OFL-*.txt")} == {
        *("OFL-LXGW-Zhuque.txt", "OFL-Liberation2.txt", "OFL-Noto-Sans-SC.txt", "OFL-Noto-Serif-SC.txt"),
    }
