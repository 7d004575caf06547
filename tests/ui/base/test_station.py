"""Writes in order, reads beside them, file jobs beside both: what waits for what."""

import threading
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from shiboken6 import delete

from counter_app.bootstrap import Opening
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.office.offices import WrongClock
from counter_app.services.office.workstation import Workstation
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.opened import OpenedBackend
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.intake.session import CaseSession
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.shell_fakes import AT_WORK, MemoryWorkstations


@pytest.fixture
def tasks(qapp, tmp_path):
    made = Tasks(ErrorReporter(tmp_path / "reports"))
    yield made
    assert made.close()
    delete(made)


@pytest.fixture
def station(tasks, tmp_path):
    made = Station(tasks, MemoryWorkstations(), tmp_path)
    made.open_backend(OpenedBackend(MemoryBackend.make(), None))
    yield made
    delete(made)


@pytest.fixture
def gate():
    """Work that waits, and what lets it go on."""
    go = threading.Event()
    yield go
    go.set()


def test_names_that_lie_open_are_saved_anew_once_the_data_are_open(tasks, tmp_path):
    workstations = MemoryWorkstations()
    saved = []
    workstations.save = saved.append
    station = Station(tasks, workstations, tmp_path)
    station.open_backend(OpenedBackend(MemoryBackend.make(), None))
    assert saved == []
    workstations.names_are_open = True
    station.open_backend(OpenedBackend(MemoryBackend.make(), None))
    assert saved == [workstations.kept]


def test_who_works_here_may_be_known_only_once_the_key_is_there(qtbot, tasks, tmp_path):
    station = Station(tasks, MemoryWorkstations(Workstation("", "3号窗口")), tmp_path)
    with qtbot.waitSignal(station.workstation_changed):
        station.open_backend(OpenedBackend(MemoryBackend.make(), None, workstation=AT_WORK))
    assert station.post == POST


def test_a_draft_reaches_the_disk_while_every_file_job_is_blocked(qtbot, tasks, tmp_path, gate):
    with ExitStack() as at_exit:
        backend = Opening(tmp_path / "data").open(at_exit)
        offices.save_office(backend, Office("大关县公安局", "大公"), post=POST)
        station = Station(tasks, MemoryWorkstations(), tmp_path)
        station.open_backend(OpenedBackend(backend, None))
        begun = threading.Semaphore(0)

        def stick(_backend, _steps):
            begun.release()
            gate.wait(20)

        for _ in range(9):
            station.job(stick)
        assert begun.acquire(timeout=5)
        session = CaseSession(backend, cases.open_case(backend, post=POST), post=POST, tasks=tasks)
        with qtbot.waitSignal(session.saved, timeout=2_000):
            session.answer("unit.name", "青禾商贸")
        kept = cases.load_case(backend, session.reference).filing
        assert kept.answers.raw["unit.name"] == "青禾商贸"
        assert tasks.is_busy
        gate.set()
        qtbot.waitUntil(lambda: not tasks.is_busy)
        delete(session)
        delete(station)


def test_a_read_sees_every_write_that_was_asked_before(qtbot, station, gate):
    written, seen = [], []

    def write(_backend):
        gate.wait(5)
        written.append("draft")

    station.write(write)
    station.read(lambda _backend: list(written), done=seen.append)
    station.write(lambda _backend: written.append("later"))
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][:1] == ["draft"]


def test_a_read_waits_for_no_write_asked_after_it(qtbot, station, gate):
    seen = []
    station.read(lambda _backend: "read", done=seen.append)
    station.write(lambda _backend: gate.wait(5))
    qtbot.waitUntil(lambda: seen == ["read"])


def test_a_read_goes_on_where_the_write_before_was_refused(qtbot, station):
    def refuse(_backend):
        raise Refusal("磁盘已满")

    told, seen = [], []
    station.write(refuse, failed=told.append)
    station.read(lambda _backend: "read", done=seen.append)
    qtbot.waitUntil(lambda: seen == ["read"])
    assert [str(one) for one in told] == ["磁盘已满"]


def test_a_read_is_not_held_back_by_two_that_take_long(qtbot, station, gate):
    seen = []
    for _ in range(2):
        station.read(lambda _backend: gate.wait(10), done=seen.append)
    station.read(lambda _backend: "read", done=seen.append)
    qtbot.waitUntil(lambda: seen == ["read"])
    gate.set()
    qtbot.waitUntil(lambda: not station.tasks.is_busy)


def test_reads_go_beside_each_other(qtbot, station):
    both = threading.Barrier(2, timeout=5)
    seen = []
    for _ in range(2):
        station.read(lambda _backend: both.wait(), done=seen.append)
    qtbot.waitUntil(lambda: sorted(seen) == [0, 1])


def test_of_the_reads_of_one_kind_only_the_newest_is_told(qtbot, station, gate):
    page, told = QObject(), []

    def slow(_backend):
        gate.wait(5)
        return "first"

    station.read(slow, done=told.append, owner=page, newest="list")
    station.read(lambda _backend: "second", done=told.append, owner=page, newest="list")
    station.read(lambda _backend: "other", done=told.append, owner=page, newest="counts")
    gate.set()
    qtbot.waitUntil(lambda: not station.tasks.is_busy)
    assert sorted(told) == ["other", "second"]


@pytest.mark.parametrize("ask", ["write", "job"])
def test_a_second_press_while_one_runs_is_none(qtbot, station, gate, ask):
    page, other = QObject(), QObject()
    done = []

    def begin(name, owner=page):
        getattr(station, ask)(lambda *_: gate.wait(20) and name, done=done.append, owner=owner, once=name)

    for press in (("save",), ("save",), ("print",), ("save", other)):
        begin(*press)
    gate.set()
    qtbot.waitUntil(lambda: not station.tasks.is_busy)
    assert sorted(done) == ["print", "save", "save"]
    begin("save")
    qtbot.waitUntil(lambda: len(done) == 4)


def test_what_was_cancelled_can_be_begun_again_at_once(qtbot, station, gate):
    page, done = QObject(), []

    def begin(result):
        return station.job(lambda _backend, _steps: gate.wait(20) and result, done=done.append, owner=page, once="pack")

    begin("first").cancel()
    begin("second")
    gate.set()
    qtbot.waitUntil(lambda: done == ["second"])


def test_a_refused_act_can_be_done_again(qtbot, station):
    page, told = QObject(), []

    def refuse(_backend):
        raise Refusal("no")

    for times in (1, 2):
        station.write(refuse, failed=told.append, owner=page, once="save")
        qtbot.waitUntil(lambda times=times: len(told) == times)


@pytest.mark.parametrize("ask", ["write", "read", "job"])
def test_a_page_that_is_gone_is_told_nothing(qtbot, station, gate, ask):
    page, told = QObject(), []
    work = {"job": lambda _backend, _steps: gate.wait(5)}.get(ask, lambda _backend: gate.wait(5))
    getattr(station, ask)(work, done=told.append, owner=page)
    delete(page)
    gate.set()
    qtbot.waitUntil(lambda: not station.tasks.is_busy)
    assert told == []


@pytest.mark.parametrize("ask", ["write", "read", "job"])
def test_a_failure_that_nobody_takes_is_told_by_the_window_and_a_doubted_clock_wherever(qtbot, station, ask):
    def refuse(*_):
        raise WrongClock("电脑时钟比最近一次办理早", "核对时钟")

    spy = QSignalSpy(station.clock_doubted)
    with qtbot.waitSignal(station.tasks.refused):
        getattr(station, ask)(refuse, **({"done": print} if ask == "read" else {}))
    assert spy.count() == 1
