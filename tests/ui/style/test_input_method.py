"""Which input method Qt loads, and which fields do without."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTableView

from counter_app.ui.style import input_method
from counter_app.ui.style.input_method import Script


@pytest.fixture
def plugins(tmp_path):
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libibusplatforminputcontextplugin.so").touch()
    return tmp_path


def none_of_the_systems(environment):
    return False


def one_of_the_systems(environment):
    return True


def choose(environment, plugins, offer, *, answered=True):
    return input_method.choose_module(environment, plugins, offer, lambda: answered)


@pytest.mark.parametrize("asked", ["fcitx", "fcitx5", "Fcitx"])
def test_fcitx_without_a_plugin_falls_back_to_ibus_by_the_portals_name(plugins, asked):
    environment = {"QT_IM_MODULE": asked}
    choose(environment, plugins, none_of_the_systems)
    assert environment == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


def test_a_session_that_has_set_the_portals_variable_itself_keeps_its_words(plugins):
    """Qt asks only whether the variable is set: whatever it says, the portal is used."""
    environment = {"QT_IM_MODULE": "fcitx", "IBUS_USE_PORTAL": "yes"}
    choose(environment, plugins, none_of_the_systems)
    assert environment["IBUS_USE_PORTAL"] == "yes"


@pytest.fixture
def shipped(plugins):
    """A folder of plugins as the built program has it."""
    (plugins / "platforminputcontexts" / "libfcitx5platforminputcontextplugin.so").touch()
    return plugins


def test_fcitx_is_reached_through_a_plugin_that_is_shipped_and_the_systems_is_not_asked(shipped):
    def asked(*_):
        raise AssertionError("the system's plugin or the bus was asked")

    environment = {"QT_IM_MODULE": "fcitx"}
    assert input_method.choose_module(environment, shipped, asked, asked)
    assert environment == {"QT_IM_MODULE": "fcitx"}
    environment = {"XMODIFIERS": "@im=fcitx", "WAYLAND_DISPLAY": "wayland-0"}
    assert input_method.choose_module(environment, shipped, asked, asked)
    assert environment["QT_IM_MODULE"] == "fcitx"


def test_a_plugin_of_fcitx_that_is_shipped_changes_nothing_for_a_session_with_ibus(shipped):
    environment = {"XMODIFIERS": "@im=ibus"}
    assert choose(environment, shipped, none_of_the_systems)
    assert environment == {"XMODIFIERS": "@im=ibus", "QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}
    assert not choose({"QT_IM_MODULE": "ibus"}, shipped, none_of_the_systems, answered=False)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"},
        {"QT_IM_MODULE": "none", "XMODIFIERS": "@im=ibus"},
        {"XMODIFIERS": "@im=SCIM"},
        {"XMODIFIERS": "@im=ibus", "WAYLAND_DISPLAY": "wayland-0"},
    ],
)
def test_whatever_else_is_asked_for_is_left_alone(plugins, environment):
    def asked(*_):
        raise AssertionError("the system's plugin or the bus was asked")

    before = dict(environment)
    assert input_method.choose_module(environment, plugins, asked, asked)
    assert environment == before


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ({"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "ibus", "WAYLAND_DISPLAY": "wayland-0"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULES": "wayland;ibus"}, {"QT_IM_MODULES": "wayland;ibus"}),
        ({"XMODIFIERS": "@im=ibus"}, {"QT_IM_MODULE": "ibus"}),
    ],
)
def test_ibus_is_reached_by_the_portals_name_where_it_answers(plugins, asked, given):
    environment = dict(asked)
    assert choose(environment, plugins, none_of_the_systems)
    assert environment == {**asked, **given, "IBUS_USE_PORTAL": "1"}


def test_an_ibus_that_has_no_portal_is_left_to_its_own_way(plugins):
    environment = {"QT_IM_MODULE": "ibus"}
    assert not choose(environment, plugins, none_of_the_systems, answered=False)
    assert environment == {"QT_IM_MODULE": "ibus"}


def test_fcitx_that_does_not_answer_yet_is_told(plugins):
    environment = {"QT_IM_MODULE": "fcitx"}
    assert not choose(environment, plugins, none_of_the_systems, answered=False)
    assert environment == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


def test_a_session_that_asks_for_fcitx_the_old_way_gets_ibus_too(plugins):
    environment = {"XMODIFIERS": "@im=fcitx"}
    choose(environment, plugins, none_of_the_systems)
    assert environment == {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize(("asked", "given"), [("wayland;fcitx", "wayland;ibus"), ("fcitx;ibus", "ibus")])
def test_the_list_of_newer_qt_is_kept_but_for_fcitx(plugins, asked, given):
    environment = {"QT_IM_MODULES": asked}
    choose(environment, plugins, none_of_the_systems)
    assert environment == {"QT_IM_MODULES": given, "IBUS_USE_PORTAL": "1"}


def test_a_list_without_fcitx_is_kept(plugins):
    environment = {"QT_IM_MODULES": "wayland"}
    choose(environment, plugins, none_of_the_systems)
    assert environment == {"QT_IM_MODULES": "wayland"}


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ({"QT_IM_MODULE": "fcitx5"}, {"QT_IM_MODULE": "fcitx"}),
        ({"XMODIFIERS": "@im=fcitx"}, {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "fcitx"}),
        ({"QT_IM_MODULES": "wayland;fcitx"}, {"QT_IM_MODULES": "wayland;fcitx"}),
    ],
)
def test_where_the_systems_plugin_can_be_had_fcitx_is_asked_for_itself(plugins, asked, given):
    environment = dict(asked)
    choose(environment, plugins, one_of_the_systems)
    assert environment == given


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
