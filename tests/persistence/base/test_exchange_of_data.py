"""The files of a data folder are exchanged all together: a cut at any step leaves the old ones or ends with the new."""

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base import exchange_of_data
from counter_app.persistence.base.exchange_of_data import LOCK, decide, finish, finish_waiting, new_files
from counter_app.persistence.base.one_at_a_time import one_at_a_time

OLD = {
    "counter.db": "old",
    "counter.db-wal": "log",
    "counter.db-shm": "index",
    "keys/office-key.json": "old key",
    "office/forms/own.toml": "old form",
    "scans/ab/cd": "scan",
}
NEW = {"counter.db": "new", "counter.id": "id", "keys/office-key.json": "new key", "office/forms/own.toml": "new form"}
AFTER = {**NEW, "scans/ab/cd": "scan"}
ASIDE = "replaced-20260302-120000"


def put(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


def held(folder, *, without=()):
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and (top := path.relative_to(folder).parts[0]) not in without and not top.endswith(".part")
    }


def prepared(folder):
    put(folder, OLD)
    part = folder / ".0123456789ab.part"
    put(new_files(part), NEW)
    return part


def test_what_was_there_is_kept_in_a_folder_of_its_own(tmp_path):
    part = prepared(tmp_path)
    decide(tmp_path, part, ASIDE)
    finish(tmp_path)
    assert held(tmp_path, without=(ASIDE,)) == AFTER
    assert held(tmp_path / ASIDE) == {name: content for name, content in OLD.items() if name != "scans/ab/cd"}


class CutError(BaseException):
    """The power goes."""


def cutting(act, count):
    def step(*arguments, **named):
        if next(count, None) is None:
            raise CutError
        return act(*arguments, **named)

    return step


def test_a_cut_at_any_step_leaves_the_old_files_or_ends_with_the_new(tmp_path, monkeypatch):
    results = []
    for step in range(100):
        folder = tmp_path / str(step)
        part = prepared(folder)
        count = iter(range(step))
        with monkeypatch.context() as patched:
            for name in ("_move", "sync_folder", "write_private", "make_private_folder"):
                patched.setattr(exchange_of_data, name, cutting(getattr(exchange_of_data, name), count))
            patched.setattr(exchange_of_data.shutil, "rmtree", cutting(exchange_of_data.shutil.rmtree, count))
            try:
                decide(folder, part, ASIDE)
                finish(folder)
                is_whole = True
            except CutError:
                is_whole = False
        finish_waiting(folder)
        here = held(folder, without=(ASIDE, LOCK))
        assert here in (OLD, AFTER)
        results.append(here["counter.db"])
        if here["counter.db"] == "new":
            assert not (folder / "counter.db-wal").exists()
            assert held(folder / ASIDE)["counter.db-wal"] == "log"
        if is_whole:
            break
    assert set(results) == {"old", "new"}
    assert results == sorted(results, reverse=True)


def test_two_do_not_end_it_at_once(tmp_path, monkeypatch):
    decide(tmp_path, prepared(tmp_path), ASIDE)
    monkeypatch.setattr(exchange_of_data, "_PATIENCE", 0)
    with one_at_a_time(tmp_path / LOCK, Refusal("")), pytest.raises(Refusal, match="正在从备份恢复"):
        finish_waiting(tmp_path)
    assert held(tmp_path)["counter.db"] == "old"
    finish_waiting(tmp_path)
    assert held(tmp_path)["counter.db"] == "new"


def test_what_cannot_be_ended_is_said_and_ended_later(tmp_path, monkeypatch):
    decide(tmp_path, prepared(tmp_path), ASIDE)

    def full(_source, _target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(exchange_of_data, "_move", full)
        with pytest.raises(Refusal, match="从备份恢复没有完成"):
            finish_waiting(tmp_path)
    finish_waiting(tmp_path)
    assert held(tmp_path, without=(ASIDE, LOCK)) == AFTER


def test_where_none_waits_nothing_is_done(tmp_path):
    finish(tmp_path)
    finish_waiting(tmp_path)
    assert list(tmp_path.iterdir()) == []
