"""The startup window stands before anything heavy is imported, and a new case before what it has no use for."""

import subprocess
import sys

import pytest

SCRIPT = """
import sys
import counter_app.cli, counter_app.ui.shell.start, counter_app.ui.window.main_window
print(*sorted(sys.modules))
import counter_app.ui.shell.shell, counter_app.ui.papers.printers, counter_app.ui.intake.page
print(*sorted(sys.modules))
"""
BEFORE_THE_WINDOW = (
    *("counter_app.domain.filing.filing", "counter_app.domain.forms.forms", "counter_app.services.ports.backend"),
    *("counter_app.ui.intake.session", "counter_app.cli.filing", "sqlalchemy", "msgspec"),
)
BEFORE_A_NEW_CASE = (
    *("counter_app.domain.papers.papers", "counter_app.domain.inspection", "counter_app.domain.statistics.report"),
    *("counter_app.services.papers", "counter_app.services.lists", "counter_app.services.scans.scans"),
    *("counter_app.services.filing.changes", "counter_app.ui.intake.duplicates", "counter_app.ui.intake.conflict"),
    *("sqlalchemy", "msgspec", "reportlab", "subprocess"),
)


@pytest.fixture(scope="module")
def imported():
    """What is imported once the frame can be built, and once the page of a case can."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    return [set(line.split()) for line in done.stdout.splitlines()]


def test_the_window_imports_no_case_before_it_stands(imported):
    assert not set(BEFORE_THE_WINDOW) & imported[0]


def test_a_new_case_imports_neither_papers_nor_lists_nor_the_database(imported):
    assert not set(BEFORE_A_NEW_CASE) & imported[1]
