"""The size of the main window, names that say nothing, and tests that sleep."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "counter_app").rglob("*.py"), *(ROOT / "installer").glob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))

EMPTY_WORDS = ("manager", "helper", "utils", "common")


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_main_window_stays_below_250_lines():
    windows = [path for path in SOURCES if path.name == "main_window.py"]
    assert {
        _shown(path): lines for path in windows if (lines := len(path.read_text("utf-8").splitlines())) >= 250
    } == {}


def test_names_say_what_a_thing_is():
    named = {_shown(path): path.stem for path in SOURCES}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                named[f"{_shown(path)}:{node.lineno}"] = node.name
    assert {place: name for place, name in named.items() if any(word in name.lower() for word in EMPTY_WORDS)} == {}


def test_no_test_sleeps():
    sleeping = [
        f"{_shown(path)}:{node.lineno}"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        if ast.unparse(node) in {"time.sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep"}
    ]
    assert sleeping == []
