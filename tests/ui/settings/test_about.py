"""关于本程序: version, build, editions, Python and Qt, the data folder; and the licences of all that is shipped."""

import json
import platform

from PySide6.QtGui import QGuiApplication

from counter_app import paths
from counter_app.ui.settings import about_card
from counter_app.ui.settings.about_card import AboutCard, LicencesDialog
from tests.ui.clerk import said


def card(running):
    return AboutCard(running.station, running.shell.notifier, running.shell.window)


def test_what_whoever_helps_asks_for_stands_there_and_is_copied(running):
    about = card(running)
    told = dict(about.facts)
    assert told["版本"] == paths.version()
    assert told["构建"] == "由源代码运行"
    assert told["表单版本"] == "备案 2025-05、检查 2025-05、移交 2025-05"
    assert told["运行环境"].startswith(f"Python {platform.python_version()}，Qt 6.")
    assert told["数据文件夹"] == str(running.station.data_dir)
    about.copy_button.click()
    assert QGuiApplication.clipboard().text() == about.told.text()
    assert said(running).startswith("已复制")


def built(monkeypatch, folder):
    monkeypatch.setattr(paths, "build_file", lambda name: folder / name)
    (folder / "LICENSE").write_text("MIT License\n\nPermission is hereby granted", "utf-8")


def test_a_built_program_knows_what_it_was_built_from(monkeypatch, tmp_path):
    built(monkeypatch, tmp_path)
    said_there = {"version": "0.6.0+12", "day": "2026-11-29", "commit": "0123456789abcdef0123"}
    (tmp_path / "build.json").write_text(json.dumps(said_there), "utf-8")
    assert about_card.build_of() == "0.6.0+12，2026-11-29，0123456789ab"
    (tmp_path / "build.json").write_text("{", "utf-8")
    assert about_card.build_of() == "由源代码运行"


def test_the_licences_are_those_of_the_list_that_the_build_made(monkeypatch, tmp_path):
    built(monkeypatch, tmp_path)
    components = [
        {"type": "library", "name": "segno", "version": "1.6.6", "licenses": [{"license": {"name": "BSD License"}}]},
        {"type": "library", "name": "Debian libffi7", "licenses": [{"expression": "MIT"}]},
        {"type": "file", "name": "resources/fonts/A.ttf", "licenses": [{"expression": "OFL-1.1"}]},
    ]
    (tmp_path / "sbom.cdx.json").write_text(json.dumps({"components": components}), "utf-8")
    assert about_card.licences() == [
        "本程序：MIT License",
        "",
        "segno　1.6.6　BSD License",
        "Debian libffi7　MIT",
        "resources/fonts/A.ttf　OFL-1.1",
        "",
        "MIT License\n\nPermission is hereby granted",
    ]


def test_from_its_source_it_lists_the_packages_that_run_it(running):
    lines = about_card.licences()
    assert any(line.startswith("reportlab　") for line in lines)
    card(running).licences_button.click()
    assert any(isinstance(one, LicencesDialog) for one in running.shell.window.findChildren(LicencesDialog))
