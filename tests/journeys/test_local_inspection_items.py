"""An office's own inspection items from its folder: taken up without code, or told before anything is kept."""

import pytest

from counter_app.bootstrap import keeping_counter
from counter_app.domain.refusal import CatalogueError

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
    _write(tmp_path, "某省实施细则第八条")
    with keeping_counter(tmp_path) as counter:
        assert [item.short for item in counter.inspection_items.current().items][-1] == "夜间值守"


def test_an_item_without_a_basis_is_told_before_a_database_is_made(tmp_path):
    _write(tmp_path, "")
    with pytest.raises(CatalogueError, match=r"local_items\.toml"), keeping_counter(tmp_path):
        pass
    assert not list(tmp_path.glob("*.db*"))
