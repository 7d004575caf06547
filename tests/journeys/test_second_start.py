"""The program started a second time: no second window, and the file it was started with opens in the first."""

from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from tests.cases_kept import unfinished_cases
from tests.journeys.display import MISSING, Screen, until
from tests.journeys.program import PROGRAM

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")

INTAKE = Path(__file__).parents[1] / "samples" / "01-complete.json"


def test_a_second_start_with_a_file_opens_it_in_the_first_window_and_ends(data):
    with Screen() as screen:
        first = screen.open_window(data)
        window = screen.xdotool("getactivewindow").strip()
        screen.xdotool("windowminimize", window)
        until(lambda: not screen.xdotool("search", "--onlyvisible", "--pid", str(first.pid)), "it stayed in sight")
        second = screen.start([*PROGRAM, "--data", str(data), str(INTAKE)])
        assert second.wait(30) == 0
        until(lambda: screen.xdotool("getactivewindow").strip() == window, "the first window did not come forward")
        until(lambda: _cases(data) == 1, "the file was not opened")


def _cases(data):
    with keeping_backend(data) as backend:
        return len(unfinished_cases(backend))
