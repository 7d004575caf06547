"""The shipped form, read once, and a complete case to spoil."""

from datetime import UTC, date, datetime

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.filing.filing import Filing
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.paths import forms_dir, resources_dir

COMPLETE = {
    "unit.name": "大关县青禾商贸有限公司",
    "unit.kind": "enterprise",
    "unit.uscc": "91530624MA6K3R7Q38",
    "agent.name": "周文",
    "agent.id_type": "resident_id",
    "agent.id_number": "530624199003071217",
    "system.place_category": "commerce",
    "system.address": "大关县翠华镇人民路12号青禾广场",
    "system.in_use_since": "2026-02-10",
    "system.device_count": 2,
    "system.function_types": ["video"],
    "system.retention_days": 30,
}
ROWS = ({"location": "一楼东门", "device_type": "dome"}, {"location": "停车场入口", "device_type": "bullet"})


@pytest.fixture(scope="session")
def form():
    return load_form(Folders(forms_dir()))


@pytest.fixture(scope="session")
def calendar():
    return load_working_calendar(Folders(resources_dir()))


@pytest.fixture
def facts(calendar):
    return Facts(date(2026, 3, 2), calendar)


@pytest.fixture
def filing(form):
    """A case in which everything is there."""
    return Filing(
        "AJTEST",
        Answers(form, COMPLETE, {"devices": [Answers.row(form, row) for row in ROWS]}),
        datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
        date(2026, 3, 2),
        materials={"agent_id": ACCEPTED, "authorization_letter": ACCEPTED},
    )


@pytest.fixture
def judged(filing, facts):
    """Judge the case after changing answers: `judged({"unit.name": ""})`."""

    def judge_with(changes=None, rows=None):
        for key, raw in (changes or {}).items():
            filing.answer(key, raw)
        if rows is not None:
            filing.key_rows([Answers.row(filing.form, row) for row in rows])
        return filing.findings(facts)

    return judge_with
