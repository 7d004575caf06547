"""Bar charts: what is drawn lies where it can be seen, and says what it shows."""

import pytest

from counter_app.domain.statistics.charts import (
    BarFill,
    Chart,
    ChartDirection,
    Series,
    drawn,
    least_height,
    scale_of,
)

TWO = Chart(
    "受理和备案", ("1月", "2月", "3月"), (Series("受理", (4, 0, 10)), Series("备案", (2, 5, 9), BarFill.HATCHED))
)
LYING = Chart("事项", ("很长很长很长很长很长的名称", "短"), (Series("份数", (8, 2)),), ChartDirection.LYING)


def measured(text):
    return 10.0 * len(text)


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (73, (0, 20, 40, 60, 80)),
        (616, (0, 200, 400, 600, 800)),
        (1_000_000, (0, 500_000, 1_000_000)),
    ],
)
def test_the_scale_has_round_marks_up_to_the_highest(highest, marks):
    assert scale_of(highest) == marks


@pytest.mark.parametrize("chart", [TWO, LYING], ids=["upright", "lying"])
def test_everything_lies_within_the_chart(chart):
    made = drawn(chart, 600, 200, 10, measured)
    for box in made.boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= 600
        assert box.top + box.height <= 200


def test_bars_are_as_long_as_their_values_and_none_stands_for_nothing():
    made = drawn(TWO, 600, 200, 10, measured)
    solid = [box.height for box in made.boxes if box.fill is BarFill.SOLID]
    legend = solid.pop()
    assert solid[1] / solid[0] == pytest.approx(10 / 4)
    assert legend == 9  # of the legend
    assert len([box for box in made.boxes if box.fill is BarFill.HATCHED]) == 3 + 1


def test_long_names_are_shortened_and_told_whole_to_those_who_do_not_see():
    made = drawn(LYING, 200, 100, 10, measured)
    assert "很长很长很长很…" in [text.text for text in made.texts]
    assert LYING.words == "事项。很长很长很长很长很长的名称：份数8；短：份数2"


def test_labels_that_have_no_room_beside_each_other_are_left_out():
    days = Chart("日", tuple(f"{day}" for day in range(1, 32)), (Series("受理", (1,) * 31),))
    said = [text.text for text in drawn(days, 310, 100, 10, measured).texts if text.quiet]
    assert said[:2] == ["0", "1"]  # the scale
    assert len(said) == 2 + 11


def test_a_chart_of_lying_bars_is_as_high_as_it_has_lines():
    assert least_height(LYING, 10) == pytest.approx(34)


def test_the_number_above_the_highest_bar_stands_below_the_legend():
    chart = Chart("受理", ("29", "30"), (Series("受理", (0, 3)), Series("备案", (0, 3), BarFill.HATCHED)))
    size = 10.0
    texts = drawn(chart, 300, 200, size, lambda text: 10.0 * len(text)).texts
    legend = next(text for text in texts if text.text == "备案")
    number = next(text for text in texts if text.text == "3" and text.x > 100)
    assert number.y - legend.y >= 1.2 * size
