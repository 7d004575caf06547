"""The tables of how names are read: strictly read, the office's own before ours."""

import pytest

from counter_app import paths
from counter_app.catalogue.pinyin_tables import load_readings
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.refusal import CatalogueError


@pytest.fixture
def overlay(tmp_path):
    (tmp_path / "pinyin").mkdir()
    return tmp_path


def load(overlay=None):
    return load_readings(Folders(paths.resources_dir(), overlay))


def test_every_common_character_can_be_read():
    readings = load()
    common = bytes(range(0xB0, 0xF8))
    chars = [bytes((high, low)).decode("gb2312", "ignore") for high in common for low in range(0xA1, 0xFF)]
    assert [char for char in chars if char and not readings.of(char)[0]] == []
    assert 400 < len(readings.syllables) < 420


def test_an_office_lays_its_own_surnames_over_ours_and_the_edition_tells(overlay):
    (overlay / "pinyin" / "surnames.toml").write_text('"单" = "dan"\n', "utf-8")
    assert load(overlay).of_person("单文")[0] == ("dan",)
    assert load(overlay).edition != load().edition


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("surnames", '"单" = "Shān"', "小写字母"),
        ("surnames", '"单于" = "chan"', "一个字填写一个读音"),
        ("surnames", '"三个字" = "san ge zi"', "一个字或两个字"),
        ("words", '"银行" = "yin"', "一个字填写一个读音"),
        ("words", '"银行" = ""', "小写字母"),
        ("characters", 'A1 = "单"', "小写字母"),
        ("words", '"银行" = 1', "应为"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(overlay, table, line, reason):
    (overlay / "pinyin" / f"{table}.toml").write_text(f"{line}\n", "utf-8")
    with pytest.raises(CatalogueError, match=reason) as refused:
        load(overlay)
    assert refused.value.file.endswith(f"{table}.toml")
