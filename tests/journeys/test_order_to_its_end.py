"""An order is served on a later day and looked at again until it is closed, by keyboard alone and by mouse alone.

Long: it runs with the long trials.
"""

import os
from pathlib import Path

import pytest

from tests.journeys.order_tasks import TASKS, WRITTEN, make_office_with_order
from tests.journeys.sight import Mouse, can_be_seen, seen_screen
from tests.journeys.ten_tasks import Keys
from tests.journeys.test_ten_tasks import COLUMNS, counted, told

pytestmark = [pytest.mark.soak, can_be_seen]


@pytest.mark.parametrize("way", COLUMNS)
def test_an_order_is_served_and_looked_at_again_until_it_is_closed(way, printer):
    office = make_office_with_order(Path(os.environ["COUNTER_APP_DATA"]))
    with seen_screen(**printer.environment) as (screen, reader):
        screen.learn(WRITTEN)
        mouse = Mouse(screen, reader, screen.open_window(office.folder))
        hand = mouse if way == "mouse" else Keys(screen, mouse)
        assert counted(hand, mouse, TASKS, office, way) == told(way, TASKS)
