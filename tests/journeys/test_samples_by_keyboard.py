"""Every sample is keyed with real keys in the running program, one after another, and comes to what it is to come to.

Each key is pressed once and nothing is looked at on the way: a key that is lost shows in the case. Complete ones get
their receipt, deficient ones their notice; of those that nobody can tell yet both are refused. Long: it runs with the
long trials, and prints keys, letters and seconds of each.
"""

import json
import time
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION
from counter_app.services.papers import printing
from tests.journeys.display import MISSING, Screen, until

pytestmark = [pytest.mark.soak, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")]

SAMPLES = Path(__file__).parents[1] / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
TABLE = Path(__file__).parents[2] / "docs" / "keystrokes.md"
KINDS = {"government": "1", "enterprise": "3"}
DEVICES = {"bullet": "1", "dome": "2", "ptz": "3"}
PAPERS = ("agent_id", "authorization_letter", "information_sheet", "device_list")
JUDGED = {"accepted": ("space",), "not_presented": ("0",), "rejected": ("x", "1")}
WRITTEN = (
    "大关县青禾商贸有限公司周文翠华镇人民路12号广场军队单位无统一社会信用代码年月日０１２３４５６７８９"
    "一楼东门地下停车场入口三楼扶梯口女更衣室内"
)
ENDS = {"complete": ("complete", True), "deficient": ("deficient", True), "unreviewed": ("draft", False)}
"""State of the case, and whether there is a paper."""


class Hand:
    """Presses each key once, and counts."""

    def __init__(self, screen):
        self.screen = screen
        self.keys = self.letters = 0

    def press(self, *keys):
        self.keys += len(keys)
        self.screen.press(*keys)

    def write(self, *texts):
        """Write into the field that has the keyboard, and Enter after each."""
        for text in texts:
            self.keys += 1
            self.letters += len(text)
            self.screen.type_and_go_on(text, letters=12, beat=0.05)

    def type(self, text):
        self.letters += len(text)
        self.screen.type(text, letters=12)


def key_in(hand, name, sample):
    """All that is asked, from the unit to the papers; each sample is a unit of its own, its number behind its name."""
    unit, agent, system = sample["unit"], sample["agent"], sample["system"]
    hand.press("ctrl+n")
    hand.write(unit["name"] + name[:2], KINDS[unit["kind"]], unit.get("uscc", "").strip())
    if reason := unit.get("uscc_absence_reason"):
        hand.press("shift+Return")  # asked for once the code was left out
        hand.write(reason)
    hand.write(agent["name"], "1", agent["id_number"], agent["phone"])
    hand.write("commerce", system["in_use_since"], system["address"] + name[:2], " ", str(system["device_count"]))
    hand.type(str(system.get("retention_days", "")))
    hand.press("ctrl+Return")
    if devices := sample.get("devices"):
        hand.press("Insert")
        for device in devices:
            hand.write(device["location"].strip(), DEVICES[device["device_type"]])
    hand.press("ctrl+Return", "alt+d")
    hand.write(sample["received_on"])
    judge(hand, sample["materials"])
    if sample.get("confirmed"):
        hand.press("ctrl+r", "ctrl+r")  # to the entry, then: it is so on the document


def judge(hand, materials):
    """Judge the papers from the first to the last that was brought."""
    last = max(PAPERS.index(paper) for paper in materials)
    for place, paper in enumerate(PAPERS[: last + 1]):
        if place:
            hand.press("Down")
        if paper in materials:
            hand.press(*JUDGED[materials[paper]["state"]])


def all_printed(printer):
    """How many papers came out whole."""
    return sum(job.pdf.is_file() for job in printer.jobs())


def told():
    """What the documentation says: sample -> keys."""
    lines = [line.strip("|").split("|") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return {line[0]: int(line[1]) for line in cells if line[0] in EXPECTED}


def finish(hand, verdict, printer, program):
    """Receipt or notice, whichever may be issued; a notice goes back with the papers and was signed for."""
    if verdict != "deficient":
        hand.press("F9")
    else:
        before = all_printed(printer)
        hand.press("F8", "Return")
        until(lambda: all_printed(printer) > before, "no notice was printed")
        hand.screen.until_idle(program)
        hand.press("Return")
    hand.screen.until_idle(program)


def case_in_front(data):
    """The case on the screen as it is kept, what it comes to, and which papers of it were issued."""
    with keeping_backend(data) as backend:
        reference = cases.load_window_state(backend, post=DEMO_WORKSTATION.post).active
        case = cases.load_case(backend, reference)
        return case.filing, case.findings, [paper.document for paper in printing.papers_of_case(backend, reference)]


def test_every_sample_comes_to_its_verdict_and_its_paper(data, printer):
    cost, done = {}, set()
    with Screen() as screen:
        screen.environment |= printer.environment
        screen.learn(WRITTEN)
        program = screen.open_window(data)
        for name, expected in EXPECTED.items():
            sample = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
            hand, since = Hand(screen), time.monotonic()
            key_in(hand, name, sample)
            finish(hand, expected["verdict"], printer, program)
            seconds = time.monotonic() - since
            filing, findings, papers = case_in_front(data)
            assert filing.reference not in done, f"no case was opened for {name}"
            assert (name, findings.verdict.value) == (name, expected["verdict"])
            assert sorted(findings.codes) == sorted(expected["deficiencies"])
            assert sorted(findings.advisory_codes) == sorted(expected["advisories"])
            assert sorted(findings.unreviewed) == sorted(expected["unreviewed"])
            assert filing.received_on.isoformat() == sample["received_on"]
            assert (name, filing.state.value, bool(papers)) == (name, *ENDS[expected["verdict"]])
            done.add(filing.reference)
            cost[name] = hand.keys
            print(f"{name}: {hand.keys} keys, {hand.letters} letters, {seconds:.1f} s")
            screen.press("ctrl+w")
    assert cost == told()
