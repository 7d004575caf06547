"""The trial of the README on a bare machine follows the README, whatever it comes to say."""

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


def test_the_command_that_tests_comes_from_the_readme_too_without_the_remark_behind_it():
    assert bare.commands_of((ROOT / "README.md").read_text("utf-8"), "Test it")[0] == "python3 installer/dev.py test"


def test_a_readme_without_commands_is_told():
    with pytest.raises(ValueError, match="Run it"):
        bare.commands_of("# Nothing\n")


def test_only_what_needs_sudo_is_done_by_root():
    steps = bare.steps_of(["sudo apt-get install -y git", "git clone <address of this repository> x", "cd x"], "clerk")
    assert [(step.user, step.words) for step in steps[:2]] == [
        ("root", "apt-get install -y git"),
        ("clerk", "git clone /srv/counter-app.git x"),
    ]


def test_without_a_display_the_window_has_to_refuse_and_the_papers_have_to_come():
    steps = bare.steps_of(["python3 installer/dev.py run"], "root")
    assert steps[0].agrees == (1,)
    assert not steps[0].window
    assert steps[1].words.endswith("demo --out papers")
    assert (steps[-1].words, steps[-1].agrees, steps[-1].window) == ("python3 installer/dev.py run", (0,), True)


@pytest.mark.parametrize(("user", "environment"), [("root", {"CI": "true"}), ("clerk", {})])
def test_the_tests_come_last_and_nothing_may_be_skipped_for_root(user, environment):
    steps = bare.steps_of(["python3 installer/dev.py run"], user, "python3 installer/dev.py test")
    assert (steps[-1].words, steps[-1].environment) == ("python3 installer/dev.py test", environment)


def test_the_line_that_dev_prints_for_a_plain_user_is_given_by_root(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "installer"))
    import system

    monkeypatch.setattr(system, "may_install", lambda: False)
    line = system.by_hand(["libgl1", "libegl1"])
    assert line.startswith("sudo apt-get update && sudo")
    said = f"== making .venv\nThe system lacks libgl1, libegl1. Install them, then come back:\n  {line}\n"
    assert bare.advice(said) == line.replace("sudo ", "")
    assert bare.advice(f"{said}== lint (ruff check)\n") is None
    assert bare.advice("") is None


def test_of_a_long_run_the_counts_and_the_last_words_are_told():
    said = "\n".join(["== 2 failed, 3447 passed in 9.81s ==", *("...." for _ in range(300)), "done"])
    assert bare.worth_telling(said, agrees=True)[0] == "== 2 failed, 3447 passed in 9.81s =="
    assert len(bare.worth_telling(said, agrees=True)) == 1 + bare.LAST_WORDS
    assert len(bare.worth_telling(said, agrees=False)) == 1 + bare.LAST_WORDS_OF_A_FAILURE
