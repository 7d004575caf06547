"""The developer's command: what it installs when, and what it says where it cannot go on. No network, no apt."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

INSTALLER = Path(__file__).parents[2] / "installer"


@pytest.fixture
def dev(monkeypatch, tmp_path):
    """The script as a module, with a `.venv` and locks of its own."""
    monkeypatch.syspath_prepend(str(INSTALLER))
    monkeypatch.delitem(sys.modules, "dev", raising=False)
    import dev

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "LOCKS", tmp_path / "lock")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "stamp.json")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "lock").mkdir()
    (tmp_path / "lock" / "run.txt").write_text("a==1\n", "utf-8")
    (tmp_path / "lock" / "test.txt").write_text("a==1\nb==2\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    return dev


@pytest.fixture
def system(dev):
    import system

    return system


@pytest.fixture
def calls(dev, monkeypatch):
    """What would have been run; everything ends well."""
    made = []

    def call(words, *, env=None):
        made.append([str(word) for word in words])
        return 0

    monkeypatch.setattr(dev, "call", call)
    return made


def test_a_fresh_environment_gets_the_locked_packages_and_the_project(dev, calls):
    dev.fill_venv("test")
    packages, project = calls
    assert "--require-hashes" in packages
    assert packages[-1].endswith("test.txt")
    assert project[-2:] == ["--editable", str(dev.ROOT)]
    assert {"--no-deps", "--no-build-isolation"} <= set(project)


def test_nothing_is_installed_twice(dev, calls):
    dev.fill_venv("test")
    calls.clear()
    dev.fill_venv("test")
    assert calls == []


def test_running_after_testing_has_nothing_to_install(dev, calls):
    dev.fill_venv("test")
    calls.clear()
    dev.fill_venv("run")
    assert calls == []


def test_testing_after_running_brings_the_rest(dev, calls):
    dev.fill_venv("run")
    calls.clear()
    dev.fill_venv("test")
    assert calls[0][-1].endswith("test.txt")


def test_a_new_lock_is_installed(dev, calls):
    dev.fill_venv("run")
    calls.clear()
    (dev.LOCKS / "run.txt").write_text("a==2\n", "utf-8")
    dev.fill_venv("run")
    assert len(calls) == 2


def test_a_changed_project_file_installs_the_project_alone(dev, calls):
    dev.fill_venv("run")
    calls.clear()
    (dev.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    dev.fill_venv("run")
    assert [words[-2] for words in calls] == ["--editable"]
    calls.clear()
    dev.fill_venv("run")
    assert calls == []


def test_line_ends_of_windows_are_no_change(dev):
    before = dev.digest(dev.LOCKS / "run.txt")
    (dev.LOCKS / "run.txt").write_bytes(b"a==1\r\n")
    assert dev.digest(dev.LOCKS / "run.txt") == before


@pytest.mark.parametrize("torn", ["", "{", "[]"])
def test_a_torn_stamp_means_install_again(dev, calls, torn):
    dev.STAMP.write_text(torn, "utf-8")
    dev.fill_venv("run")
    assert len(calls) == 2
    assert json.loads(dev.STAMP.read_text("utf-8")).keys() == {"run", "project"}


def test_a_failed_pip_leaves_no_stamp_and_names_the_mirror(dev, monkeypatch):
    monkeypatch.setattr(dev, "call", lambda words, **_: 1)
    with pytest.raises(dev.Stop, match="PIP_INDEX_URL"):
        dev.fill_venv("run")
    assert not dev.STAMP.exists()


def test_pip_is_not_sent_elsewhere(dev, monkeypatch):
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert not {"PIP_TARGET", "PYTHONPATH"} & dev.environment().keys()


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ([], True),
        (["--data", "somewhere"], True),
        (["demo"], True),
        (["--data", "somewhere", "demo"], True),
        (["demo", "--out", "here"], False),
        (["demo", "--out=here"], False),
        (["check", "file.json"], False),
        (["--data", "somewhere", "check", "file.json"], False),
        (["--help"], False),
        (["demo", "--help"], False),
    ],
)
def test_it_knows_which_words_open_a_window(dev, words, window):
    assert dev.opens_window(words) is window


def test_without_a_display_it_says_what_to_do_instead(dev, monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(
        dev, "prepare", lambda *_: pytest.fail("nothing is to be installed for a window that cannot open")
    )
    assert dev.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "没有图形界面" in said
    assert "run demo --out" in said


def test_a_command_without_a_window_runs_without_a_display(dev, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(dev, "LINUX", True)
    prepared, started = [], []
    monkeypatch.setattr(dev, "prepare", lambda *what: prepared.append(what))
    monkeypatch.setattr(dev, "call", lambda words, env: started.append((words[1:], env["QT_QPA_PLATFORM"])) or 0)
    assert dev.main(["run", "demo", "--out", "here"]) == 0
    assert started == [(["-m", "counter_app", "demo", "--out", "here"], "offscreen")]
    assert prepared == [("run", ())]


@pytest.mark.parametrize(
    "words",
    [["demo", "--out", "here"], ["documents"], ["due"], ["template", "blank.xlsx"], ["check", "file.json"], ["--help"]],
)
def test_a_user_who_may_install_nothing_runs_what_opens_no_window(dev, system, calls, monkeypatch, words):
    dev.python().parent.mkdir(parents=True)
    dev.python().touch()
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system.Need, "met", lambda _: False)
    monkeypatch.setattr(dev, "make_venv", lambda: None)
    monkeypatch.setattr(dev, "fill_venv", lambda _: None)
    assert dev.main(["run", *words]) == 0
    assert [words[3:] for words in calls] == [words]


def test_without_an_environment_even_that_needs_what_makes_one(dev, system, monkeypatch, capsys):
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system.Need, "met", lambda _: False)
    assert dev.main(["run", "demo", "--out", "here"]) == 1
    assert capsys.readouterr().err.endswith(f"--no-install-recommends {system.ENSUREPIP.package}\n")


@pytest.mark.parametrize("words", [["documents"], ["due", "--from", "2026-03-02", "--months", "1"], ["--help"]])
def test_a_command_without_a_window_never_loads_qt(words):
    script = f"""
import sys
sys.modules["PySide6"] = None
from counter_app.cli import main
sys.argv = ["counter-app", *{words}]
main({words})
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_the_counters_own_exit_code_comes_through(dev, monkeypatch):
    monkeypatch.setattr(dev, "prepare", lambda *_: None)
    monkeypatch.setattr(dev, "call", lambda words, env: 3)
    assert dev.main(["run", "check", "file.json"]) == 3


def test_testing_goes_lint_format_types_tests_and_stops_at_the_first_that_fails(dev, monkeypatch, capsys):
    tools = []

    def call(words):
        tools.append(words[2])
        return 5 if words[2] == "mypy" else 0

    monkeypatch.setattr(dev, "prepare", lambda *_: None)
    monkeypatch.setattr(dev.os, "chdir", lambda _: None)
    monkeypatch.setattr(dev, "call", call)
    assert dev.main(["test"]) == 5
    assert tools == ["ruff", "ruff", "mypy"]
    assert "failed: types" in capsys.readouterr().out


def test_coverage_is_counted_and_printed_where_it_is_asked_for(dev, monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(dev, "prepare", lambda *_: None)
    monkeypatch.setattr(dev.os, "chdir", lambda _: None)
    monkeypatch.setattr(dev, "call", lambda words: ran.append(" ".join(map(str, words[2:]))) or 0)
    assert dev.main(["test", "--coverage", "tests/domain"]) == 0
    tools = ["coverage run -m pytest tests/domain", "coverage combine --quiet", "coverage report --format=total"]
    assert ran[3:] == tools
    assert capsys.readouterr().out.endswith("== coverage, in percent of lines\n")
    ran.clear()
    monkeypatch.setattr(dev, "COUNTS_FOR_NOTHING", True)
    assert dev.main(["test", "tests/domain"]) == 0
    assert ran[3:] == ["pytest tests/domain"]


@pytest.mark.parametrize("for_nothing", [True, False])
def test_the_whole_run_counts_where_it_takes_no_time(dev, monkeypatch, for_nothing):
    ran = []
    monkeypatch.setattr(dev, "prepare", lambda *_: None)
    monkeypatch.setattr(dev.os, "chdir", lambda _: None)
    monkeypatch.setattr(dev, "call", lambda words: ran.append(words[2]) or 0)
    monkeypatch.setattr(dev, "pytest_with_journeys_beside", lambda words: ran.append(words[0]) or 0)
    monkeypatch.setattr(dev, "COUNTS_FOR_NOTHING", for_nothing)
    monkeypatch.setenv("COVERAGE_CORE", "ctrace")
    assert dev.main(["test"]) == 0
    assert ran[3:] == (["coverage", "coverage", "coverage"] if for_nothing else ["pytest"])


def test_missing_libraries_stop_with_the_line_to_type(dev, system, monkeypatch, capsys):
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(system, "provide", lambda _: ["libegl1", "libgl1"])
    monkeypatch.setattr(dev, "make_venv", lambda: pytest.fail("first the libraries"))
    monkeypatch.setenv("DISPLAY", ":9")
    assert dev.main(["run"]) == 1
    assert "apt-get install -y --no-install-recommends libegl1 libgl1" in capsys.readouterr().err


def test_on_ci_a_missing_observer_stops_the_tests_with_the_line_that_brings_it(dev, system, monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system.Need, "met", lambda self: self.package != "xdotool")
    monkeypatch.setattr(dev, "make_venv", lambda: pytest.fail("first the observers"))
    assert dev.main(["test"]) == 1
    assert "apt-get install -y --no-install-recommends xdotool" in capsys.readouterr().err


def test_on_a_developers_machine_a_missing_observer_stops_nothing(dev, system, monkeypatch, capsys):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system.Need, "met", lambda self: self.package != "xdotool")
    monkeypatch.setattr(dev, "make_venv", lambda: None)
    monkeypatch.setattr(dev, "fill_venv", lambda _: None)
    monkeypatch.setattr(dev.os, "chdir", lambda _: None)
    monkeypatch.setattr(dev, "call", lambda _: 0)
    assert dev.main(["test", "tests/domain"]) == 0
    assert "tests that need xdotool are skipped" in capsys.readouterr().out


def test_journeys_look_through_nothing_that_is_not_in_the_list(system):
    from tests.journeys.display import NEEDED

    assert {*NEEDED, "pdftotext", "soffice", "fcitx5", "dbus-daemon", "dbus-send"} <= {
        need.shows_as for need in system.OBSERVERS
    }


def test_a_debian_without_venv_is_told_everything_in_one_line(dev, system, monkeypatch):
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system.Need, "met", lambda self: self.package == "libgl1")
    with pytest.raises(dev.Stop, match=r"sudo apt-get install .* python3\.\d+-venv libegl1 .* xdotool"):
        dev.prepare("test", system.DRAWING, system.OBSERVERS)


def test_a_made_environment_needs_no_ensurepip(dev, system, monkeypatch):
    asked = []
    dev.python().parent.mkdir(parents=True)
    dev.python().touch()
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(system, "provide", lambda needs: asked.extend(needs) or [])
    monkeypatch.setattr(dev, "make_venv", lambda: None)
    monkeypatch.setattr(dev, "fill_venv", lambda _: None)
    dev.prepare("run", system.DRAWING)
    assert asked == [*system.DRAWING]


def test_a_broken_environment_is_made_anew(dev, monkeypatch):
    made = []
    dev.python().parent.mkdir(parents=True)
    dev.python().symlink_to("/no/such/python")
    monkeypatch.setattr(dev.venv.EnvBuilder, "create", lambda self, folder: made.append(folder))
    dev.make_venv()
    assert made == [dev.VENV]


def test_root_on_debian_gets_what_is_missing(system, monkeypatch):
    here = set()
    need = system.Need("libexample1", "libexample.so.1")
    monkeypatch.setattr(system.Need, "met", lambda self: self.package in here)
    monkeypatch.setattr(system, "may_install", lambda: True)
    monkeypatch.setattr(system, "apt_install", lambda packages: here.update(packages) or True)
    assert system.provide([need]) == []


def test_one_unknown_package_does_not_keep_the_others_away(system, monkeypatch):
    here = set()

    def apt_install(packages):
        if "unknown" in packages:
            return False
        here.update(packages)
        return True

    monkeypatch.setattr(system.Need, "met", lambda self: self.package in here)
    monkeypatch.setattr(system, "may_install", lambda: True)
    monkeypatch.setattr(system, "apt_install", apt_install)
    needs = [system.Need("known", "known"), system.Need("unknown", "unknown")]
    assert system.provide(needs) == ["unknown"]


def test_who_may_not_install_is_told_what_is_missing(system, monkeypatch):
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system, "apt_install", lambda _: pytest.fail("not ours to install"))
    assert system.provide([system.Need("no-such-thing", "no-such-command")]) == ["no-such-thing"]


def test_a_need_is_met_by_a_library_a_command_or_a_file(system, tmp_path):
    assert system.Need("python", Path(sys.executable).as_posix()).met()
    assert not system.Need("nothing", "libno-such-library.so.9").met()
    assert not system.Need("nothing", str(tmp_path / "missing")).met()


def test_the_script_needs_nothing_but_the_standard_library():
    script = str(INSTALLER / "dev.py")
    shown = subprocess.run([sys.executable, "-S", script, "--help"], capture_output=True, text=True, check=True)
    assert "dev.py test" in shown.stdout
    wrong = subprocess.run([sys.executable, "-S", script, "dance"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2


def test_the_script_can_be_read_by_every_python_since_3_6():
    ast.parse((INSTALLER / "dev.py").read_text("utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 9, 2), (3, 10, 13)])
def test_an_older_python_is_told_in_one_line_which_one_is_needed(version):
    script = str(INSTALLER / "dev.py")
    faked = f"import runpy, sys; sys.version_info = {version}; runpy.run_path({script!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-S", "-c", faked], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert "需要 Python 3.11" in line
    assert f"this is 3.{version[1]}." in line


def test_ci_calls_the_developers_own_command():
    assert "python3 installer/dev.py test" in (INSTALLER.parent / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize(("rest", "journeys", "code"), [(0, 0, 0), (1, 0, 1), (0, 1, 1)])
def test_the_journeys_run_beside_the_rest_and_both_are_heard(dev, monkeypatch, capfd, rest, journeys, code):
    asked = []

    def call(words):
        asked.append([str(word) for word in words[2:]])
        return rest

    real = dev.subprocess.Popen

    def popen(words, **options):
        asked.append(words[2:])
        program = f"print('a journey'); raise SystemExit({journeys})"
        return real([sys.executable, "-c", program], stdout=options["stdout"], stderr=options["stderr"])

    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setattr(dev.subprocess, "Popen", popen)
    assert dev.pytest_with_journeys_beside(["pytest"]) == code
    assert asked == [
        ["pytest", "-p", "no:cacheprovider", *dev.BESIDE],
        ["pytest", *(f"--ignore={folder}" for folder in dev.BESIDE)],
    ]
    assert "a journey" in capfd.readouterr().out
