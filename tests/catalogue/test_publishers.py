"""Whose updates are believed: only what ships says so."""

import pytest

from counter_app import paths
from counter_app.bootstrap import update_ports
from counter_app.catalogue.publishers import load_publishers
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.update.release import Publisher

LINES = '[[publisher]]\nname = "市局科信支队"\npublic_key = "{}"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "resources/update").mkdir(parents=True)
    return tmp_path / "resources"


def test_the_keys_that_ship_can_be_read():
    assert all(len(one.public_key) == 64 for one in load_publishers(paths.resources_dir()))


def test_a_publisher_is_a_name_and_a_key(folder):
    (folder / "update/publishers.toml").write_text(LINES.format("0a" * 32), "utf-8")
    assert load_publishers(folder) == (Publisher("市局科信支队", "0a" * 32),)


@pytest.mark.parametrize("key", ["0A" * 32, "0a" * 31, "", "0a" * 32 + "\\n"])
def test_a_key_that_is_none_is_refused(folder, key):
    (folder / "update/publishers.toml").write_text(LINES.format(key), "utf-8")
    with pytest.raises(CatalogueError, match="public_key"):
        load_publishers(folder)


def test_an_offices_own_file_brings_no_key(tmp_path):
    own = tmp_path / "office/resources/update/publishers.toml"
    own.parent.mkdir(parents=True)
    own.write_text(LINES.format("0a" * 32), "utf-8")
    assert update_ports(tmp_path).publishers == load_publishers(paths.resources_dir())
