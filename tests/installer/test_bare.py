"""The walk of the README on a bare machine follows the README, whatever it comes to say."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import bare  # noqa: E402 - a script beside dev.py, no package


def test_the_commands_come_from_the_readme_itself():
    commands = bare.commands_of((ROOT / "README.md").read_text("utf-8"))
    assert commands[0].startswith("sudo apt-get update")
    assert commands[-1] == "python3 installer/dev.py run"


def test_a_readme_without_commands_is_told():
    with pytest.raises(ValueError, match="Run it"):
        bare.commands_of("# Nothing\n")


def test_only_what_needs_sudo_is_done_by_root():
    steps = bare.walk(["sudo apt-get install -y git", "git clone <address of this repository> x", "cd x"], "clerk")
    assert [(step.user, step.words) for step in steps[:2]] == [
        ("root", "apt-get install -y git"),
        ("clerk", "git clone /srv/counter-app.git x"),
    ]


def test_without_a_display_the_window_has_to_refuse_and_the_papers_have_to_come():
    steps = bare.walk(["python3 installer/dev.py run"], "root")
    assert steps[0].agrees == (1,)
    assert next(step.words for step in steps[1:]).endswith("demo --out papers")
