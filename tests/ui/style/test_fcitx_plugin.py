"""Which of the system's fcitx plugins our Qt takes. Qt's own ibus plugin stands in, with another version written in."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, qVersion

from counter_app.ui.style import fcitx_plugin

X11 = {"DISPLAY": ":0"}
NAME = "libfcitx5platforminputcontextplugin.so"
OF_FCITX_4 = "libfcitxplatforminputcontextplugin-qt6.so"
IBUS = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts/libibus" + NAME[9:])
OURS = tuple(int(part) for part in qVersion().split(".")[:2])

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="fcitx is an input method of Linux")


@pytest.fixture
def shown():
    """The folders that Qt was shown beyond its own; it forgets them afterwards."""
    before = QCoreApplication.libraryPaths()
    yield lambda: [path for path in QCoreApplication.libraryPaths() if path not in before]
    QCoreApplication.setLibraryPaths(before)


@pytest.fixture
def system(tmp_path):
    """Put a plugin where a distribution has it, built for `version`; return the root of the system."""

    def put(version=OURS, folder="usr/lib/x86_64-linux-gnu/qt6/plugins", change=lambda content: content, name=NAME):
        content = IBUS.read_bytes()
        note = re.compile(rb"(qt-project!\0.)..", re.DOTALL)
        assert len(note.findall(content)) == 1
        plugin = tmp_path / "system" / folder / "platforminputcontexts" / name
        plugin.parent.mkdir(parents=True, exist_ok=True)
        plugin.write_bytes(change(note.sub(lambda found: found[1] + bytes(version), content)))
        return tmp_path / "system"

    return put


def offer(root, tmp_path, environment=X11):
    return fcitx_plugin.offer(environment, fcitx_plugin.of_the_system(root), tmp_path / "cache")


@pytest.mark.parametrize("folder", [f"usr/{lib}/qt6/plugins" for lib in ("lib/aarch64-linux-gnu", "lib64", "lib")])
def test_a_plugin_built_for_our_qt_is_taken_from_where_a_distribution_keeps_it(system, shown, tmp_path, folder):
    root = system(folder=folder)
    assert offer(root, tmp_path)
    assert shown() == [str(tmp_path / "cache/qt-plugins")]


def test_qt_is_shown_that_one_file_and_none_of_its_neighbours(system, shown, tmp_path):
    root = system()
    (plugin,) = fcitx_plugin.of_the_system(root)
    (plugin.parent / "libibusplatforminputcontextplugin.so").touch()
    assert offer(root, tmp_path)
    (folder,) = map(Path, shown())
    assert [path for path in folder.rglob("*") if not path.is_dir()] == [folder / "platforminputcontexts" / NAME]
    assert (folder / "platforminputcontexts" / NAME).resolve() == plugin


def test_the_plugin_of_fcitx_4_is_taken_where_there_is_none_of_fcitx_5(system, shown, tmp_path):
    root = system(name=OF_FCITX_4)
    assert offer(root, tmp_path)
    link = tmp_path / "cache/qt-plugins/platforminputcontexts" / NAME
    assert link.resolve().name == OF_FCITX_4
    system()
    assert offer(root, tmp_path)
    assert link.resolve().name == NAME
    assert len(list(link.parent.iterdir())) == 1


@pytest.mark.skipif(OURS != (6, 9), reason="tried with Qt 6.9 alone")
def test_a_plugin_of_qt_6_8_is_taken_by_6_9(system, shown, tmp_path):
    assert offer(system((6, 8)), tmp_path)
    assert shown()


@pytest.mark.parametrize("version", [(6, 4), (6, 7), (6, OURS[1] + 1), (7, 0), (5, 15)])
def test_a_plugin_of_a_qt_that_ours_cannot_stand_in_for_is_not_taken(system, shown, tmp_path, version):
    assert not offer(system(version), tmp_path)
    assert shown() == []


@pytest.mark.parametrize(
    ("built_for", "ours", "taken"),
    [
        ((6, 8), (6, 8), True),
        ((6, 8), (6, 9), True),
        ((6, 9), (6, 9), True),
        ((6, 9), (6, 8), False),
        ((6, 7), (6, 8), False),
        ((6, 8), (6, 10), False),
        ((6, 10), (6, 10), True),
    ],
)
def test_an_older_release_is_taken_only_where_the_pair_was_tried(built_for, ours, taken):
    assert fcitx_plugin.is_loadable(built_for, ours) is taken


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"a text",
        lambda content: content[: len(content) // 2],
        lambda content: b"\x7fELF" + bytes(4096),
        lambda content: content.replace(b"QWindowSystemInterface", b"QWindowSystemInterfaze"),
        lambda content: content.replace(b"\0libQt6DBus.so.6\0", b"\0libQt6Nowh.so.6\0"),
    ],
    ids=["a text", "half of it", "no plugin", "a symbol our Qt lacks", "a library our Qt lacks"],
)
def test_a_plugin_that_cannot_be_loaded_is_not_taken(system, shown, tmp_path, change):
    assert not offer(system(change=change), tmp_path)
    assert shown() == []


def test_a_system_without_the_plugin_has_none(shown, tmp_path):
    assert not offer(tmp_path, tmp_path)
    assert shown() == []


@pytest.mark.parametrize(
    ("environment", "taken"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, True),
        ({"QT_QPA_PLATFORM": "wayland"}, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_the_plugin_is_taken_on_x11_alone(system, shown, tmp_path, environment, taken):
    assert offer(system(), tmp_path, environment) is taken


def test_a_link_of_an_earlier_start_is_kept_or_led_anew(system, shown, tmp_path):
    link = tmp_path / "cache/qt-plugins/platforminputcontexts" / NAME
    link.parent.mkdir(parents=True)
    link.symlink_to("/gone" + NAME)
    root = system()
    assert offer(root, tmp_path)
    made = link.lstat()
    assert link.resolve() == fcitx_plugin.of_the_system(root)[0]
    assert offer(root, tmp_path)
    assert link.lstat() == made


def test_where_no_link_can_be_kept_the_plugin_is_not_taken(system, shown, tmp_path):
    (tmp_path / "cache").touch()
    assert not offer(system(), tmp_path)
    assert shown() == []
