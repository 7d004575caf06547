"""A return visit by keyboard alone: a scan opens the case, what was missed stops the notice, a supervisor lets it pass.

The applicant was told of two items. Back again, one is mended; but now the clerk finds the ID illegible that was good
enough before. 第八条 says once: nothing is printed until a supervisor answers for it.
"""

import json
import os
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION, create_sample_office
from counter_app.services.lists import statistics
from counter_app.services.office import supervision
from counter_app.services.office.offices import at_office
from counter_app.services.papers import delivery, printing
from counter_app.settings import WorkstationFile
from tests.cases_kept import todays_cases, unfinished_cases
from tests.fakes.memory_backend import intake_of
from tests.journeys.display import MISSING, Screen, until
from tests.journeys.reading import pdf_text

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")

SAMPLE = json.loads((Path(__file__).parents[1] / "samples" / "02-letter-not-sealed.json").read_text("utf-8"))
POST = DEMO_WORKSTATION.post
REASON = "not looked at closely"


@pytest.fixture
def data():
    """A set-up office with a supervisor; the case of two items stands open at the window."""
    folder = Path(os.environ["COUNTER_APP_DATA"])
    with keeping_backend(folder) as backend:
        create_sample_office(backend)
        supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
        intake = intake_of(SAMPLE, backend.forms.current())
        filing = cases.open_case(backend, post=POST, intake=intake).filing
        filing.answer("system.retention_days", "")
        cases.save_draft(backend, filing, post=POST)
        cases.save_window_state(backend, cases.WindowState((filing.reference,), filing.reference), post=POST)
    WorkstationFile(folder).save(DEMO_WORKSTATION)
    return folder


@pytest.fixture
def screen(data, printer):
    """A counter's screen with a printer, the case in front."""
    with Screen() as screen:
        screen.environment.update(printer.environment)
        screen.open_window(data)
        yield screen
        screen.picture(printer.folder / "end.png")


def looked(data, look):
    with keeping_backend(data) as backend:
        return look(backend)


def notices(data, reference):
    """The notices of the case so far, each with how it was served."""
    return looked(data, lambda backend: delivery.notices_with_deliveries(backend, reference))


def at(data, reference):
    """The field in which the clerk is, as it is kept."""
    return looked(data, lambda backend: cases.load_case(backend, reference).filing.focus)


def answer(screen, true, say):
    """Press Enter at the question that stands until something came of it."""

    def answered():
        if true():
            return True
        screen.press("Return")
        return False

    until(answered, say)


def printed(printer, count):
    return sum(job.pdf.is_file() for job in printer.jobs()) >= count


def press_until(screen, key, true, say):
    """Press a key now and again until something came of it: the window may still have been busy."""

    def pressed():
        try:
            until(true, "", 4)
        except AssertionError:
            screen.press(key)
            return False
        return True

    screen.press(key)
    until(pressed, say)


def test_what_was_missed_is_printed_only_for_a_supervisors_reason(data, screen, printer):
    reference = looked(data, lambda backend: todays_cases(backend) or unfinished_cases(backend))[0].reference

    # The first visit ends with a notice of two items, signed for.
    press_until(screen, "F8", lambda: notice_or_question(data, reference, screen), "F8 asked nothing")
    answer(screen, lambda: printed(printer, 1), "the first notice was never printed")
    answer(screen, lambda: notices(data, reference)[0][1] is not None, "the signature was not put down")
    number = notices(data, reference)[0][0].number.barcode

    # Somebody else is served; then the applicant is back, and the notice is scanned into a field of the other's case.
    screen.press("ctrl+w", "ctrl+n")
    other = another_case(data, reference)
    screen.type("xy")
    scan(screen, number)
    until(lambda: at(data, reference) == "system.retention_days", "the scan did not open the case at its open item")
    kept = looked(data, lambda backend: cases.load_case(backend, other).filing.answers.raw.get("unit.name"))
    assert kept == "xy", "what was scanned stays in no field"

    # One item is mended; the ID, accepted before, is found illegible now.
    screen.type_and_go_on("90")
    screen.press("F7", "x", "2")
    until(lambda: looked(data, lambda backend: rejected(backend, reference)), "the ID was not rejected")
    screen.press("F8")
    screen.type_and_go_on(REASON)
    screen.press("Return")
    screen.type_and_go_on("135790")
    assert not printed(printer, 2), "nothing is printed before the supervisor has agreed"
    answer(screen, lambda: printed(printer, 2), "the second notice was never printed")

    [(_first, _), (second, _served)] = notices(data, reference)
    origins = looked(data, lambda backend: printing.facts_of(backend, second).further_notice.origins)
    assert dict(origins) == {
        "agent_id.illegible": DeficiencyOrigin.MISSED,
        "authorization_letter.not_sealed": DeficiencyOrigin.CARRIED_OVER,
    }
    papers = [pdf_text(job.pdf) for job in printer.jobs()]
    assert "前次告知遗漏" not in papers[0]
    assert "为前次告知遗漏，本次补充告知" in papers[1]
    assert "补字〔2026〕1号" in papers[1]
    broken = looked(data, broken_today)
    assert broken.count == 1
    assert (broken.lines[0].promise.reason, broken.lines[0].promise.supervisor) == (REASON, "赵主任")


def scan(screen, number):
    """As a scanner types: fast, Enter last."""
    keys = ["minus" if letter == "-" else letter for letter in number]
    screen.xdotool("key", "--clearmodifiers", "--delay", "4", *keys, "Return")


def notice_or_question(data, reference, screen):
    """F8 was heard: the question of the papers takes Enter, and a notice comes of it."""
    screen.press("Return")
    return bool(notices(data, reference))


def another_case(data, reference):
    """The reference of the case opened beside the first, as soon as it is there."""

    def others():
        lines = looked(data, unfinished_cases)
        return [line.reference for line in lines if line.reference != reference]

    until(lambda: bool(others()), "no other case was opened")
    return others()[0]


def rejected(backend, reference):
    material = cases.load_case(backend, reference).filing.materials["agent_id"]
    return material.defects == ("illegible",)


def broken_today(backend):
    with at_office(backend) as now:
        return statistics.broken_promises(backend, now.day, now.day)
