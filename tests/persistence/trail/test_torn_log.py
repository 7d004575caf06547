"""The write-ahead log torn, cut, lost, or its index garbage: the same numbers are never given again."""

import pytest

from counter_app.persistence.database import FILE_NAME
from tests.persistence.trail.conftest import entry, record, take

LOG, SHARED = f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"
FRAME = 24 + 4096


def _cut(log, octets):
    with log.open("r+b") as file:
        file.truncate(octets)


def _overwrite(log, start, content):
    with log.open("r+b") as file:
        file.seek(start)
        file.write(content)


VARIANTS = {
    "deleted": lambda log, size: log.unlink(),
    "emptied": lambda log, size: _cut(log, 0),
    "cut within its head": lambda log, size: _cut(log, 20),
    "cut to its head": lambda log, size: _cut(log, 32),
    "cut to the half": lambda log, size: _cut(log, size // 2),
    "last frame cut": lambda log, size: _cut(log, size - FRAME),
    "last frame torn": lambda log, size: _cut(log, size - 1000),
    "first frame garbage": lambda log, size: _overwrite(log, 32 + 24, bytes(range(256))),
    "frame in the middle zeroed": lambda log, size: _overwrite(log, size // 2, bytes(4096)),
    "head garbage": lambda log, size: _overwrite(log, 0, bytes(range(32))),
    "shared memory garbage": lambda log, size: log.with_name(SHARED).write_bytes(bytes(range(256)) * 128),
}


@pytest.fixture
def cut_off(database, folder, tmp_path):
    """What a power cut leaves: a database and its log, as they lay while 15 notices had been given."""
    for _ in range(10):
        take(database)
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for _ in range(5):
        take(database)
    record(database, entry())
    kept = {name: (folder / name).read_bytes() for name in (FILE_NAME, LOG, SHARED)}
    database.close()
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    return folder / LOG


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_next_number_is_above_every_one_that_was_given(cut_off, begin, variant):
    VARIANTS[variant](cut_off, cut_off.stat().st_size)
    database, trail = begin()
    assert take(database) == 16
    with database.work() as work:
        taken = [number.ordinal for number in work.numbers.taken("deficiency_notice", year=2026)]
    assert taken == list(range(1, 17))
    rollback = trail.rollback()
    if variant != "shared memory garbage":
        assert rollback is not None
        assert rollback.entries + len(rollback.numbers) > 0
