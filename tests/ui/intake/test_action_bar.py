"""The bar at the foot of a case: what gives way when space is short, and what is said about the saving."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.ui.intake.action_bar import ActionBar
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.widgets.fitting_label import FittingLabel
from tests.fakes.memory_backend import POST, MemoryBackend

KEPT = datetime(2026, 3, 2, 2, 30, 15, tzinfo=UTC)
ZONE = "Asia/Shanghai"


@pytest.fixture
def window(qtbot, theme):
    window = QWidget()  # the bar itself is no window: that would be held to what its buttons wanted before
    qtbot.addWidget(window)
    window.resize(1200, 52)
    window.show()
    return window


@pytest.fixture
def bar(window):
    bar = ActionBar()
    bar.setParent(window)
    bar.resize(1200, 52)
    bar.show()
    bar.say_saved(KEPT, ZONE)
    return bar


def shown(bar):
    return [name for name, button in bar._buttons.items() if button.isVisible()]


def test_the_words_about_the_saving_stay_whole_after_a_zoom(bar, theme, qtbot):
    assert shown(bar) == ["word", "preview", "park", "receipt", "notice"]
    theme.set_zoom(150)
    qtbot.waitUntil(lambda: "word" not in shown(bar) and bar._saved.text() == "已自动保存 10:30:15")
    theme.set_zoom(100)
    qtbot.waitUntil(lambda: shown(bar) == ["word", "preview", "park", "receipt", "notice"])


def test_where_space_is_short_the_words_grow_short_and_the_tool_tip_says_all(bar, theme, qtbot):
    bar.resize(600, 52)
    qtbot.waitUntil(lambda: bar._saved.text() in ("已保存 10:30", "10:30"))
    assert bar._saved.toolTip() == "已自动保存 10:30:15"
    bar.say_trouble(Refusal("磁盘已满，没有保存", "清理出空间"))
    assert bar._saved.text().startswith("未保存")
    assert bar._saved.text().endswith("…")
    assert bar._saved.toolTip() == "磁盘已满，没有保存。清理出空间"


def test_a_case_that_cannot_be_changed_does_not_promise_to_keep_what_is_typed(bar, qtbot, qapp):
    from counter_app.ui.base.errors import ErrorReporter
    from counter_app.ui.base.tasks import Tasks

    backend = MemoryBackend.make()
    case = cases.open_case(backend, post=POST)
    cases.withdraw_case(backend, case.filing.reference, post=POST)
    tasks = Tasks(ErrorReporter(None))
    closed = cases.load_case(backend, case.filing.reference)
    session = CaseSession(backend, closed, post=POST, tasks=tasks, parent=bar)
    bar.show_case(session)
    bar.say_saved(None, ZONE)
    assert bar._saved.text() == ""
    bar.say_saved(KEPT, ZONE)
    assert bar._saved.text() == "已自动保存 10:30:15"
    bar.show_case(None)
    tasks.close()


def test_the_shortest_wording_is_cut_where_even_it_has_no_space(qtbot):
    label = FittingLabel()
    qtbot.addWidget(label)
    label.show()
    label.set_text(("很长很长的一句话", "短一些"))
    label.resize(label.fontMetrics().horizontalAdvance("短一") + 2, 24)
    assert label.text().endswith("…")
    assert label.accessibleName() == "很长很长的一句话"
    label.set_text(())
    assert label.text() == ""
