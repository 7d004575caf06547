"""The table of divisions that ships, and the office's own over it."""

import pytest

from counter_app import paths
from counter_app.catalogue.division_table import TABLE, load_divisions
from counter_app.catalogue.pinyin_tables import load_readings
from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.refusal import CatalogueError

SHIPPED = Folders(paths.resources_dir())


def own(tmp_path, text):
    (tmp_path / "divisions").mkdir()
    (tmp_path / TABLE).write_text(text, "utf-8")
    return load_divisions(Folders(paths.resources_dir(), tmp_path), load_readings(SHIPPED))


def test_the_table_has_every_level_and_all_names_can_be_spelt():
    names = read_toml(SHIPPED, TABLE, dict[str, str])
    provinces = [code for code in names if code.endswith("0000")]
    prefectures = [code for code in names if code.endswith("00") and not code.endswith("0000")]
    assert (len(provinces), len(prefectures), len(names)) == (34, 333, 3214)
    assert {code[:2] for code in names} == {code[:2] for code in provinces}
    readings = load_readings(SHIPPED)
    assert [name for name in names.values() if not all(readings.of(name))] == []


def test_an_office_lays_its_own_table_over_ours(tmp_path):
    divisions = own(tmp_path, '530624 = "大关新县"\n')
    assert divisions.of("530624").full == "大关新县"
    assert divisions.of("530602") is None


@pytest.mark.parametrize("line", ['5306 = "大关县"', '530624 = " "'])
def test_a_line_that_is_none_is_refused(tmp_path, line):
    with pytest.raises(CatalogueError) as refused:
        own(tmp_path, f"{line}\n")
    assert refused.value.key == line.split()[0]
    assert "530624 =" in refused.value.reason
