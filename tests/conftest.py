"""What every test stands on: no display needed, nobody's real cases touched, and the same examples each time."""

import os
import random
import shutil
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import MultiSignalBlocker, SignalBlocker

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SEARCH = "search_for_faults"
CHEAP = 2
"""What a PIN is hashed with in tests: the least that scrypt takes."""

# No deadline: a busy machine is no fault of the code. The same examples each time, so that a failure repeats anywhere;
# whoever searches for new failures asks for other examples with -m search_for_faults.
# A search draws twice as many, and what is dear is asked of all of them then only (`tests/drawn.py`).
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=50)
settings.register_profile(SEARCH, deadline=None, derandomize=False, database=None, print_blob=True)
settings.load_profile("repeatable")


def is_search(config: pytest.Config) -> bool:
    """Whether this run was asked for with `-m search_for_faults`."""
    marks = config.option.markexpr
    return SEARCH in marks and f"not {SEARCH}" not in marks


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Draw a seed for a search where none is given, before Hypothesis reads it and before any test is imported."""
    from counter_app.services.office import pins

    pins._COST = CHEAP  # 260 hashes of 45 ms; the fixture `real_cost` of their own tests has the real one
    if is_search(config):
        settings.load_profile(SEARCH)
        if config.option.hypothesis_seed is None:
            config.option.hypothesis_seed = random.SystemRandom().randrange(10**9)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say at the start with which words this search is repeated."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if is_search(session.config) and reporter is not None:
        seed = session.config.option.hypothesis_seed
        reporter.write_line(f"searching for faults; to repeat: -m {SEARCH} --hypothesis-seed={seed}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that draws its examples, so that a search runs these and nothing else."""
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker(SEARCH)


def _not_here(item: pytest.Item) -> list[str]:
    """Return the programs that the marks `if_installed` of this test name and that are not here."""
    named = {name for mark in item.iter_markers("if_installed") for name in mark.args}
    return sorted(name for name in named if shutil.which(name) is None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that is for machines which happen to have a certain program."""
    if absent := _not_here(item):
        pytest.skip(f"not installed: {' '.join(absent)}")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test fail that is skipped with CI=true: there everything it looks through has to be installed.

    Only on Linux, for which CI runs; some tests are for one system alone, and some are marked `if_installed`.
    """
    report = yield
    expected = hasattr(report, "wasxfail") or bool(_not_here(item))
    if report.skipped and not expected and os.environ.get("CI") == "true" and sys.platform == "linux":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped with CI=true, where nothing may be. {reason}"
    return report


PATIENCE = 60_000
"""Milliseconds that a wait lasts at least: what is waited for comes at once, but for a machine that is busy or slow."""


class PatientBot(QtBot):
    """Qt's robot, for whom no machine is too slow: what is fast enough is said by the benchmarks."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        """Wait until `callback` says so, whatever shorter time is named."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> SignalBlocker:
        """Wait for `signal`, whatever shorter time is named, unless it need not come."""
        least = PATIENCE if more.get("raising", True) else timeout
        return super().waitSignal(signal, timeout=max(timeout, least), **more)

    def waitSignals(self, signals: list[Any], *, timeout: int = PATIENCE, **more: Any) -> MultiSignalBlocker:
        """Wait for all `signals`, whatever shorter time is named."""
        return super().waitSignals(signals, timeout=max(timeout, PATIENCE), **more)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """Replace pytest-qt's own."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty data folder and settings of its own and no office overlay."""
    fresh: Path = tmp_path_factory.mktemp("counter-data")
    monkeypatch.setenv("COUNTER_APP_CONFIG", str(tmp_path_factory.mktemp("counter-config")))
    monkeypatch.setenv("COUNTER_APP_DATA", str(fresh))
    monkeypatch.delenv("COUNTER_APP_OVERLAY", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)  # by which the user's own key store would be found
