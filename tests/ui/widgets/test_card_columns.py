"""Cards in one column, on a wide screen in two."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from counter_app.ui.style import grid
from counter_app.ui.widgets.card_columns import CardColumns


@pytest.fixture
def cards(qtbot, theme):
    made = [QLabel(f"第{place}张") for place in range(1, 6)]
    columns = CardColumns(made)
    qtbot.addWidget(columns)
    columns.resize(1158, 400)
    columns.show()
    return columns, made


def places(cards):
    columns, made = cards
    QApplication.processEvents()
    tops = [card.mapTo(columns, card.rect().topLeft()) for card in made]
    return [(place.x() > 0, place.y()) for place in tops]


def test_a_narrow_page_has_one_column_in_its_whole_width(cards):
    assert [right for right, _top in places(cards)] == [False] * 5
    assert cards[1][0].width() == 1158
    assert [top for _right, top in places(cards)] == sorted(top for _right, top in places(cards))


def test_a_wide_page_has_each_second_card_at_the_right_and_a_zoom_takes_it_back(cards, theme):
    columns, made = cards
    columns.resize(1700, 400)
    assert [right for right, _top in places(cards)] == [False, True, False, True, False]
    assert places(cards)[1][1] == places(cards)[0][1] == 0
    made[0].setFixedHeight(200)
    assert places(cards)[3][1] < places(cards)[2][1] >= 200, "the columns are filled apart from each other"
    theme.set_zoom(150)
    assert [right for right, _top in places(cards)] == [False] * 5
    assert grid.px(100) == 150
