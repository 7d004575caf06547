"""The ten commonest tasks are done by keyboard alone and by mouse alone, for no more than the documentation says.

Long: it runs with the long trials.
"""

import os
from pathlib import Path

import pytest

from tests.journeys.display import until
from tests.journeys.sight import Mouse, can_be_seen, seen_screen
from tests.journeys.ten_tasks import TASKS, WRITTEN, Keys, make_office

pytestmark = [pytest.mark.soak, can_be_seen]

TABLE = Path(__file__).parents[2] / "docs" / "keystrokes.md"
COLUMNS = {"keys": 1, "mouse": 2}


def told(hand, tasks):
    """What the documentation says that tasks cost a hand: task -> keys or clicks."""
    lines = [line.strip("|").split("|") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    column = COLUMNS[hand]  # the last table, of the samples, has none for the mouse
    known = {line[0]: int(line[column]) for line in cells if len(line) > column and line[1].isdecimal()}
    return {task.name: known[task.name] for task in tasks}


def counted(hand, mouse, tasks, office, way):
    """Do tasks one after another and look what came of each: task -> keys or clicks."""
    cost = {}
    for task in tasks:
        acts, letters = hand.acts, hand.letters
        (task.by_mouse if way == "mouse" else task.by_keys)(hand)
        if task.seen:
            mouse.find(task.seen)
        until(lambda task=task: task.done(office), f"nothing came of: {task.name}", 20)
        cost[task.name] = hand.acts - acts
        print(f"{task.name}: {hand.acts - acts} acts, {hand.letters - letters} letters")
    return cost


@pytest.fixture
def office():
    return make_office(Path(os.environ["COUNTER_APP_DATA"]))


@pytest.mark.parametrize("way", COLUMNS)
def test_each_task_costs_what_the_documentation_says(way, office, printer):
    with seen_screen(**printer.environment) as (screen, reader):
        screen.learn(WRITTEN)
        mouse = Mouse(screen, reader, screen.open_window(office.folder))
        hand = mouse if way == "mouse" else Keys(screen, mouse)
        assert counted(hand, mouse, TASKS, office, way) == told(way, TASKS)
