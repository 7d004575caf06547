"""Which examples the tests draw: the same in every run, others only where faults are searched for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRIAL = """
from hypothesis import given, strategies as st

drawn = []

@given(st.integers(), st.text())
def test_drawing(number, text):
    drawn.append((number, text))

def test_the_rest():
    pass

def teardown_module():
    import hashlib
    print("drawn", hashlib.sha256(repr(drawn).encode()).hexdigest(), len(drawn))
"""


@pytest.fixture
def run(tmp_path):
    """Run pytest with our own settings and conftest on one trial file; return all it said."""
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tmp_path / "tests" / "test_trial.py").write_text(TRIAL, "utf-8")

    def run(*words):
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def drawn(said):
    return re.findall(r"drawn (\w{64} \d+)", said)[-1]


def test_the_same_examples_are_drawn_in_every_run(run):
    first, again = run(), run()
    assert "2 passed" in first
    assert drawn(first) == drawn(again)
    assert "searching for faults" not in first


def test_a_search_runs_what_draws_examples_and_draws_others_each_time(run):
    first, again = run("-m", "search_for_faults"), run("-m", "search_for_faults")
    assert "1 passed, 1 deselected" in first
    assert drawn(first) != drawn(again)


def test_a_search_says_at_its_start_how_to_repeat_it_and_repeats(run):
    first = run("-m", "search_for_faults")
    words = re.match(r"\s*searching for faults; to repeat: (-m search_for_faults --hypothesis-seed=\d+)\n", first)[1]
    assert drawn(run(*words.split())) == drawn(first)
