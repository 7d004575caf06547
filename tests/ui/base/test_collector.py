"""Python's garbage collector runs on the UI thread only, as long as there is work on others."""

import gc
import threading
import weakref

import pytest

from counter_app.ui.base.collector import GarbageCollector


class Ring:
    """Refers to itself: only the collector frees it."""

    def __init__(self):
        self.self = self


@pytest.fixture
def collector(qapp):
    made = GarbageCollector()
    made.start()
    yield made
    made.stop()


def test_a_ring_dropped_on_another_thread_is_freed_on_this_one(collector):
    freed = []

    def drop_many():
        ring = Ring()
        weakref.finalize(ring, lambda: freed.append(threading.current_thread()))
        del ring
        kept = [Ring() for _ in range(50_000)]  # many times the threshold of the first generation
        kept.clear()

    worker = threading.Thread(target=drop_many)
    worker.start()
    worker.join()
    assert freed == []
    collector.collect()
    gc.collect()
    assert freed == [threading.main_thread()]


def test_it_collects_only_where_there_is_enough(collector, monkeypatch):
    collected = []
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    for counts in ((700, 10, 10), (701, 3, 2), (20, 11, 2), (900, 20, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        collector.collect()
    assert collected == [0, 1, 2]


def test_python_collects_by_itself_again_when_the_last_one_has_stopped(collector):
    second = GarbageCollector()
    second.start()
    collector.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()


def test_paused_it_collects_nothing(collector):
    collector.pause()
    assert not collector.is_running
    assert not gc.isenabled()
