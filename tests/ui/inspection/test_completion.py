"""Officers are completed one after the other in their line; places and addresses of a tip from cases of late."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.inspection.inspections import InspectionKind, Officer
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.inspection.form import InspectionForm
from counter_app.ui.widgets.suggestions import Suggestions
from tests.fakes.memory_backend import POST
from tests.ui.clerk import press, type_text
from tests.ui.intake.reading import sample

OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))


@pytest.fixture
def form(qtbot, backend, tmp_path):
    """Shows a form of 检查, at a counter that inspected once."""
    tasks = Tasks(ErrorReporter(tmp_path / "reports"))
    reference = cases.open_case(backend, post=POST, intake=sample("01-complete")).filing.reference
    inspections.plan(backend, InspectionKind.GENERAL, [reference], OFFICERS, "翠华派出所", None, post=POST)

    def shown(kind):
        form = InspectionForm(backend.forms.current(kind))
        form.complete(SimpleNamespace(backend=backend, tasks=tasks))
        qtbot.addWidget(form)
        form.resize(700, 600)
        form.show()
        form.activateWindow()
        return form

    yield shown
    assert tasks.close()


def offered(qtbot, form, key, text):
    form.editors[key].focus_field()
    qtbot.waitUntil(form.editors[key].line.hasFocus)
    form.editors[key].line.end(False)
    type_text(text)
    qtbot.waitUntil(lambda: any(one.is_open for one in form.findChildren(Suggestions)))
    return next(one.offered for one in form.findChildren(Suggestions) if one.is_open)


def test_each_officer_of_the_line_is_completed(qtbot, form):
    plan = form("inspection/plan")
    assert offered(qtbot, plan, "inspection.officers", "ljg") == ["李警官 530002"]
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert plan.text("inspection.officers") == "李警官 530002"
    assert offered(qtbot, plan, "inspection.officers", "、王") == ["王警官 530001"]
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert plan.text("inspection.officers") == "李警官 530002、王警官 530001"
    assert offered(qtbot, plan, "inspection.team", "ch") == ["翠华派出所"]


def test_a_tip_names_a_place_that_is_known(qtbot, form):
    tip = form("inspection/tip")
    assert offered(qtbot, tip, "tip.place", "qhsm") == ["大关县青禾商贸有限公司"]
