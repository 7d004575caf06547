"""What a built program does first: its children get the libraries that their user chose."""

import os
import sys

import pytest

from counter_app.cli import built_program, main


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ({"LD_LIBRARY_PATH": "/opt/program/_internal"}, {}),
        (
            {"LD_LIBRARY_PATH": "/opt/program/_internal:/opt/own/lib", "LD_LIBRARY_PATH_ORIG": "/opt/own/lib"},
            {"LD_LIBRARY_PATH": "/opt/own/lib"},
        ),
        ({}, {}),
    ],
)
def test_children_get_the_users_own_libraries_back(found, left):
    environment = {"PATH": "/usr/bin", **found}
    built_program.begin(environment)
    assert environment == {"PATH": "/usr/bin", **left}


def test_only_a_built_program_touches_its_environment(monkeypatch):

    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/own/lib")
    main(["due", "--from", "2026-03-02", "--days", "5"])
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/own/lib"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    main(["due", "--from", "2026-03-02", "--days", "5"])
    assert "LD_LIBRARY_PATH" not in os.environ


def test_a_program_without_a_console_says_its_words_to_nobody(monkeypatch):
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    built_program.begin({})
    assert main(["due", "--from", "2026-03-02", "--days", "5"]) == 0
    assert main(["check", "no such file.json"]) == 2
    for stream in (sys.stdout, sys.stderr):
        assert stream.name == os.devnull
        stream.close()


def test_streams_that_are_there_stay():
    before = sys.stdout, sys.stderr
    built_program.begin({})
    assert (sys.stdout, sys.stderr) == before
