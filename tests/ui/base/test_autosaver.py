"""Whatever a page edits reaches the disk within two seconds, one save at a time, tried again where that is meant."""

import pytest
from PySide6.QtCore import QTimer

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base import autosaver
from counter_app.ui.base.autosaver import Autosaver
from counter_app.ui.base.tasks import Lane

PROMISE = 2_000
"""Milliseconds within which what is typed is on the disk."""
REFUSAL = Refusal("磁盘已满", "腾出空间")


class Disk:
    """In the place of the lanes: each save reaches the disk when told; `full` refuses."""

    def __init__(self):
        self.kept = []
        self.pending = []
        self.full = self.is_closed = False

    def run(self, act, *, done, failed, lane):
        assert lane is Lane.WRITE
        self.pending.append((act, done, failed))

    def work(self):
        act, done, failed = self.pending.pop(0)
        if self.full:
            failed(REFUSAL)
        else:
            done(act())


class Text(Autosaver):
    def __init__(self, disk, parent=None, **how):
        super().__init__(disk, lambda: disk, parent, **how)
        self.text = ""
        self.told = []

    def type(self, text):
        self.text = text
        self.mark_dirty()

    def read(self):
        text = self.text
        return lambda disk: disk.kept.append(text) or text

    def reached(self, result):
        self.told.append(result)

    def refuse(self, refusal):
        self.told.append(refusal)
        return True


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def page(qapp, disk):
    return Text(disk)


def test_a_key_reaches_the_disk_within_two_seconds_also_while_one_types_on(qtbot, disk, page):
    typing = QTimer(page, interval=50)
    typing.timeout.connect(lambda: page.type(page.text + "a"))
    typing.start()
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    typing.stop()
    assert autosaver.SAVE_AFTER < PROMISE
    disk.work()
    assert disk.kept[0].startswith("a")


def test_one_save_at_a_time_and_then_what_was_typed_meanwhile(qtbot, disk, page):
    page.type("a")
    page.save()
    page.type("ab")
    page.save()
    assert len(disk.pending) == 1
    disk.work()
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    disk.work()
    assert disk.kept == ["a", "ab"]
    assert not page.is_dirty


def test_whoever_waits_is_told_once_everything_is_there(qtbot, disk, page):
    done = []
    page.flush(lambda: done.append("at once"))
    page.type("a")
    page.flush(lambda: done.append("kept"))
    page.type("ab")
    disk.work()
    assert done == ["at once"]
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    disk.work()
    assert (done, disk.kept) == (["at once", "kept"], ["a", "ab"])


def test_what_could_not_be_saved_stays_unsaved_and_is_told(disk, page):
    failed = []
    disk.full = True
    page.type("a")
    page.flush(lambda: failed.append("kept"), failed.append)
    assert page.is_awaited
    disk.work()
    assert failed == [REFUSAL] == page.told
    assert page.is_dirty
    disk.full = False
    page.save()
    disk.work()
    assert disk.kept == ["a"]


def test_it_is_tried_again_by_itself_where_that_is_meant(qtbot, qapp, disk, monkeypatch):
    monkeypatch.setattr(autosaver, "PATIENCE", (10,))
    page = Text(disk, retries=True)
    disk.full = True
    page.type("a")
    page.save()
    disk.work()
    disk.full = False
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    disk.work()
    assert disk.kept == ["a"]


def test_nothing_goes_to_the_disk_while_it_is_suspended_and_nothing_of_another_thing_after_clear(qtbot, disk, page):
    page.suspend()
    page.type("a")
    page.save()
    assert disk.pending == []
    page.resume()
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    page.clear()
    disk.full = True
    disk.work()
    assert not page.is_dirty, "a late failure is about what stood there before"


def test_once_the_program_is_closed_nobody_waits_for_a_disk(disk, page):
    done = []
    page.type("a")
    disk.is_closed = True
    page.flush(lambda: done.append("on"))
    assert (done, disk.pending) == (["on"], [])
