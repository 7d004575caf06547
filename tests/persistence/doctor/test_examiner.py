"""A real data folder looked at: pages, rows, modes, caches; an archive that only its owner may read."""

import os
import stat
import zipfile
from datetime import UTC, datetime

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.engine import connector
from counter_app.persistence.database import FILE_NAME
from counter_app.persistence.doctor.examiner import FolderExaminer


@pytest.fixture
def examiner(folder, database, tmp_path):
    return FolderExaminer(folder, lambda: None, tmp_path / "cache")


def test_a_sound_folder(examiner, tmp_path):
    assert examiner.damage() is None
    assert examiner.is_plain()
    assert examiner.scans().sha256 == []
    assert examiner.cache().files == 0
    assert examiner.free_bytes() > 0
    assert examiner.database_bytes() > 0
    assert "counter.db" in examiner.layout()
    assert examiner.hidden(f"in {tmp_path}/data/x") == "in <data>/x"


def test_a_changed_page_and_a_row_that_refers_to_nothing_are_damage(examiner, folder, database):
    opened = connector(folder / FILE_NAME)()
    opened.execute("PRAGMA foreign_keys = OFF")
    opened.execute(
        "INSERT INTO issued_number (series, year, ordinal, taken_at, zone) VALUES ('备告', 2026, 1, '2026-03-02', 'x')"
    )
    opened.close()
    assert examiner.damage().sentence == "数据库里有1行指向不存在的内容"
    database.close()
    file = folder / FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 3 + 100] = b"\xff" * 100
    file.write_bytes(content)
    assert "损坏" in examiner.damage().sentence


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders private by itself")
def test_what_others_may_read_is_counted(examiner, folder):
    before = examiner.open_to_others()
    (folder / "office").mkdir(mode=0o755)
    (folder / "office" / "own.toml").write_text("x", "utf-8")
    (folder / "office" / "own.toml").chmod(0o644)
    assert examiner.open_to_others() - before == 2


def test_the_age_of_a_cache_is_that_of_its_oldest_file(examiner, folder):
    cached = folder / "cache" / "thumbnails" / "x"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(b"12345")
    old = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    os.utime(cached, (old, old))
    assert (examiner.cache().files, examiner.cache().size) == (1, 5)
    assert examiner.cache().oldest_days > 30


def test_reports_are_read_and_packed_for_their_owner_only(examiner, folder, tmp_path):
    (folder / "reports").mkdir()
    (folder / "reports" / "error-1.txt").write_bytes(b"ValueError")
    assert examiner.logs() == {"error-1.txt": b"ValueError"}
    examiner.write(tmp_path / "x.zip", {"reports/error-1.txt": b"ValueError"})
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.read("reports/error-1.txt") == b"ValueError"
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "x.zip").stat().st_mode) == 0o600
    with pytest.raises(Refusal, match="没有导出"):
        examiner.write(tmp_path / "none" / "x.zip", {})
