"""`counter-app transfer`: a package checked where there is no window; exit codes for scripts, sentences for people."""

import json
import os
from pathlib import Path

import pytest

from counter_app.cli import transfer
from counter_app.exchange.bag import BagFiles
from tests.exchange.bag.one_packer import content_of
from tests.journeys.program import in_this_process, main


@pytest.fixture
def bag(tmp_path):
    (tmp_path / "scans").mkdir()
    for number in range(2):
        (tmp_path / "scans" / f"{number}.pdf").write_bytes(b"scan" * (number + 1))
    BagFiles().pack(content_of(tmp_path / "scans", 2), tmp_path / "BY2026-0001", lambda _done, _total: None)
    return tmp_path / "BY2026-0001"


def test_a_whole_package_is_0_and_says_its_digests_nothing_is_kept(bag, capsys):
    assert main(["transfer", "verify", str(bag), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["valid"], said["batch"], said["files"], said["faults"]) == (True, "BY2026-0001", 6, [])
    assert main(["transfer", "verify", str(bag)]) == 0
    printed = capsys.readouterr()
    assert said["sha256"] in printed.out
    assert said["sm3"] in printed.out
    assert printed.err == ""
    assert not list(Path(os.environ["COUNTER_APP_DATA"]).iterdir())


@in_this_process
def test_faults_are_1_each_named_a_few_at_a_time(bag, capsys, monkeypatch):
    (bag / "data/0001/scan-01.pdf").write_bytes(b"scam")
    (bag / "data/0002/scan-01.pdf").unlink()
    assert main(["transfer", "verify", str(bag)]) == 1
    printed = capsys.readouterr().out
    assert "data/0001/scan-01.pdf的内容被改动过" in printed
    assert "缺少data/0002/scan-01.pdf" in printed
    monkeypatch.setattr(transfer, "MOST_SHOWN", 1)
    assert main(["transfer", "verify", str(bag)]) == 1
    assert "处，加 --json 全部列出" in capsys.readouterr().out
    assert main(["transfer", "verify", str(bag), "--json"]) == 1
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert {"kind": "changed", "path": "data/0001/scan-01.pdf"}.items() <= faults[-1].items()


def test_what_is_no_package_is_not_gone_through(tmp_path, capsys):
    (tmp_path / "link").symlink_to("/")
    assert main(["transfer", "verify", str(tmp_path)]) == 1
    assert "1处问题" in (said := capsys.readouterr().out)
    assert "缺少bagit.txt" in said


def test_what_cannot_be_read_or_packed_is_2_with_what_to_do(tmp_path, capsys):
    (tmp_path / "x.zip").write_text("no zip")
    for arguments in (
        ("verify", str(tmp_path / "none")),
        ("verify", str(tmp_path / "x.zip")),
        ("pack", "BY2026-0001", "--out", str(tmp_path / "out")),
    ):
        assert main(["transfer", *arguments]) == 2
        assert "。" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@in_this_process
def test_progress_is_told_on_a_terminal_only(bag, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["transfer", "verify", str(bag)]) == 0
    assert capsys.readouterr().err.endswith("核对 100%\n")
