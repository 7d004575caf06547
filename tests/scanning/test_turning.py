"""A part of a turned page is found again where it lay before."""

import itertools

import pytest
from PIL import Image

from counter_app.scanning.turning import CLOCKWISE, NOTED, part_before, turned_size

TURNS = list(Image.Transpose)


def _page():
    page = Image.new("L", (17, 11))
    page.putdata([(7 * place) % 256 for place in range(17 * 11)])
    return page


def _all(page, turns):
    for turn in turns:
        page = page.transpose(turn)
    return page


@pytest.mark.parametrize("turns", [[], *([turn] for turn in TURNS), *itertools.product(TURNS, repeat=2)])
def test_cutting_first_and_turning_then_is_turning_first_and_cutting_then(turns):
    page = _page()
    whole = _all(page, turns)
    assert turned_size(page.size, turns) == whole.size
    left, top, width, height = part = 2, 3, 5, 4
    cut = whole.crop((left, top, left + width, top + height))
    left, top, width, height = part_before(part, whole.size, turns)
    assert _all(page.crop((left, top, left + width, top + height)), turns).tobytes() == cut.tobytes()


def test_every_note_of_a_camera_and_every_quarter_is_known():
    assert sorted(NOTED) == [2, 3, 4, 5, 6, 7, 8]
    assert sorted(CLOCKWISE) == [90, 180, 270]
