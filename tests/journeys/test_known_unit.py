"""A unit that was filed before comes again: its code, and one key a part, from outside the program."""

import json
import os
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.services.filing import cases
from counter_app.services.filing.intake_files import read_intake
from counter_app.services.headless.headless import DEMO_WORKSTATION, create_sample_office
from counter_app.services.papers import issuing
from counter_app.settings import WorkstationFile
from tests.cases_kept import unfinished_cases
from tests.journeys.display import MISSING, Screen, until

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")

SAMPLE = Path(__file__).parents[1] / "samples" / "01-complete.json"
CODE = json.loads(SAMPLE.read_text("utf-8"))["unit"]["uscc"]


@pytest.fixture
def data():
    """A data folder in which the unit of the sample is known."""
    folder = Path(os.environ["COUNTER_APP_DATA"])
    with keeping_backend(folder) as backend:
        post = create_sample_office(backend)
        known = cases.open_case(backend, post=post, intake=read_intake(backend, SAMPLE))
        issuing.issue_receipt(backend, known.filing.reference, post=post)
    WorkstationFile(folder).save(DEMO_WORKSTATION)
    return folder


def drafts(data):
    with keeping_backend(data) as backend:
        lines = [line for line in unfinished_cases(backend) if line.state.value == "draft"]
        return [cases.load_case(backend, line.reference).filing for line in lines]


def opened(screen, data):
    """Press Ctrl+N, and say whether a case came of it: the window may still have been opening its database."""
    screen.press("ctrl+n")
    try:
        until(lambda: bool(drafts(data)), "", 5)
    except AssertionError:
        return False
    return True


def shows(data, key, words):
    """Wait until the draft answers `key` with `words`."""
    until(lambda: drafts(data)[0].answers.display(key) == words, f"{key} never became {words!r}")


def filled(screen, data, key, words):
    """Press Ctrl+U until it filled `key`: what is known may still be on its way."""

    def pressed():
        screen.press("ctrl+u")
        try:
            until(lambda: drafts(data)[0].answers.display(key) == words, "", 2)
        except AssertionError:
            return False
        return True

    until(pressed, f"{key} was never filled")


def test_a_known_unit_comes_back_with_one_key_a_part(data):
    with Screen() as screen:
        screen.open_window(data)
        until(lambda: opened(screen, data), "no case was opened")
        screen.press("Return", "Return")
        until(lambda: drafts(data)[0].focus == "unit.uscc", "never came to the code")
        screen.type_and_go_on(CODE)
        filled(screen, data, "unit.name", "大关县青禾商贸有限公司")
        assert drafts(data)[0].answers.display("unit.uscc") == CODE
        filled(screen, data, "agent.name", "周文")
        filled(screen, data, "system.retention_days", "30")
        assert len(drafts(data)[0].answers.rows()) == 3
        screen.press("ctrl+shift+z")
        shows(data, "system.retention_days", "")
        assert drafts(data)[0].answers.rows() == ()
        shows(data, "agent.name", "周文")
