"""One walk-in by keyboard alone, typed from outside the program, to the printed paper.

Each key is pressed once and nothing is waited for, at a clerk's pace and at a scanner's: no key may be lost.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import printing
from tests.cases_kept import todays_cases
from tests.journeys.display import MISSING, Screen, until
from tests.journeys.reading import pdf_cells

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")

SAMPLES = Path(__file__).parents[1] / "samples"
KEYED = "{unit[name]}{agent[name]}{system[address]}"


@pytest.fixture
def screen(printer):
    """A counter's screen with a printer."""
    with Screen() as screen:
        screen.environment.update(printer.environment)
        yield screen
        screen.picture(printer.folder / "end.png")


@dataclass(frozen=True)
class Pace:
    """Milliseconds between two letters, seconds between a word and Enter."""

    letters: int
    beat: float


PACES = {"a practised clerk": Pace(25, 0.12), "as fast as a scanner": Pace(0, 0)}


def key_in(screen, sample, pace):
    """Key one sample without looking: lists by number or code, Enter to go on, each key once."""
    unit, agent, system = sample["unit"], sample["agent"], sample["system"]
    texts = (
        unit["name"], "3", unit.get("uscc", ""), agent["name"], "1", agent["id_number"], agent["phone"],
        "commerce", system["in_use_since"], system["address"], " ", str(system["device_count"]),
    )  # fmt: skip
    for text in texts:
        screen.type_and_go_on(text, letters=pace.letters, beat=pace.beat)
    screen.press("ctrl+Return")
    numbers = {"bullet": "1", "dome": "2", "ptz": "3"}
    screen.press("Insert")
    for device in sample["devices"]:
        for text in (device["location"], numbers[device["device_type"]]):
            screen.type_and_go_on(text, letters=pace.letters, beat=pace.beat)
    screen.press("ctrl+Return")


def the_case(data):
    """The one case of the day as it is kept."""
    with keeping_backend(data) as backend:
        (line,) = todays_cases(backend)
        return cases.load_case(backend, line.reference).filing


@pytest.mark.parametrize("pace", PACES.values(), ids=PACES)
def test_four_at_once_by_keyboard_alone(data, screen, printer, pace):
    sample = json.loads((SAMPLES / "03-four-at-once.json").read_text(encoding="utf-8"))
    screen.learn(KEYED.format(**sample) + "".join(device["location"] for device in sample["devices"]))
    screen.open_window(data)
    # From here on each key once and nothing is looked at: a key that is lost shows in the case.
    screen.press("ctrl+n")
    key_in(screen, sample, pace)
    screen.press("0", "Down", "x", "1")  # 身份证件未提交, 授权书未加盖公章
    screen.press("F8", "Return")  # the papers go back to the applicant
    until(lambda: any(job.pdf.is_file() for job in printer.jobs()), "nothing was printed", 60)
    filing = the_case(data)
    keyed = {key: filing.answers.get(key) for key in filing.answers.raw if not filing.answers.is_blank(key)}
    assert keyed == {
        "unit.name": sample["unit"]["name"],
        "unit.kind": "enterprise",
        "agent.name": sample["agent"]["name"],
        "agent.id_type": "resident_id",
        "agent.id_number": sample["agent"]["id_number"],
        "agent.phone": sample["agent"]["phone"],
        "system.place_category": "commerce",
        "system.in_use_since": date.fromisoformat(sample["system"]["in_use_since"]),
        "system.address": sample["system"]["address"],
        "system.function_types": ("video",),
        "system.device_count": 3,
    }
    with keeping_backend(data) as backend:
        (paper,) = printing.papers_of_case(backend, filing.reference)
    assert filing.state is FilingState.DEFICIENT
    (job,) = printer.jobs()
    assert "-d Counter -n 2" in job.arguments
    assert paper.written_number == "大公（视）补字〔2026〕1号"
    rows = [cells for cells in pdf_cells(job.pdf.read_bytes()) if cells and re.fullmatch(r"\d+", cells[0])]
    assert rows == [
        [str(number), *("".join(item[part].split()) for part in ("message", "requirement", "basis", "mend"))]
        for number, item in enumerate(paper.content["deficiencies"], 1)
    ]
    assert [item["code"] for item in paper.content["deficiencies"]] == [
        "unit.uscc.missing",
        "system.retention_days.missing",
        "agent_id.not_presented",
        "authorization_letter.not_sealed",
    ]
