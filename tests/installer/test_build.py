"""What is built for offices, as far as it can be told without building: lists, limits, texts, layout."""

import ast
import configparser
import gzip
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from counter_app.cli.command_line import _described

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import build  # noqa: E402 - scripts beside dev.py, no package
import packages  # noqa: E402
import shipped  # noqa: E402
import steps  # noqa: E402

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RELEASE = packages.Release("0.6.0", 12, 1_764_374_400, "libc6 (>= 2.28), libx11-6", "A Clerk <clerk@example.org>")
OBJDUMP = """
../counter-app:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libc.so.6

Version References:
  required from libc.so.6:
    0x09691a75 0x00 02 GLIBC_2.2.5

./PySide6/Qt/lib/libQt6Gui.so.6:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libQt6Core.so.6
  NEEDED               libX11.so.6
  SONAME               libQt6Gui.so.6
  RUNPATH              $ORIGIN

Version definitions:
1 0x01 0x0cb8e0c8 libQt6Gui.so.6
2 0x00 0x0a8e0c8a Qt_6

Version References:
  required from libQt6Core.so.6:
    0x00000000 0x00 05 Qt_6.9
  required from libstdc++.so.6:
    0x0297f871 0x00 09 GLIBCXX_3.4.21
"""


def python_files():
    return sorted((ROOT / "counter_app").rglob("*.py"))


def test_data_of_the_program_is_shipped():
    for source in shipped.DATA:
        assert (ROOT / source).exists()
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert wheel.keys() <= shipped.DATA.keys()
    within = [
        path for path in (ROOT / "counter_app").rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}
    ]
    kept = [source for source in shipped.DATA if source.startswith("counter_app/")]
    assert [path for path in within if not any(path.is_relative_to(ROOT / source) for source in kept)] == []


def test_what_is_imported_by_its_name_alone_is_collected():
    named = {
        node.args[0].value
        for node in syntax_of_the_program()
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module")
        if isinstance(node.args[0], ast.Constant)
    }
    assert "pypdfium2" in named
    collected = {*shipped.HIDDEN, *shipped.SUBMODULES}
    assert [name for name in named if name not in collected and name.partition(".")[0] not in collected] == []


def test_what_stands_for_pythons_ssl_is_enough_for_qr_codes():
    code = "import ssl, segno; print(ssl.__file__, segno.make_qr('1').version)"
    environment = {**os.environ, "PYTHONPATH": str(shipped.FREEZE / "stand_in")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(shipped.FREEZE / "stand_in" / "ssl.py"), "1"]


def syntax_of_the_program():
    return (node for path in python_files() for node in ast.walk(ast.parse(path.read_text("utf-8"))))


def named_by(node):
    """The modules that a node of the syntax imports, and what it takes out of them."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def test_no_module_that_the_program_imports_is_left_out():
    imported = {name for node in syntax_of_the_program() for name in named_by(node)}
    assert "PySide6.QtWidgets" in imported
    assert imported & set(shipped.UNWANTED_MODULES) == set()


def test_nothing_is_used_that_the_built_programs_python_lacks():
    """A supervisor's PIN could not be checked by the built program: hashlib.scrypt comes with OpenSSL."""
    used = set()
    for node in syntax_of_the_program():
        used |= {ast.unparse(node)} if isinstance(node, ast.Attribute) else named_by(node)
    assert {"hashlib.sha256", "zipfile"} <= used
    assert used & set(shipped.NOT_BUILT) == set()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libicudata.so.73", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland-generic.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("tzdata/zoneinfo/Asia/Shanghai", True),
        ("tzdata/zoneinfo/Europe/Paris", False),
        ("resources/fonts/NotoSansSC-Regular.ttf", True),
        ("forms/filing/2025-05/form.toml", True),
    ],
)
def test_what_is_left_out_of_the_program(path, wanted):
    assert shipped.wanted(path) is wanted


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("libstdc++.so.6", None),
        ("libgtk-3.so.0", None),
        ("libpython3.11.so.1.0", "libpython3.11.so.1.0"),
        ("libffi.so.7", "libffi.so.7"),
        ("libxcb-cursor.so.0", "PySide6/Qt/lib/libxcb-cursor.so.0"),
        ("_cffi_backend.cpython-311-x86_64-linux-gnu.so", "_cffi_backend.cpython-311-x86_64-linux-gnu.so"),
        ("lxml/etree.cpython-311-x86_64-linux-gnu.so", "lxml/etree.cpython-311-x86_64-linux-gnu.so"),
    ],
)
def test_libraries_of_the_system_that_builds_are_shipped_only_where_they_are_named(path, place):
    assert shipped.place_of(path) == place


def test_every_library_is_either_shipped_or_left_to_the_system():
    assert set(shipped.BUILT_WITH) & {*shipped.SYSTEM, *shipped.OPTIONAL} == set()
    allowed = shipped.allowed()
    for name in shipped.BUILT_WITH:
        assert any(pattern.endswith(name) for pattern in allowed), name


def test_both_libraries_of_xkbcommon_come_from_one_place():
    """The one for X11 reads structures that the other makes: a shipped 1.0 beside the system's 1.5 crashed."""
    names = {"libxkbcommon.so.0", "libxkbcommon-x11.so.0"}
    assert names <= shipped.BUILT_WITH.keys() or names.isdisjoint(shipped.BUILT_WITH)


def test_the_allow_list_says_origin_and_licence_of_each_file(tmp_path):
    assert all(re.fullmatch(r"[^,]+, \S.*", origin) for origin in shipped.allowed().values())
    spoilt = tmp_path / "libraries.txt"
    spoilt.write_text("# as it should be\na.so  x, MIT\nb.so x, MIT\n", "utf-8")
    with pytest.raises(ValueError, match="line 3"):
        shipped.allowed(spoilt)


def test_what_objdump_says_is_read():
    program, gui = shipped.read_objdump(OBJDUMP)
    assert program == shipped.Binary("../counter-app", ("libc.so.6",), (), frozenset({"GLIBC_2.2.5"}))
    assert gui.path == "PySide6/Qt/lib/libQt6Gui.so.6"
    assert gui.needed == ("libQt6Core.so.6", "libX11.so.6")
    assert gui.looked_for_in == ("$ORIGIN",)
    assert gui.versions == {"GLIBCXX_3.4.21"}


def test_a_library_that_is_unknown_too_new_or_not_found_stops_the_build():
    binaries = [
        shipped.Binary("a/lib1.so", ("lib2.so", "libc.so.6"), ("$ORIGIN/../b",), frozenset({"GLIBC_2.28"})),
        shipped.Binary("b/lib2.so", ("libcups.so.2",), (), frozenset({"GLIBC_2.29", "GLIBCXX_3.4.26"})),
        shipped.Binary("lib3.so", ("lib2.so", "libssl.so.3"), ("/opt/python/lib",)),
    ]
    assert shipped.faults(binaries[:1], {"a/*": "x"}) == [
        "a/lib1.so: needs lib2.so, which is neither shipped where it looks nor left to the system"
    ]
    assert shipped.faults(binaries, {"a/*": "x", "b/*": "x", "c/*": "x"}) == [
        "b/lib2.so: asks for GLIBCXX_3.4.26",
        "b/lib2.so: asks for GLIBC_2.29",
        "lib3.so: looks in /opt/python/lib, which is no folder of the program",
        "lib3.so: needs lib2.so, which is neither shipped where it looks nor left to the system",
        "lib3.so: needs libssl.so.3, which is neither shipped where it looks nor left to the system",
        "lib3.so: not in libraries.txt",
        "libraries.txt: nothing is called c/*",
    ]


@pytest.mark.parametrize(
    ("version", "too_new"),
    [("GLIBC_2.28", False), ("GLIBC_2.2.5", False), ("GLIBC_2.30", True), ("GLIBCXX_3.4.25", False),
     ("GLIBCXX_3.4.26", True), ("CXXABI_1.3.12", True), ("V_0.5.0", False)],
)  # fmt: skip
def test_symbols_are_held_to_what_uos_20_has(version, too_new):
    assert shipped.is_too_new(version) is too_new


def test_the_dependencies_are_what_the_libraries_need():
    binaries = [
        shipped.Binary("a.so", ("libGL.so.1", "libstdc++.so.6", "a2.so")),
        shipped.Binary("b.so", ("libcups.so.2",)),
    ]
    assert shipped.depends(binaries) == "libc6 (>= 2.28), libgl1, libstdc++6 (>= 8), xkb-data"


def test_a_build_after_a_release_is_newer_than_the_release():
    assert (RELEASE.of_debian, RELEASE.of_uos, RELEASE.day) == ("0.6.0+12", "0.6.0.12", "2025-11-29")
    released = packages.Release("0.6.0", 0, 0, "", "")
    assert (released.of_debian, released.of_uos) == ("0.6.0", "0.6.0.0")


@pytest.fixture
def program(tmp_path):
    """A folder that looks like the finished program."""
    folder = tmp_path / "program"
    (folder / "_internal").mkdir(parents=True)
    (folder / "counter-app").write_text("#!/bin/sh\n")
    (folder / "_internal/lib.so").write_bytes(b"x" * 1025)
    return folder


def files_of(tree):
    return sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_symlink() or path.is_file())


def test_the_debian_package_has_everything_in_its_place_and_no_scripts(program, tmp_path):
    tree = tmp_path / "tree"
    packages.deb_tree(program, tree, RELEASE)
    assert files_of(tree) == [
        "DEBIAN/control",
        "DEBIAN/md5sums",
        "usr/bin/counter-app",
        "usr/lib/counter-app/_internal/lib.so",
        "usr/lib/counter-app/counter-app",
        "usr/share/applications/counter-app.desktop",
        "usr/share/applications/zz-counter-app.desktop",
        "usr/share/doc/counter-app/NEWS.gz",
        "usr/share/doc/counter-app/changelog.gz",
        "usr/share/doc/counter-app/copyright",
        "usr/share/icons/hicolor/256x256/apps/counter-app.png",
        "usr/share/icons/hicolor/scalable/apps/counter-app.svg",
        "usr/share/lintian/overrides/counter-app",
        "usr/share/man/man1/counter-app.1.gz",
        "usr/share/man/zh_CN/man1/counter-app.1.gz",
        f"usr/share/metainfo/{packages.APP_ID}.metainfo.xml",
        "usr/share/mime/packages/counter-app.xml",
    ]
    assert (tree / "usr/bin/counter-app").resolve() == tree / "usr/lib/counter-app/counter-app"
    control = (tree / "DEBIAN/control").read_text("utf-8")
    assert "Version: 0.6.0+12\nArchitecture: amd64\nMaintainer: A Clerk <clerk@example.org>\n" in control
    started = [path for path in tree.rglob("*") if packages.is_program(path) and not path.is_symlink()]
    assert started == [tree / "usr/lib/counter-app/counter-app"]
    assert "\nDepends: libc6 (>= 2.28), libx11-6\n" in control
    assert all(len(line) <= 80 for line in control.splitlines() if line.startswith(" ") and line.isascii())
    sums = (tree / "DEBIAN/md5sums").read_text("utf-8")
    assert "  usr/lib/counter-app/_internal/lib.so\n" in sums
    assert "usr/bin/counter-app" not in sums


def test_the_uos_package_lies_below_its_own_folder_and_has_no_scripts(program, tmp_path):
    tree = tmp_path / "tree"
    packages.uos_tree(program, tree, RELEASE)
    home = f"opt/apps/{packages.APP_ID}"
    assert files_of(tree) == [
        "DEBIAN/control",
        "DEBIAN/md5sums",
        f"{home}/entries/applications/{packages.APP_ID}.desktop",
        f"{home}/entries/applications/zz-{packages.APP_ID}.desktop",
        f"{home}/entries/icons/hicolor/256x256/apps/{packages.APP_ID}.png",
        f"{home}/entries/icons/hicolor/scalable/apps/{packages.APP_ID}.svg",
        f"{home}/entries/mime/packages/{packages.APP_ID}.xml",
        f"{home}/files/_internal/lib.so",
        f"{home}/files/copyright",
        f"{home}/files/counter-app",
        f"{home}/info",
    ]
    info = json.loads((tree / home / "info").read_text("utf-8"))
    assert (info["appid"], info["version"], info["arch"]) == (packages.APP_ID, "0.6.0.12", ["amd64"])
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", info["version"])
    desktop = (tree / home / f"entries/applications/{packages.APP_ID}.desktop").read_text("utf-8")
    assert re.findall(r"(?m)^Exec=(.*)", desktop) == [
        f"/{home}/files/counter-app %F",
        f"/{home}/files/counter-app demo",
    ]
    assert re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", packages.APP_ID), "also the name of a Debian package"
    assert f"Package: {packages.APP_ID}\nVersion: 0.6.0.12\n" in (tree / "DEBIAN/control").read_text("utf-8")


def test_the_same_source_gives_the_same_octets(program, tmp_path):
    for name in ("first", "second"):
        packages.deb_tree(program, tmp_path / name, RELEASE)
    for path in files_of(tmp_path / "first"):
        assert (tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes()


def test_the_desktop_entry_is_valid():
    read = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    read.optionxform = str
    read.read_string(packages.desktop(RELEASE))
    entry = read["Desktop Entry"]
    assert {"Type", "Name", "Name[zh_CN]", "Exec", "Icon", "Categories"} <= entry.keys()
    assert entry["Icon"] == "counter-app"
    for key in ("Categories", "Keywords", "Keywords[zh_CN]", "Actions", "MimeType"):
        assert entry[key].endswith(";")
    assert [f"Desktop Action {name}" for name in entry["Actions"].split(";") if name] == read.sections()[1:]


def test_file_types_of_other_programs_are_offered_by_an_entry_that_comes_after_theirs():
    own, others = packages.desktop(RELEASE), packages.desktop(RELEASE, own=False)
    assert re.findall(r"(?m)^MimeType=(.*)", own) == ["application/vnd.counter-app.office-pack+json;"]
    workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert re.findall(r"(?m)^MimeType=(.*)", others) == [f"{workbook};application/zip;"]
    assert "NoDisplay=true" in others
    assert f"{packages.OTHERS}counter-app.desktop" > "wps-office-et.desktop"


def test_the_desktop_learns_our_own_files_and_takes_no_others():
    root = ET.fromstring(packages.mime_types())  # noqa: S314 - our own file
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    described = [
        (kind.get("type"), kind.find(f"{space}sub-class-of").get("type"), kind.find(f"{space}glob").get("pattern"))
        for kind in root
    ]
    assert described == [("application/vnd.counter-app.office-pack+json", "application/json", "*.office-pack")]
    assert [comment.text for comment in root.iter(f"{space}comment")][1] == "机关配置包"


def test_the_store_text_names_the_entry_the_command_and_the_version():
    root = ET.fromstring(packages.metainfo(RELEASE))  # noqa: S314 - our own file
    assert root.findtext("id") == packages.APP_ID
    assert root.findtext("launchable") == "counter-app.desktop"
    assert root.findtext("provides/binary") == "counter-app"
    assert root.find("releases/release").attrib == {"version": "0.6.0+12", "date": "2025-11-29"}
    assert "@" not in ET.tostring(root, encoding="unicode")


def test_every_exception_from_debians_rules_has_its_reason_above_it():
    lines = packages.filled("lintian-overrides", RELEASE).splitlines()
    assert lines[0].startswith("# ")
    assert all(re.fullmatch(r"# .+|counter-app: [a-z-]+", line) for line in lines)


@pytest.mark.parametrize("page", ["counter-app.1", "counter-app.zh_CN.1"])
def test_the_manual_pages_name_every_command_and_option(page):
    text = packages.filled(page, RELEASE).replace("\\-", "-")
    shown = _described()[0].format_help()
    commands = re.findall(r"(?m)^    ([a-z-]+)", shown.partition("命令:")[2])
    assert {"check", "demo"} <= set(commands)
    assert [name for name in commands if not re.search(rf"(?m)^\.BI {name} ", text)] == []
    assert "--data" in text
    assert "@" not in text


def test_the_licence_list_names_every_line_of_the_allow_list():
    text = packages.licences(RELEASE)
    assert all(pattern in text for pattern in shipped.allowed())
    assert "Permission is hereby granted" in text
    assert "@" not in text.replace("@users", "")


def test_debians_changelog_is_read_by_its_own_form():
    told = packages.changelog("counter-app", RELEASE)
    assert re.match(r"counter-app \(0\.6\.0\+12\) stable; urgency=medium\n\n  \* ", told)
    assert told.endswith("Sat, 29 Nov 2025 00:00:00 -0000\n")
    assert gzip.decompress(gzip.compress(told.encode(), 9, mtime=0)).decode() == told


def test_the_oldest_wheels_are_as_old_as_the_symbols():
    newest = max(tuple(map(int, name.split("_")[1:])) for name in build.WHEELS if "_" in name)
    assert newest == shipped.NEWEST["GLIBC"]


def test_build_says_what_it_needs(capsys, monkeypatch):
    monkeypatch.setattr(build.os, "geteuid", lambda: 1000)
    assert build.main(["deb"]) == 2
    said = capsys.readouterr().err
    assert "minutes" in said
    assert "root" in said
    with pytest.raises(SystemExit):
        build.main(["rpm"])


def test_only_what_is_committed_is_built(monkeypatch):
    said = {"status": "", "rev-parse": "abc", "tag": "v0.6.0", "rev-list": "3", "show": '[project]\nversion = "0.6.0"'}

    def git(word, *more):
        return {"--format=%ct": "1764374400"}.get(more[1], "A <a@example.org>") if word == "log" else said[word]

    monkeypatch.setattr(steps, "git", git)
    assert steps.release() == packages.Release("0.6.0", 3, 1_764_374_400, "", "A <a@example.org>", "abc")
    said["status"] = " M counter_app/paths.py"
    with pytest.raises(steps.Stop, match=r"counter_app/paths\.py"):
        steps.release()


def test_a_program_that_may_not_be_shipped_is_told_file_by_file(monkeypatch, tmp_path):
    def objdump(*_words, **_options):
        return subprocess.CompletedProcess([], 0, OBJDUMP, "")

    monkeypatch.setattr(build.subprocess, "run", objdump)
    with pytest.raises(build.Stop, match=r"libQt6Gui\.so\.6: needs libQt6Core\.so\.6"):
        build.checked(tmp_path)
