"""Lists of cases: nothing cut while there is space, and nothing to cross on a large screen."""

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel

from counter_app.ui.widgets.list_view import fit_columns, list_view

LONG = "云南昭通乌蒙山国家级风景名胜区大关黄连河景区旅游开发股份有限公司"


@pytest.fixture
def view(qtbot, theme):
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["时间", "单位", "状态", "编号"])
    for unit in ("大关县筇竹中学", LONG):
        model.appendRow([QStandardItem(text) for text in ("09:15", unit, "待录入", "收字〔2026〕6号")])
    view = list_view(model, "受理列表")
    view.kept = model
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    fit_columns(view, 1)
    return view


def test_on_a_large_screen_what_is_left_over_goes_to_all_columns(qtbot, view):
    view.resize(1700, 600)
    wanted = [view.sizeHintForColumn(column) for column in range(4)]
    qtbot.waitUntil(lambda: view.horizontalHeader().length() == view.viewport().width())
    spare = [view.columnWidth(column) - wanted[column] for column in range(4)]
    assert min(spare) > 100
    assert max(spare) - min(spare) < 30


def test_where_space_is_short_only_the_one_column_gives_way(qtbot, view):
    view.resize(480, 300)
    qtbot.waitUntil(lambda: view.horizontalHeader().length() == view.viewport().width())
    for column in (0, 2, 3):
        assert view.columnWidth(column) >= view.sizeHintForColumn(column)
    assert view.columnWidth(1) < view.sizeHintForColumn(1)


def test_another_column_may_give_way_later(view):
    view.resize(480, 300)
    fit_columns(view, 3)
    assert view.columnWidth(1) >= view.sizeHintForColumn(1)
