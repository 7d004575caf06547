"""A list that is read: the mark stays on its line, an empty list and a failure stand in its place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.opened import OpenedBackend
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.messages import EmptyState
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.shell_fakes import MemoryWorkstations


@pytest.fixture
def station(qapp, tmp_path):
    tasks = Tasks(ErrorReporter(tmp_path / "reports"))
    made = Station(tasks, MemoryWorkstations(), tmp_path)
    made.open_backend(OpenedBackend(MemoryBackend.make(), None))
    yield made
    assert tasks.close()


@pytest.fixture
def panel(station, qtbot):
    made = ListPanel(station, "单位", lambda name: name, columns=("名称",))
    qtbot.addWidget(made)
    return made


def show(panel, *names, **how):
    panel.show_lines(names, [((name, "ink"),) for name in names], **how)


@pytest.mark.parametrize(
    ("after", "how", "marked"),
    [
        (("甲", "丁", "乙"), {}, "乙"),
        (("丙", "乙", "甲"), {}, "乙"),
        (("甲", "丙"), {}, "甲"),
        (("甲", "丙"), {"otherwise": 7}, "丙"),
        (("甲", "乙", "丙"), {"mark": "丙"}, "丙"),
        (("甲", "丙"), {"otherwise": -1, "columns": ("其他",)}, None),
    ],
)
def test_the_mark_stays_on_its_line_when_it_is_read_anew(panel, after, how, marked):
    show(panel, "甲", "乙", "丙")
    assert panel.marked == "甲"
    assert panel.mark("乙")
    show(panel, *after, **how)
    assert panel.marked == marked


def test_lines_may_come_later(panel):
    show(panel, "甲")
    panel.append(["乙", "丙"], [(("乙", "ink"),), (("丙", "ink", "说明"),)])
    assert [panel.table.index(row, 0).data() for row in range(3)] == panel.lines == ["甲", "乙", "丙"]
    tips = [panel.table.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in (1, 2)]
    assert tips == ["乙", "说明"]


def test_an_empty_list_says_so_and_nothing_is_marked(panel):
    show(panel, "甲")
    show(panel)
    assert (panel.currentWidget(), panel.marked) == (panel.nothing, None)
    other = EmptyState("没有这个单位")
    panel.addWidget(other)
    show(panel, nothing=other)
    assert panel.currentWidget() is other


def test_what_stands_behind_a_failure_cannot_be_acted_upon(panel, qtbot):
    def gone(_backend):
        raise Refusal("数据库正被占用", "稍后再试")

    show(panel, "甲", "乙")
    panel.mark("乙")
    changed = QSignalSpy(panel.marked_changed)
    panel.read(gone, lambda _lines: None)
    qtbot.waitUntil(lambda: panel.currentWidget() is panel.failed)
    assert panel.marked is None
    assert changed.count() == 1
    assert "数据库正被占用" in panel.failed.accessibleName()
    panel.read(lambda _backend: ("甲", "乙"), lambda lines: show(panel, *lines))
    qtbot.waitUntil(lambda: panel.marked == "乙")


def test_it_is_read_anew_when_it_comes_into_sight_and_after_each_act_meanwhile(panel, station, qtbot):
    asked = []
    panel.keep_fresh(lambda: asked.append(panel.isVisible()))
    station.acted.emit("one")
    assert asked == []
    panel.show()
    station.acted.emit("two")
    assert asked == [True, True]


def test_a_double_click_opens_the_marked_line(panel, qtbot):
    show(panel, "甲", "乙")
    with qtbot.waitExposed(panel):
        panel.show()
    opened = QSignalSpy(panel.open_wanted)
    place = panel.view.visualRect(panel.table.index(1, 0)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (opened.count(), panel.marked) == (1, "乙")
