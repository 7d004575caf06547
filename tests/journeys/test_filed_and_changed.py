"""A first visit to its filing, and a change of it, by keyboard alone and with every key counted."""

import json
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import printing
from tests.cases_kept import todays_cases
from tests.journeys.display import MISSING, Screen, until
from tests.journeys.reading import pdf_cells, pdf_text

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")

SAMPLE = json.loads((Path(__file__).parents[1] / "samples" / "01-complete.json").read_text("utf-8"))
NUMBER = "530624202600000123"
KEYS_A_SECOND = 3
"""What a practised clerk keys, numbers and an input method mixed."""
KEYS_A_CHARACTER = 3
"""Keys an input method takes for one Chinese character, its choice included."""
TWO_MINUTES = 120
TYPES = {"bullet": "1", "dome": "2", "ptz": "3"}


class Clerk:
    """The clerk: types, and counts the keys."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Press keys one after another; one held down with another counts as one."""
        self.keys += len(keys)
        self._screen.press(*keys)

    def type(self, text: str) -> None:
        """Type text."""
        self.keys += sum(1 if character.isascii() else KEYS_A_CHARACTER for character in text)
        self._screen.type(text)

    def type_and_go_on(self, text: str) -> None:
        """Type into the field that has the keyboard and press Enter for the next."""
        self.keys += sum(1 if character.isascii() else KEYS_A_CHARACTER for character in text) + 1
        self._screen.type_and_go_on(text)

    @property
    def seconds(self) -> float:
        """How long a clerk takes for the keys so far."""
        return self.keys / KEYS_A_SECOND


@pytest.fixture
def clerk(data, printer):
    """A clerk on the keyboard of an open counter."""
    with Screen() as screen:
        unit, agent, system = SAMPLE["unit"], SAMPLE["agent"], SAMPLE["system"]
        places = "".join(device["location"] for device in SAMPLE["devices"])
        screen.learn(unit["name"] + agent["name"] + system["address"] + places + "仓库")
        screen.environment.update(printer.environment)
        screen.open_window(data)
        yield Clerk(screen)
        screen.picture(printer.folder / "end.png")


def newest(data):
    """The case opened last, as it is kept; None before the first."""
    with keeping_backend(data) as backend:
        lines = sorted(todays_cases(backend), key=lambda line: line.received_at)
        return cases.load_case(backend, lines[-1].reference).filing if lines else None


def comes_to(data, key):
    """Wait until the clerk stands in `key`."""
    until(lambda: (filing := newest(data)) is not None and filing.focus == key, f"never came to {key}")


def becomes(data, state):
    until(lambda: newest(data).state is state, f"never became {state}")


def papers(data):
    with keeping_backend(data) as backend:
        return {paper.document: paper for paper in printing.papers_of_case(backend, newest(data).reference)}


def prints(printer, count):
    """Wait until so many papers have come out of the printer."""
    until(lambda: sum(job.pdf.is_file() for job in printer.jobs()) >= count, f"paper {count} was never printed")
    return [job.pdf for job in printer.jobs()]


def open_a_case(clerk, data):
    """Press Ctrl+N, and say whether a case came of it: the window may still have been opening its database."""
    clerk.press("ctrl+n")
    try:
        until(lambda: newest(data) is not None, "", 5)
    except AssertionError:
        return False
    return True


def key_in(clerk, data):
    """Key the sample: lists by number or code, Enter to go on."""
    unit, agent, system = SAMPLE["unit"], SAMPLE["agent"], SAMPLE["system"]
    fields = (
        (unit["name"], "unit.kind"), ("3", "unit.uscc"), (unit["uscc"], "agent.name"), (agent["name"], "agent.id_type"),
        ("1", "agent.id_number"), (agent["id_number"], "agent.phone"), (agent["phone"], "system.place_category"),
        ("commerce", "system.in_use_since"), (system["in_use_since"], "system.address"),
        (system["address"], "system.function_types"), (" ", "system.device_count"),
        (str(system["device_count"]), "system.retention_days"),
    )  # fmt: skip
    for text, following in fields:
        clerk.type_and_go_on(text)
        comes_to(data, following)
    clerk.type(str(system["retention_days"]))
    clerk.press("ctrl+Return", "Insert")
    for device in SAMPLE["devices"]:
        clerk.type_and_go_on(device["location"])
        clerk.type_and_go_on(TYPES[device["device_type"]])


def accept_both_papers(clerk, data):
    """Out of the table to the papers, and both are in order."""
    clerk.press("ctrl+Return", "space", "Down", "space")
    until(lambda: len(newest(data).materials) == 2, "the papers were not judged")


def key_into_the_platform(clerk, data):
    """Item after item with one key, then the number; the number twice where it looks odd."""
    clerk.press("F11")
    for _item in range(60):
        if keyed_all(data):
            break
        clerk.press("space")
    assert keyed_all(data), "the items were never all ticked"


def keyed_all(data):
    """Whether every item that is due has been ticked."""
    from counter_app.domain.filing.platform_changes import changed_first
    from counter_app.domain.filing.platform_entry import platform_items
    from counter_app.services.platform import platform_entry

    with keeping_backend(data) as backend:
        filing = newest(data)
        state = platform_entry.platform_state(backend, filing.reference)
        items = changed_first(platform_items(filing.answers, filing.materials), state.changes, filing.answers)
        return {item.key for item in items if item.is_due} <= set(state.ticks)


def give_the_number(clerk, data, number):
    """Key the number where the keyboard stands, twice where the counter asks for it."""
    clerk.type_and_go_on(number)
    try:
        until(lambda: newest(data).state is FilingState.FILED, "", 4)
    except AssertionError:
        clerk.type_and_go_on(NUMBER)
        becomes(data, FilingState.FILED)


def test_from_the_first_key_to_the_filing_and_on_to_a_change(clerk, data, printer):
    until(lambda: open_a_case(clerk, data), "no case was opened")
    clerk.keys = 1  # Ctrl+N was pressed until the window stood; a clerk presses it once
    key_in(clerk, data)
    accept_both_papers(clerk, data)
    clerk.press("F9")
    becomes(data, FilingState.COMPLETE)
    prints(printer, 2)
    key_into_the_platform(clerk, data)
    give_the_number(clerk, data, NUMBER)
    receipt = prints(printer, 3)[-1]
    assert NUMBER in pdf_text(receipt)
    assert papers(data)["filing_receipt"].number is not None
    print(f"first visit to filed: {clerk.keys} keys, {clerk.seconds:.0f} s at {KEYS_A_SECOND} keys a second")
    assert clerk.seconds < TWO_MINUTES

    filed, before = newest(data), clerk.keys
    clerk.press("ctrl+shift+n")
    until(lambda: newest(data).kind is FilingKind.CHANGE, "no change was opened")
    clerk.press("ctrl+Return", "ctrl+Return")
    comes_to(data, "system.place_category")
    clerk.press("Return", "Return", "Return", "Return")
    comes_to(data, "system.device_count")
    clerk.type_and_go_on("4")
    comes_to(data, "system.retention_days")
    clerk.type("60")
    clerk.press("ctrl+Return", "ctrl+End", "Insert")
    clerk.type_and_go_on("仓库")
    clerk.type_and_go_on(TYPES["bullet"])
    accept_both_papers(clerk, data)
    clerk.press("F9")
    becomes(data, FilingState.COMPLETE)
    prints(printer, 5)
    key_into_the_platform(clerk, data)
    give_the_number(clerk, data, "")
    receipt = prints(printer, 6)[-1]
    print(f"the change: {clerk.keys - before} keys, {(clerk.keys - before) / KEYS_A_SECOND:.0f} s")

    change = newest(data)
    assert (change.changes, change.platform_number) == (filed.reference, NUMBER)
    rows = [cells for cells in pdf_cells(receipt.read_bytes()) if len(cells) == 4 and cells[0].isdecimal()]
    assert rows == [["1", "图像采集设备数量", "3", "4"], ["2", "视频图像信息存储期限（天）", "30", "60"]]
    assert "新增" in pdf_text(receipt)
    assert "仓库、枪机" in pdf_text(receipt)
