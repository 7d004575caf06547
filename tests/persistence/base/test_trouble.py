"""What goes wrong with disks and files is said in one plain sentence, and nothing is lost."""

import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.base.driver_words import RESTORE, refusal_for
from counter_app.persistence.base.office_traces import MARKER
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.services.ports import WindowState

ROOT = Path(__file__).parents[3]


@pytest.fixture
def other_window(folder, forms):
    opened = open_database(folder, forms)
    yield opened
    opened.close()


def _impatient(database):
    """Make its connections wait a moment only."""
    database.engine.dispose()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 30")


def test_while_another_window_writes_a_save_is_refused_and_can_be_repeated(
    database, other_window, make_filing, keep, save, read
):
    filing = keep(make_filing())
    filing.answer("unit.name", "没有丢")
    _impatient(database)
    with other_window.work() as theirs:
        theirs.window_states.save("5", WindowState())
        with pytest.raises(Refusal) as refused:
            save(filing)
        assert refused.value.sentence == "另一个窗口正在保存，本次没有保存"
        assert filing.version == 0
        assert read().answers.raw["unit.name"] == "大关县示例商贸有限公司"
    save(filing)
    assert read().answers.raw["unit.name"] == "没有丢"


def test_a_writer_waits_for_another_that_is_soon_done(database, other_window, make_filing, keep, save, read):
    filing = keep(make_filing())
    began, waiting = threading.Event(), threading.Event()

    def write():
        with other_window.work() as theirs:
            theirs.window_states.save("5", WindowState(("AJ1",), "AJ1"))
            began.set()
            waiting.wait(0.2)
            theirs.commit()

    other = threading.Thread(target=write)
    other.start()
    began.wait(5)
    save(filing)
    other.join()
    assert read().version == 1


def test_reading_goes_on_while_another_window_writes(database, other_window, make_filing, keep, read):
    keep(make_filing())
    with other_window.work() as theirs:
        theirs.window_states.save("5", WindowState())
        assert read().version == 0


def test_a_full_disk_is_said_and_the_case_can_be_saved_once_there_is_room(database, make_filing, keep, save, read):
    filing = keep(make_filing())
    many = [Answers.row(filing.form, {"location": f"{n}号机位" * 20}) for n in range(2000)]
    filing.key_rows(many)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite makes it the present size
    with pytest.raises(Refusal) as refused:
        save(filing)
    assert refused.value.sentence == "磁盘已满，本次没有保存"
    assert "腾出磁盘空间" in refused.value.remedy
    assert (filing.version, read().version, len(read().answers.rows())) == (0, 0, 0)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    save(filing)
    assert len(read().answers.rows()) == 2000
    assert database.integrity() == "ok"


def test_a_database_that_cannot_be_written_says_so(database, make_filing, keep, save):
    filing = keep(make_filing())
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(Refusal, match="为只读"):
        save(filing)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")


def test_a_file_that_is_no_database_is_refused_and_left_alone(folder, forms):
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"this is no database" * 500)
    with pytest.raises(Refusal, match="已损坏或密钥不符") as refused:
        open_database(folder, forms)
    assert refused.value.remedy == RESTORE
    assert (folder / FILE_NAME).read_bytes() == b"this is no database" * 500


def test_a_damaged_page_is_told_as_damage(folder, forms, make_filing):
    database = open_database(folder, forms)
    with database.work() as work:
        work.filings.add(make_filing(rows=[{"location": f"{n}号机位" * 5} for n in range(2000)]))
        work.commit()
    database.close()
    file = folder / FILE_NAME
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
    with pytest.raises(Refusal, match="已损坏"):  # noqa: PT012 - whichever of the two comes upon it first
        database = open_database(folder, forms)
        with database.work() as work:
            work.filings.get("AJ0000000001")
    database.engine.dispose()


def test_damage_that_reading_survives_is_found_when_asked_for(database, make_filing, keep):
    assert database.integrity() == "ok"
    keep(make_filing())
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("INSERT INTO capture_device VALUES ('AJ9', 'devices', 1, '{}', '', '', '', '')")
    assert database.integrity() == "1 rows refer to nothing"


def test_a_data_place_that_is_a_file_is_refused(tmp_path, forms):
    (tmp_path / "taken").write_text("", "utf-8")
    for place in (tmp_path / "taken", tmp_path / "taken" / "below"):
        with pytest.raises(Refusal, match="不是文件夹"):
            open_database(place, forms)


def test_a_database_file_that_is_a_folder_is_refused(folder, forms):
    (folder / FILE_NAME).mkdir(parents=True)
    with pytest.raises(Refusal, match="无法写入数据文件"):
        open_database(folder, forms)


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a place where nobody may make a folder")
def test_a_place_where_no_folder_can_be_made_is_refused(forms):
    with pytest.raises(Refusal, match="无法建立数据文件夹"):
        open_database(Path("/sys/kernel/counter"), forms)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's data folder private by itself")
def test_only_its_owner_may_look_into_the_data(folder, database):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("disk I/O error", "磁盘读写出错"),
        ("unable to open database file", "无法打开数据文件"),
        ("database is locked", "另一个窗口正在保存"),
        ('could not extend file "base/1": No space left on device', "磁盘已满"),
        ("attempt to write a readonly database", "为只读"),
    ],
)
def test_the_driver_s_words_become_ours(said, told):
    refusal = refusal_for(OperationalError("", {}, Exception(said)))
    assert told in refusal.sentence
    assert refusal.remedy


def test_no_sentence_tells_to_put_back_the_database_alone():
    assert all(word in RESTORE for word in ("退出全部窗口", "-wal", "-shm", "整套", "联系维护人员"))
    for path in (ROOT / "counter_app").rglob("*.py"):
        said = path.read_text("utf-8")
        assert not re.search(r"备份(替换|覆盖|还原)|备份[^，。；\n]*counter\.db", said), path
        assert "再整套放回" not in said or path.name == "driver_words.py"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose first byte cannot be read")
def test_a_page_that_cannot_be_read_is_no_damage(tmp_path):
    unreadable = Path("/proc/self/mem")
    (tmp_path / "whole").write_bytes(b"read to its end")
    malformed = OperationalError("", {}, Exception("database disk image is malformed"))
    told = refusal_for(malformed, unreadable)
    assert told.sentence == "磁盘读取出错，数据文件无法读取"
    assert "数据线" in told.remedy
    assert "已损坏" in refusal_for(malformed, tmp_path / "whole").sentence


def test_what_the_driver_says_otherwise_is_our_own_fault():
    assert refusal_for(ValueError("no such column: x")) is None


def test_no_name_and_no_number_stands_in_an_error(database, make_filing, keep):
    keep(make_filing(raw={"agent.name": "李示例", "agent.id_number": "530624199003071217"}))
    with pytest.raises(Exception, match="UNIQUE") as twice:
        keep(make_filing(raw={"agent.name": "李示例", "agent.id_number": "530624199003071217"}))
    assert "李" not in str(twice.value)
    assert "5306241990" not in str(twice.value)


def test_closing_leaves_one_file(folder, forms, make_filing):
    database = open_database(folder, forms)
    with database.work() as work:
        work.filings.add(make_filing())
        work.commit()
    database.close()
    assert sorted(path.name for path in folder.iterdir()) == [FILE_NAME, MARKER]


def test_closing_folds_the_log_although_another_window_stands_open(folder, forms, make_filing):
    database, other = open_database(folder, forms), open_database(folder, forms)
    with database.work() as work:
        work.filings.add(make_filing())
        work.commit()
    with other.work() as work:
        assert work.filings.get("AJ0000000001").version == 0
    log = folder / f"{FILE_NAME}-wal"
    assert log.stat().st_size > 0
    database.close()
    assert log.stat().st_size == 0
    other.close()


def test_a_key_closes_the_file_to_everyone_else(folder, forms, make_filing):
    key = bytes(range(32))
    database = open_database(folder, forms, key)
    with database.work() as work:
        work.filings.add(make_filing())
        work.commit()
    database.close()
    content = (folder / FILE_NAME).read_bytes()
    assert b"SQLite format" not in content
    assert "示例商贸".encode() not in content
    for wrong in (None, bytes(32)):
        with pytest.raises(Refusal, match="密钥不符"):
            open_database(folder, forms, wrong)
    database = open_database(folder, forms, key)
    with database.work() as work:
        assert work.filings.get("AJ0000000001").version == 0
    database.close()


def test_four_programs_that_start_at_once_on_a_new_folder_all_open_it(folder):
    program = (
        "import sys; from pathlib import Path; from counter_app.persistence.database import open_database;"
        "sys.stdin.readline(); database = open_database(Path(sys.argv[1]), None); print(database.integrity());"
        "database.close()"
    )
    run = [sys.executable, "-c", program, str(folder)]
    pipe = subprocess.PIPE
    programs = [subprocess.Popen(run, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    for one in programs:
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=60) for one in programs] == [("ok\n", "")] * 4
