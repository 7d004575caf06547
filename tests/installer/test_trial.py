"""What the trial of a package reads and says, as far as it can be told without one."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))

import input_methods
import trial
from input_methods import FCITX_4, FCITX_5, IBUS


def test_of_a_register_the_first_columns_of_each_case_are_read():
    def row(number, *texts):
        cells = zip("ABCDEFG", texts, strict=False)
        return "".join(f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells)

    sheet = row(1, "收件编号", "状态") + row(2, "AJ22", "待补正", "", "甲公司", "企业", "") + row(13, "AJ23", "草稿")
    assert [text for text in trial.cases(sheet) if text] == ["AJ22", "待补正", "甲公司", "企业", "AJ23", "草稿"]


@pytest.mark.parametrize("method", [FCITX_5, FCITX_4, IBUS], ids=lambda method: method.name)
def test_a_session_gives_the_program_its_input_method(method, tmp_path):
    told = method.session("program").partition("dbus-daemon")[0] + 'echo "$XMODIFIERS $QT_IM_MODULE"'
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["sh", "-ec", told], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"@im={method.module} {method.module}\n"
    subprocess.run(["sh", "-n"], input=method.session("program"), text=True, check=True)
    assert method.session("program").splitlines()[-1].startswith("exec program ")
    assert input_methods.BUS in method.asked("xclip")


def test_what_a_package_needs_is_read_without_versions_and_choices(monkeypatch):
    said = "libc6 (>= 2.28), libgcc-s1 | libgcc1, xkb-data\n"
    monkeypatch.setattr(trial.subprocess, "run", lambda *_words, **_more: subprocess.CompletedProcess([], 0, said))
    assert trial.depends(Path("a.deb")) == ["libc6", "libgcc-s1", "xkb-data"]


def test_without_root_the_trial_says_what_it_needs(monkeypatch, capsys):
    monkeypatch.setattr(trial.os, "geteuid", lambda: 1000)
    assert trial.main(["a.deb"]) == 2
    assert "debootstrap xvfb xdotool openbox imagemagick" in capsys.readouterr().err
