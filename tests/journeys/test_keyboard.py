"""One walk-in by keyboard alone, typed by a hand outside the program, to the paper in the applicant's hand."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_counter
from counter_app.domain.filing import FilingState
from counter_app.services import cases, printing
from counter_app.services.unattended import DEMO_OFFICE, DEMO_WORKSTATION, furnish_office
from counter_app.settings import WorkstationFile
from tests.journeys.display import MISSING, Screen, until
from tests.journeys.reading import pdf_cells

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")

SAMPLES = Path(__file__).parents[1] / "samples"
KEYED = "{unit[name]}{agent[name]}{system[address]}"
LP = """#!/bin/sh
# A printer that keeps what it is given.
echo "$@" >> "$COUNTER_PRINTED/jobs"
cat > "$COUNTER_PRINTED/paper.pdf"
"""
LPSTAT = """#!/bin/sh
case "$1" in -e) echo Counter;; -d) echo "system default destination: Counter";; esac
"""


@pytest.fixture
def data():
    """A data folder of a set-up office."""
    folder = Path(os.environ["COUNTER_APP_DATA"])
    with keeping_counter(folder) as counter:
        furnish_office(counter)
    WorkstationFile(folder).save(DEMO_WORKSTATION)
    return folder


@pytest.fixture
def screen(printed):
    """A counter's screen with a printer."""
    with Screen() as screen:
        screen.environment.update(PATH=f"{printed}:{screen.environment['PATH']}", COUNTER_PRINTED=str(printed))
        yield screen
        screen.picture(printed / "end.png")


@pytest.fixture
def printed(tmp_path):
    """A folder in which a printer puts what it was given."""
    for name, script in (("lp", LP), ("lpstat", LPSTAT)):
        (tmp_path / name).write_text(script, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    return tmp_path


ORDER = (
    "unit.name", "unit.kind", "unit.uscc", "agent.name", "agent.id_type", "agent.id_number", "agent.phone",
    "system.place_category", "system.in_use_since", "system.address", "system.function_types",
    "system.device_count", "system.retention_days",
)  # fmt: skip


def key_in(screen, data, sample):
    """Key one sample as a practised clerk does: lists by number or code, Enter to go on, an eye on where one is."""
    unit, agent, system = sample["unit"], sample["agent"], sample["system"]
    texts = (
        unit["name"], "3", unit.get("uscc", ""), agent["name"], "1", agent["id_number"], agent["phone"],
        "commerce", system["in_use_since"], system["address"], " ", str(system["device_count"]),
    )  # fmt: skip
    for text, following in zip(texts, ORDER[1:], strict=True):
        screen.type_and_go_on(text)
        until(lambda following=following: is_at(screen, data, following), f"never came to {following}")
    screen.press("ctrl+Return")
    numbers = {"bullet": "1", "dome": "2", "ptz": "3"}
    screen.press("Insert")
    for device in sample["devices"]:
        screen.type_and_go_on(device["location"])
        screen.type_and_go_on(numbers[device["device_type"]])
    screen.press("ctrl+Return")


def is_at(screen, data, key):
    """Whether the clerk stands in the field `key`; where not yet, Enter once more."""
    try:
        until(lambda: the_case(data).focus == key, "", 3)
    except AssertionError:
        screen.press("Return")
        return False
    return True


def open_a_case(screen, data):
    """Press Ctrl+N, and say whether a case came of it: the window may still have been opening its database."""
    screen.press("ctrl+n")

    def opened():
        with keeping_counter(data) as counter:
            return bool(cases.todays_cases(counter))

    try:
        until(opened, "", 5)
    except AssertionError:
        return False
    return True


def printed_by_enter(screen, printed):
    """Answer the one question there is with its default, and say whether paper came out."""
    if (printed / "paper.pdf").is_file():
        return True
    screen.press("Return")
    return False


def the_case(data):
    """The one case of the day as it is kept."""
    with keeping_counter(data) as counter:
        line = next(line for line in cases.todays_cases(counter))
        return cases.load_case(counter, line.reference).filing


def test_four_at_once_by_keyboard_alone(data, screen, printed):
    sample = json.loads((SAMPLES / "03-four-at-once.json").read_text(encoding="utf-8"))
    screen.learn(KEYED.format(**sample) + "".join(device["location"] for device in sample["devices"]))
    screen.open_counter(data)
    until(lambda: open_a_case(screen, data), "no case was opened")
    key_in(screen, data, sample)
    screen.press("0", "Down", "space")  # 身份证件未提交, 授权书合格
    screen.press("F8")
    until(lambda: printed_by_enter(screen, printed), "nothing was printed")
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
    with keeping_counter(data) as counter:
        (paper,) = printing.papers_of_case(counter, filing.reference)
    assert filing.state is FilingState.DEFICIENT
    assert "-d Counter -n 2" in (printed / "jobs").read_text(encoding="utf-8")
    assert paper.number.written(DEMO_OFFICE.prefix).endswith("0001号")
    rows = [
        cells for cells in pdf_cells((printed / "paper.pdf").read_bytes()) if cells and re.fullmatch(r"\d+", cells[0])
    ]
    assert rows == [
        [str(number), *("".join(item[part].split()) for part in ("message", "requirement", "basis", "mend"))]
        for number, item in enumerate(paper.content["deficiencies"], 1)
    ]
    assert [item["code"] for item in paper.content["deficiencies"]] == [
        "unit.uscc.missing",
        "agent.id_number.checksum",
        "system.retention_days.missing",
        "agent_id.not_presented",
    ]
