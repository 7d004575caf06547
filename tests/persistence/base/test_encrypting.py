"""A plain database is encrypted where it lies; whatever goes wrong, one of the two opens whole."""

import contextlib
import shutil
import signal
import subprocess
import sys
from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.base import encrypting
from counter_app.persistence.base.encrypting import encrypt_in_place, is_encrypted, is_plain
from counter_app.persistence.database import FILE_NAME, open_database

KEY = b"k" * 32
NAME = "大关县示例商贸有限公司"


@pytest.fixture(scope="module")
def plain(tmp_path_factory, forms):
    """The folder of a plain office, closed."""
    from datetime import UTC, date, datetime

    folder = tmp_path_factory.mktemp("plain")
    database = open_database(folder, forms)
    answers = Answers(forms.current(), {"unit.name": NAME}, {})
    moment = datetime(2026, 3, 2, 2, 42, tzinfo=UTC)
    with database.work() as work:
        for n in range(30):
            work.filings.add(
                Filing(
                    f"AJ{n:010}", answers, received_at=moment, received_on=date(2026, 3, 2), clerk="周某", window="3"
                )
            )
        work.commit()
    database.close()
    return folder


@pytest.fixture
def folder(plain, tmp_path):
    return shutil.copytree(plain, tmp_path / "data")


def test_it_holds_what_it_held_and_nobody_reads_it(folder, forms):
    file = folder / FILE_NAME
    assert NAME.encode() in file.read_bytes()
    assert is_plain(file)
    assert not is_encrypted(file)
    assert encrypt_in_place(file, KEY)
    assert NAME.encode() not in file.read_bytes()
    assert is_encrypted(file)
    assert [path.name for path in folder.glob(f"{FILE_NAME}*")] == [FILE_NAME]
    database = open_database(folder, forms, KEY)
    assert database.integrity() == "ok"
    with database.work() as work:
        assert work.filings.get("AJ0000000029").answers.text("unit.name") == NAME
    database.close()


def test_the_plain_words_are_written_over(folder):
    file = folder / FILE_NAME
    with file.open("rb") as before:
        assert encrypt_in_place(file, KEY)
        assert set(before.read()) == {0}


def test_another_window_keeps_it_plain(folder):
    file = folder / FILE_NAME
    before = file.read_bytes()
    with closing(dbapi2.connect(str(file))) as window:
        window.execute("SELECT count(*) FROM sqlite_master").fetchall()
        assert not encrypt_in_place(file, KEY)
        window.execute("SELECT count(*) FROM filing").fetchall()
    assert is_plain(file)
    assert len(file.read_bytes()) == len(before)


def test_a_full_disk_changes_nothing(folder, monkeypatch):
    def full(_plain, _part, _key):
        raise dbapi2.OperationalError("database or disk is full")

    monkeypatch.setattr(encrypting, "_export", full)
    with pytest.raises(Refusal, match="磁盘已满"):
        encrypt_in_place(folder / FILE_NAME, KEY)
    assert is_plain(folder / FILE_NAME)
    assert [path.name for path in folder.glob(f"{FILE_NAME}*")] == [FILE_NAME]


def test_a_copy_that_lacks_rows_is_not_taken(folder, monkeypatch):
    export = encrypting._export

    def lossy(plain, part, key):
        export(plain, part, key)
        with closing(dbapi2.connect(str(part), isolation_level=None)) as made:
            made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            made.execute("DELETE FROM office_identity")

    monkeypatch.setattr(encrypting, "_export", lossy)
    with pytest.raises(Refusal, match="与原来的不同"):
        encrypt_in_place(folder / FILE_NAME, KEY)
    assert is_plain(folder / FILE_NAME)


WORKER = """
import sys
from pathlib import Path
from counter_app.persistence.base.encrypting import encrypt_in_place
print("begun", flush=True)
encrypt_in_place(Path(sys.argv[1]), b"k" * 32)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills by signal")
def test_a_cut_at_any_moment_leaves_one_whole(folder, forms):
    """A few moments here; fifty in tests/soak."""
    file = folder / FILE_NAME
    for moment in (0.0, 0.01, 0.02, 0.04):
        if is_encrypted(file):
            break
        with subprocess.Popen([sys.executable, "-c", WORKER, str(file)], stdout=subprocess.PIPE) as worker:
            worker.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(moment)
            worker.kill()
    key = KEY if is_encrypted(file) else None
    database = open_database(folder, forms, key)
    assert database.integrity() == "ok"
    with database.work() as work:
        assert work.filings.get("AJ0000000029").answers.text("unit.name") == NAME
    database.close()
    if key is None:
        assert encrypt_in_place(file, KEY)
    with contextlib.suppress(FileNotFoundError):
        assert NAME.encode() not in (folder / f"{FILE_NAME}.encrypting").read_bytes()
