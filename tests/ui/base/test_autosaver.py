"""Whatever a page edits reaches the disk within two seconds, one save at a time, tried again where that is meant."""

import pytest
from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base import autosaver
from counter_app.ui.base.autosaver import Autosaver

PROMISE = 2_000
"""Milliseconds within which what is typed is on the disk."""
REFUSAL = Refusal("磁盘已满", "腾出空间")


class Disk:
    """Takes one save at a time, and lets it reach the disk when told; `full` refuses."""

    def __init__(self):
        self.kept = []
        self.pending = []
        self.full = self.closed = False

    def write(self, act, *, done, failed):
        self.pending.append((act, done, failed))

    def work(self):
        act, done, failed = self.pending.pop(0)
        if self.full:
            failed(REFUSAL)
        else:
            done(act(self))


class Page(QObject):
    def __init__(self, disk, **how):
        super().__init__()
        self.text = ""
        self.told = []
        self.saver = Autosaver(
            self.read,
            disk.write,
            reached=self.told.append,
            refused=lambda refusal: self.told.append(refusal) is None,
            is_closed=lambda: disk.closed,
            parent=self,
            **how,
        )

    def type(self, text):
        self.text = text
        self.saver.mark_dirty()

    def read(self):
        text = self.text
        return lambda disk: disk.kept.append(text) or text


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def page(qapp, disk):
    return Page(disk)


def test_a_key_reaches_the_disk_within_two_seconds_also_while_one_types_on(qtbot, disk, page):
    clock = QElapsedTimer()
    typing = QTimer(page, interval=50)
    typing.timeout.connect(lambda: page.type(page.text + "a"))
    clock.start()
    typing.start()
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    typing.stop()
    assert autosaver.SAVE_AFTER < PROMISE
    disk.work()
    assert disk.kept[0].startswith("a")


def test_one_save_at_a_time_and_then_what_was_typed_meanwhile(qtbot, disk, page):
    page.type("a")
    page.saver.save()
    page.type("ab")
    page.saver.save()
    assert len(disk.pending) == 1
    disk.work()
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    disk.work()
    assert disk.kept == ["a", "ab"]
    assert not page.saver.is_dirty
    assert not page.saver.is_saving


def test_whoever_waits_is_told_once_everything_is_there(qtbot, disk, page):
    done = []
    page.saver.flush(lambda: done.append("at once"))
    page.type("a")
    page.saver.flush(lambda: done.append("kept"))
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
    page.saver.flush(lambda: failed.append("kept"), failed.append)
    assert page.saver.is_awaited
    disk.work()
    assert failed == [REFUSAL] == page.told
    assert page.saver.is_dirty
    disk.full = False
    page.saver.save()
    disk.work()
    assert disk.kept == ["a"]


def test_it_is_tried_again_by_itself_where_that_is_meant(qtbot, qapp, disk, monkeypatch):
    monkeypatch.setattr(autosaver, "PATIENCE", (10,))
    page = Page(disk, retries=True)
    disk.full = True
    page.type("a")
    page.saver.save()
    disk.work()
    disk.full = False
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    disk.work()
    assert disk.kept == ["a"]


def test_nothing_goes_to_the_disk_while_it_is_suspended_and_nothing_of_another_thing_after_clear(qtbot, disk, page):
    page.saver.suspend()
    page.type("a")
    page.saver.save()
    assert disk.pending == []
    page.saver.resume()
    qtbot.waitUntil(lambda: bool(disk.pending), timeout=PROMISE)
    page.saver.clear()
    disk.full = True
    disk.work()
    assert not page.saver.is_dirty, "a late failure is about what stood there before"


def test_once_the_program_is_closed_nobody_waits_for_a_disk(disk, page):
    done = []
    page.type("a")
    disk.closed = True
    page.saver.flush(lambda: done.append("on"))
    assert (done, disk.pending) == (["on"], [])
