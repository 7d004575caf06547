"""A skipped test is heard: it fails with CI=true, where everything it needs has to be installed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_trees import tree_of

ROOT = Path(__file__).resolve().parents[2]
TRIAL = """
import pytest

@pytest.mark.skipif(True, reason="not installed: xdotool")
def test_by_mark():
    pass

def test_within():
    pytest.skip("no PostgreSQL server installed")

@pytest.mark.if_installed("no-such-program", "sh")
def test_of_a_program_that_nobody_installs():
    raise AssertionError("it ran")
"""


@pytest.fixture
def said(tmp_path):
    """Run two tests that are skipped under our own conftest, with a value of CI; return what pytest said."""
    (tmp_path / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tmp_path / "test_trial.py").write_text(TRIAL, "utf-8")

    def run(ci):
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        return subprocess.run(
            words, cwd=tmp_path, env={**os.environ, "CI": ci}, capture_output=True, encoding="utf-8", check=False
        ).stdout

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="CI runs on Linux")
def test_with_ci_no_skipped_test_goes_unheard(said):
    words = said("true")
    assert "1 failed, 1 skipped" in words
    assert "1 error" in words
    assert "not installed: xdotool" in words
    assert "no PostgreSQL server installed" in words


def test_at_a_desk_a_skipped_test_is_skipped(said):
    assert "3 skipped" in said("")


def test_what_the_list_installs_is_never_left_to_chance(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "installer"))
    import system

    left_to_chance = {
        word.value
        for path in (ROOT / "tests").rglob("test_*.py")
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.if_installed")
        for word in call.args
        if isinstance(word, ast.Constant)
    }
    assert {"ibus-daemon", "fcitx"} <= left_to_chance
    assert not left_to_chance & {need.shows_as for need in (*system.OBSERVERS, system.SERVER)}
