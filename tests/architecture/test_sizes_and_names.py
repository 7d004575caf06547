"""The size of the main window, names that say nothing, tests that sleep, and tests that assert a time."""

import ast
from pathlib import Path

from tests.architecture.source_trees import tree_of

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
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                named[f"{_shown(path)}:{node.lineno}"] = node.name
    assert {place: name for place, name in named.items() if any(word in name.lower() for word in EMPTY_WORDS)} == {}


def test_no_test_sleeps():
    sleeping = [
        f"{_shown(path)}:{node.lineno}"
        for path in TESTS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        if ast.unparse(node) in {"time.sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep"}
    ]
    assert sleeping == []


def _empty_selects(tree: ast.Module) -> list[str]:
    """The functions that wait with `select` for nothing, which is sleeping by another name."""
    return [
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("select")
        if [ast.unparse(value) for value in node.args[:3]] == ["[]", "[]", "[]"]
    ]


def test_only_the_loop_that_waits_for_a_condition_sleeps_by_another_name():
    assert _empty_selects(ast.parse("def wait():\n    select.select([], [], [], 1)")) == ["wait"]
    assert {_shown(path): names for path in TESTS if (names := _empty_selects(tree_of(path)))} == {
        "tests/journeys/display.py": ["until"]
    }


def _clock_names(function: ast.AST) -> set[str]:
    """The names in `function` that a reading of a clock was assigned to, as it is or reckoned with."""
    return {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and _reads_a_clock(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _reads_a_clock(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Attribute) and part.attr in {"perf_counter", "monotonic", "process_time"}
        for part in ast.walk(node)
    )


def _asserts_of_time(tree: ast.Module) -> list[int]:
    """The lines of asserts on how long something took."""
    return [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for clocks in (_clock_names(function),)
        for node in ast.walk(function)
        if isinstance(node, ast.Assert)
        if _reads_a_clock(node.test)
        or any(isinstance(part, ast.Name) and part.id in clocks for part in ast.walk(node.test))
    ]


def test_an_assert_of_time_is_seen():
    assert _asserts_of_time(ast.parse("def test():\n    took = time.perf_counter() - begun\n    assert took < 1")) == [
        3
    ]
    assert _asserts_of_time(ast.parse("def test():\n    assert time.monotonic() - begun < 1")) == [2]
    assert _asserts_of_time(ast.parse("def test():\n    assert work.done")) == []


def test_no_test_asserts_a_time():
    """How fast something is stands in `tests/benchmarks`; a waiting loop of the journeys ends some time."""
    waiting = {"tests/journeys/display.py", "tests/soak/typist.py"}
    assert [
        f"{_shown(path)}:{line}"
        for path in TESTS
        if _shown(path) not in waiting
        for line in _asserts_of_time(tree_of(path))
    ] == []


def test_a_frozen_dataclass_is_a_record():
    """`dataclasses` compiles six methods for each at once; `counter_app/domain/basics/records.py` says what it took."""
    written_at_once = "dataclass(frozen=True, slots=True)"
    assert [
        f"{_shown(path)}:{node.lineno}"
        for path in sorted((ROOT / "counter_app").rglob("*.py"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
        if written_at_once in [ast.unparse(decorator) for decorator in node.decorator_list]
    ] == []
