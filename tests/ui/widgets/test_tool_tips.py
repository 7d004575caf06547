"""What a tool tip shows is what was written: markup in a name is no picture, no link and no heading."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView, QToolTip, QWidget

RED = QColor("#ff0000")


@pytest.fixture
def name(tmp_path):
    """The name of a unit that opens a red picture where a tool tip reads it as HTML."""
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(RED)
    assert picture.save(str(tmp_path / "red.png"))
    return f'<img src="{(tmp_path / "red.png").as_posix()}"><h1>某单位</h1>'


@pytest.fixture(autouse=True)
def no_tip_stays(qapp):
    yield
    for tip in tips():
        tip.close()
        tip.deleteLater()
    QApplication.sendPostedEvents()


def tips():
    return [widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel")]


def shown():
    (tip,) = [tip for tip in tips() if tip.isVisible()]
    assert isinstance(tip, QLabel)
    return tip


def hover(widget, at=None):
    place = at or QPoint(2, 2)
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, place, widget.mapToGlobal(place)))


def of_a_widget(name, qtbot):
    button = QPushButton("件")
    qtbot.addWidget(button)
    button.setToolTip(name)
    button.show()
    hover(button)
    return button


def table(name, qtbot):
    model = QStandardItemModel(1, 1)
    item = QStandardItem("件")
    item.setToolTip(name)
    model.setItem(0, 0, item)
    model.setHeaderData(0, Qt.Orientation.Horizontal, name, Qt.ItemDataRole.ToolTipRole)
    view = QTableView()
    qtbot.addWidget(view)
    model.setParent(view)
    view.setModel(model)
    view.show()
    return view


def of_a_cell(name, qtbot):
    view = table(name, qtbot)
    hover(view.viewport(), view.visualRect(view.model().index(0, 0)).center())
    return view


def of_a_heading(name, qtbot):
    view = table(name, qtbot)
    hover(view.horizontalHeader().viewport())
    return view


def of_a_painted_place(name, qtbot):
    painted = QWidget()
    qtbot.addWidget(painted)
    painted.show()
    QToolTip.showText(painted.mapToGlobal(QPoint(2, 2)), name, painted)
    return painted


@pytest.mark.parametrize("way", [of_a_widget, of_a_cell, of_a_heading, of_a_painted_place])
def test_a_picture_in_the_name_of_a_unit_is_shown_as_it_was_written(qtbot, name, way):
    kept = way(name, qtbot)
    tip = shown()
    assert tip.text() == name
    assert tip.textFormat() == Qt.TextFormat.PlainText
    picture = tip.grab().toImage()
    dots = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert RED.name() not in dots
    assert kept.isVisible()


@pytest.mark.parametrize("again", range(2))
def test_a_tip_that_follows_another_is_plain_too(qtbot, name, again):
    first = of_a_widget("先显示的提示", qtbot)
    second = of_a_cell(name, qtbot)
    assert shown().textFormat() == Qt.TextFormat.PlainText
    assert shown().text() == name
    assert first.isVisible()
    assert second.isVisible()


def test_a_tip_after_a_change_of_theme_is_plain(qtbot, theme, name):
    theme.set_zoom(150)
    kept = of_a_widget(name, qtbot)
    assert shown().textFormat() == Qt.TextFormat.PlainText
    assert kept.isVisible()
