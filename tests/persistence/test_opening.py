"""The counter before its database is open: it judges at once, and what asks for its data waits for the opening."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from counter_app import bootstrap
from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.keys.key_places import KeyPlaces
from counter_app.services.filing import cases
from counter_app.services.headless.headless import create_sample_office
from tests.fakes.memory_backend import POST


@pytest.fixture
def opening(tmp_path):
    return bootstrap.Opening(tmp_path / "data", sample=True, keys=KeyPlaces(None))


def test_a_case_can_be_begun_before_there_is_a_database(opening, tmp_path):
    assert cases.begin_case(opening.backend, post=POST).filing.form.edition == "2025-05"
    assert not (tmp_path / "data" / "counter.db").exists()


def test_what_asks_for_data_waits_until_they_are_open(opening):
    early = opening.backend
    asked = threading.Event()

    def ask():
        asked.set()
        with early.work() as work:
            return work.office.load()

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask)
        assert asked.wait(10)
        with ExitStack() as at_exit:
            backend = opening.open(at_exit)
            assert answer.result(10) is None
            create_sample_office(backend)
            begun = cases.begin_case(early, post=POST).filing
            cases.save_draft(early, begun, post=POST)
            assert cases.load_case(backend, begun.reference).filing.reference == begun.reference


def test_it_is_refused_as_the_opening_was_and_has_them_after_the_next_one(opening, monkeypatch):
    from counter_app.persistence import database as databases

    opened = databases.open_database

    def refuse(*_told, **_named):
        raise Refusal("数据文件正被占用", "关闭其他窗口后再试")

    monkeypatch.setattr(databases, "open_database", refuse)
    with ExitStack() as at_exit, pytest.raises(Refusal, match="正被占用"):
        opening.open(at_exit)
    with pytest.raises(Refusal, match="正被占用"):
        opening.backend.work()
    monkeypatch.setattr(databases, "open_database", opened)
    with ExitStack() as at_exit:
        opening.open(at_exit)
        with opening.backend.work() as work:
            assert work.office.load() is None
