"""The startup window stands before anything heavy is imported."""

import subprocess
import sys

HEAVY = ("counter_app.domain.filing.filing", "counter_app.services.ports", "counter_app.ui.intake.session")


def test_the_window_imports_no_case_before_it_stands():
    script = "import sys, counter_app.ui.window.main_window as _; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(done.stdout.split())
