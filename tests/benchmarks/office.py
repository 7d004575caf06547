"""The shipped form, calendar and renderer, and cases of any size to measure with."""

from __future__ import annotations

from datetime import date

from counter_app import bootstrap, paths
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts

MATERIALS = {"agent_id": ACCEPTED, "authorization_letter": ACCEPTED}
FORM = load_form(Folders(paths.forms_dir()))
FACTS = Facts(date(2026, 3, 2), load_working_calendar(Folders(paths.resources_dir())))
RENDERER = bootstrap.lazy_renderer(Folders(paths.forms_dir()), bootstrap.Editions(Folders(paths.forms_dir())))

_RAW = {
    "unit.name": "大关县青禾商贸有限公司", "unit.kind": "enterprise", "unit.uscc": "91530624MA6K3R7Q38",
    "agent.name": "周文", "agent.id_type": "resident_id", "agent.id_number": "530624199003071217",
    "system.place_category": "commerce", "system.address": "大关县翠华镇人民路12号青禾广场",
    "system.in_use_since": "2026-02-10", "system.function_types": ["video"], "system.retention_days": 30,
}  # fmt: skip


def row(number: int) -> dict[str, str]:
    """One keyed device."""
    return {
        "location": f"{number % 30 + 1}楼{number}号通道东侧", "device_type": "枪机",
        "code": f"5306240000131{number:07d}", "longitude": f"103.{number:06d}", "latitude": "27.7476",
    }  # fmt: skip


def case(devices: int) -> Answers:
    """A complete case with so many devices."""
    raw = {**_RAW, "system.device_count": devices}
    return Answers(FORM, raw, {"devices": [Answers.row(FORM, row(n)) for n in range(devices)]})
