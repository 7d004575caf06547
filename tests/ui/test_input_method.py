"""Which input method Qt loads, and which fields do without."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTableView

from counter_app.ui import input_method
from counter_app.ui.input_method import Script


@pytest.fixture
def plugins(tmp_path):
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libibusplatforminputcontextplugin.so").touch()
    return tmp_path


def with_ibus(program):
    return {"ibus-daemon": "/usr/bin/ibus-daemon"}.get(program)


def without_ibus(program):
    return None


@pytest.mark.parametrize("asked", ["fcitx", "fcitx5", "Fcitx"])
def test_fcitx_without_a_plugin_falls_back_to_ibus(plugins, asked):
    environment = {"QT_IM_MODULE": asked}
    input_method.choose_module(environment, plugins, with_ibus)
    assert environment == {"QT_IM_MODULE": "ibus"}


@pytest.mark.parametrize("asked", [{"QT_IM_MODULE": "fcitx"}, {"XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULES": "fcitx"}])
def test_where_ibus_is_not_installed_fcitx_is_reached_by_the_portals_name(plugins, asked):
    environment = dict(asked)
    input_method.choose_module(environment, plugins, without_ibus)
    assert environment["IBUS_USE_PORTAL"] == "1"
    assert "ibus" in {environment.get("QT_IM_MODULE"), environment.get("QT_IM_MODULES")}


def test_whoever_chose_against_the_portal_keeps_the_choice(plugins):
    environment = {"QT_IM_MODULE": "fcitx", "IBUS_USE_PORTAL": "0"}
    input_method.choose_module(environment, plugins, without_ibus)
    assert environment["IBUS_USE_PORTAL"] == "0"


def test_fcitx_with_a_plugin_is_left_alone(plugins):
    (plugins / "platforminputcontexts" / "libfcitx5platforminputcontextplugin.so").touch()
    environment = {"QT_IM_MODULE": "fcitx"}
    input_method.choose_module(environment, plugins, without_ibus)
    assert environment == {"QT_IM_MODULE": "fcitx"}


@pytest.mark.parametrize(
    "environment",
    [{}, {"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"}, {"XMODIFIERS": "@im=ibus"}],
)
def test_whatever_else_is_asked_for_is_left_alone(plugins, environment):
    before = dict(environment)
    input_method.choose_module(environment, plugins, without_ibus)
    assert environment == before


def test_a_session_that_asks_for_fcitx_the_old_way_gets_ibus_too(plugins):
    environment = {"XMODIFIERS": "@im=fcitx"}
    input_method.choose_module(environment, plugins, with_ibus)
    assert environment["QT_IM_MODULE"] == "ibus"


@pytest.mark.parametrize(
    ("asked", "given"), [("wayland;fcitx", "wayland;ibus"), ("fcitx;ibus", "ibus"), ("wayland", "wayland")]
)
def test_the_list_of_newer_qt_is_kept_but_for_fcitx(plugins, asked, given):
    environment = {"QT_IM_MODULES": asked}
    input_method.choose_module(environment, plugins, with_ibus)
    assert environment == {"QT_IM_MODULES": given}


def is_enabled(widget):
    """What ibus and fcitx hear when they ask the field."""
    question = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(widget, question)
    return question.value(Qt.InputMethodQuery.ImEnabled)


@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QTableView])
@pytest.mark.parametrize("script", [script for script in Script if script is not Script.CHINESE])
def test_no_input_method_can_swallow_the_keys_of_a_code(qtbot, script, kind):
    line = kind()
    qtbot.addWidget(line)
    input_method.write(line, script)
    assert not is_enabled(line)
    assert line.inputMethodHints() == script.value


def test_chinese_is_written_through_the_input_method(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    input_method.write(line, Script.CODE)
    input_method.write(line, Script.CHINESE)
    assert is_enabled(line)
