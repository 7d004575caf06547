"""An office's own inspection items from its folder: taken up without code, or told before anything is kept."""

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind, Officer
from counter_app.services.inspection import inspections
from counter_app.services.office import offices
from counter_app.services.papers import printing
from tests.fakes.memory_backend import OFFICE, POST

BASIS = "某省实施细则第八条"
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
PROVINCIAL = """
[[item]]
key = "night"
label = "夜间是否有人值守监看"
short = "夜间值守"
basis = "BASIS"
kinds = ["general"]
stressed_in = ["general"]
"""


def _write(data, basis):
    folder = data / "office" / "forms" / "inspection" / "2025-05"
    folder.mkdir(parents=True)
    (folder / "local_items.toml").write_text(PROVINCIAL.replace("BASIS", basis), "utf-8")


def test_a_provincial_item_is_offered_after_those_of_the_law(tmp_path):
    _write(tmp_path, BASIS)
    with keeping_backend(tmp_path) as backend:
        assert [item.short for item in backend.inspection_items.current().items][-1] == "夜间值守"
        offices.save_office(backend, OFFICE, post=POST)
        place = InspectedPlace("某超市", "翠华镇某路1号", category="commerce")
        [planned] = inspections.plan(backend, InspectionKind.GENERAL, [place], OFFICERS, "翠华派出所", None, post=POST)
        [paper] = inspections.templates(backend, [planned.inspection_id], blank=False, post=POST)
        told = printing.facts_of(backend, paper).inspection
        assert told is not None
        assert [(item.number, item.short, item.basis) for item in told.stressed][-1] == (14, "夜间值守", BASIS)


def test_an_item_without_a_basis_is_told_before_a_database_is_made(tmp_path):
    _write(tmp_path, "")
    with pytest.raises(CatalogueError, match=r"local_items\.toml"), keeping_backend(tmp_path):
        pass
    assert not list(tmp_path.glob("*.db*"))
