"""Where things are: source tree, installed wheel, frozen build, an office's own folder."""

import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import counter_app
from counter_app import paths

ROOT = Path(__file__).parents[2]


def test_a_source_tree_has_forms_and_resources_beside_the_code():
    assert paths.forms_dir() == ROOT / "forms"
    assert paths.resources_dir() == ROOT / "resources"
    assert paths.forms_dir().is_dir()


def test_a_frozen_build_has_them_where_it_unpacked(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.forms_dir() == tmp_path / "forms"
    assert paths.resources_dir() == tmp_path / "resources"


def test_an_installed_wheel_has_them_inside_the_package(monkeypatch, tmp_path):
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert paths.forms_dir() == tmp_path / "_data" / "forms"


def test_the_wheel_carries_forms_and_resources(tmp_path):
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = [path for folder in ("forms", "resources") for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert {f"counter_app/_data/{path.relative_to(ROOT).as_posix()}" for path in ours} <= names
    assert any(name.endswith("/entry_points.txt") for name in names)


def test_the_version_comes_from_the_metadata_where_there_is_no_source_tree(monkeypatch, tmp_path):
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    monkeypatch.setattr(metadata, "version", lambda name: f"that of {name}")
    assert counter_app.__version__ == "that of counter-app"


def test_the_package_has_no_attributes_out_of_thin_air():
    with pytest.raises(AttributeError):
        _ = counter_app.something_else


def test_data_lie_where_the_caller_says_then_where_the_environment_says_then_where_the_system_says(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("COUNTER_APP_DATA", str(tmp_path / "environment"))
    assert paths.data_dir(tmp_path / "caller") == tmp_path / "caller"
    assert paths.data_dir() == tmp_path / "environment"
    monkeypatch.delenv("COUNTER_APP_DATA")
    assert paths.data_dir().name == "counter-app"
    assert paths.data_dir().is_absolute()


def test_the_office_folder_lies_with_the_data_unless_the_environment_says_otherwise(monkeypatch, tmp_path):
    assert paths.office_overlay_dir(tmp_path) == tmp_path / "office"
    monkeypatch.setenv("COUNTER_APP_OVERLAY", str(tmp_path / "province"))
    assert paths.office_overlay_dir(tmp_path) == tmp_path / "province"


def test_the_office_wins_file_by_file(tmp_path):
    name = "fonts/OFL-Noto-Sans-SC.txt"
    own = tmp_path / "resources" / name
    own.parent.mkdir(parents=True)
    own.write_text("ours", "utf-8")
    assert paths.resource(name, tmp_path) == own
    assert paths.resource("fonts/README.md", tmp_path) == ROOT / "resources" / "fonts" / "README.md"
    assert paths.resource(name) == ROOT / "resources" / name


def test_a_resource_that_nobody_has_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.txt"):
        paths.resource("nowhere.txt", tmp_path)


@pytest.mark.parametrize(
    ("settings", "data", "remembered"),
    [
        ("config/counter-app", "share/counter-app", "config/counter-app"),
        ("Local/counter-app", "Local/counter-app", "Local/counter-app-settings"),  # Windows
    ],
)
def test_the_memory_of_an_office_and_its_key_do_not_go_with_its_data(monkeypatch, tmp_path, settings, data, remembered):
    monkeypatch.delenv("COUNTER_APP_CONFIG", raising=False)
    monkeypatch.delenv("COUNTER_APP_DATA", raising=False)
    monkeypatch.setattr(paths.platformdirs, "user_config_dir", lambda *_, **__: str(tmp_path / settings))
    monkeypatch.setattr(paths.platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / data))
    assert paths.known_offices_dir() == tmp_path / remembered / "offices"
    assert paths.keys_dir() == tmp_path / remembered / "keys"
    assert not paths.keys_dir().is_relative_to(paths.data_dir())
