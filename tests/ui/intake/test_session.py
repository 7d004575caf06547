"""One open case: judged at each change, on disk within two seconds, never lost."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QElapsedTimer
from shiboken6 import delete

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.ui.base import autosaver
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.intake.session import CaseSession
from tests.fakes.memory_backend import POST, MemoryBackend, intake_of
from tests.ui.clerk import act

DISK_FULL = Refusal("磁盘已满,没有保存", "腾出空间后会自动再存")


@pytest.fixture
def backend():
    return MemoryBackend.make()


@pytest.fixture
def tasks(qapp, tmp_path):
    tasks = Tasks(ErrorReporter(tmp_path / "reports"))
    yield tasks
    assert tasks.close()
    delete(tasks)


@pytest.fixture
def session(backend, tasks):
    return CaseSession(backend, cases.open_case(backend, post=POST), post=POST, tasks=tasks, parent=tasks)


def kept(backend, session):
    return backend.store.filing(session.reference)


def test_what_was_typed_is_on_disk_within_two_seconds(qtbot, backend, session):
    stopwatch = QElapsedTimer()
    stopwatch.start()
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.answer("unit.name", "大关县青禾商贸有限公司")
    assert stopwatch.elapsed() < 2_000
    assert kept(backend, session).answers.raw["unit.name"] == "大关县青禾商贸有限公司"
    assert not session.is_dirty


def test_many_keys_make_one_save(qtbot, backend, session):
    before = backend.store.commits
    with qtbot.waitSignal(session.saved, timeout=2_000):
        for end in range(1, 12):
            session.answer("unit.name", "大关县青禾商贸有限公司"[:end])
    assert backend.store.commits == before + 1


def test_saves_follow_each_other_and_adopt_the_version(qtbot, backend, session):
    for name in ("甲", "乙", "丙"):
        session.answer("unit.name", name)
        with qtbot.waitSignal(session.saved, timeout=2_000):
            session.save_now()
    assert kept(backend, session).version == 3
    assert session.filing.version == 3


def test_saves_that_line_up_while_closing_all_arrive(qtbot, backend, session, tasks):
    for name in ("甲", "乙", "丙"):
        session.answer("unit.name", name)
        session.save_now()
    assert tasks.close()
    assert kept(backend, session).answers.raw["unit.name"] == "丙"


def test_moving_on_saves_at_once(qtbot, backend, session, monkeypatch):
    monkeypatch.setattr(autosaver, "SAVE_AFTER", 3_600_000)
    session.answer("unit.name", "甲")
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.set_focus("unit.kind")
    assert kept(backend, session).focus == "unit.kind"


def test_a_failed_save_keeps_what_was_typed_and_tries_again(qtbot, backend, session, monkeypatch):
    monkeypatch.setattr(autosaver, "PATIENCE", (20,))
    backend.store.refuse_commits = DISK_FULL
    with qtbot.waitSignal(session.save_failed, timeout=2_000) as told:
        session.answer("unit.name", "青禾")
    assert told.args == [DISK_FULL]
    assert session.is_dirty
    assert session.filing.answers.raw["unit.name"] == "青禾"
    backend.store.refuse_commits = None
    with qtbot.waitSignal(session.saved, timeout=2_000):
        pass
    assert kept(backend, session).answers.raw["unit.name"] == "青禾"


def test_flushing_waits_for_the_last_key(qtbot, backend, session):
    session.answer("unit.name", "青禾")
    on_disk: list[object] = []
    session.save_now()
    session.answer("unit.name", "青禾商贸")
    session.flush(lambda: on_disk.append(kept(backend, session).answers.raw["unit.name"]), pytest.fail)
    qtbot.waitUntil(lambda: on_disk == ["青禾商贸"], timeout=2_000)


def test_flushing_says_why_it_cannot(qtbot, backend, session):
    backend.store.refuse_commits = DISK_FULL
    session.answer("unit.name", "青禾")
    refusals: list[Refusal] = []
    session.flush(pytest.fail, refusals.append)
    qtbot.waitUntil(lambda: refusals == [DISK_FULL], timeout=2_000)


def test_two_windows_on_one_case_lose_nothing(qtbot, backend, session):
    other = cases.load_case(backend, session.reference).filing
    other.answer("unit.name", "别的窗口")
    cases.save_draft(backend, other, post=POST)
    session.answer("unit.name", "本窗口")
    with qtbot.waitSignal(session.save_failed, timeout=2_000):
        session.save_now()
    assert session.conflict is not None
    assert session.filing.answers.raw["unit.name"] == "本窗口"
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.keep_mine(pytest.fail)
    assert session.conflict is None
    assert kept(backend, session).answers.raw["unit.name"] == "本窗口"


def test_the_other_windows_work_can_be_taken_over(qtbot, backend, session):
    other = cases.load_case(backend, session.reference).filing
    other.answer("unit.name", "别的窗口")
    cases.save_draft(backend, other, post=POST)
    session.answer("unit.name", "本窗口")
    with qtbot.waitSignal(session.save_failed, timeout=2_000):
        session.save_now()
    session.reload()
    qtbot.waitUntil(lambda: session.filing.answers.raw["unit.name"] == "别的窗口", timeout=2_000)
    assert session.conflict is None


OTHER = Post("王示例", "4号窗口")


@pytest.fixture
def second(backend, session, tasks):
    """The same case at another window, begun with the same version."""
    case = cases.load_case(backend, session.reference)
    return CaseSession(backend, case, post=OTHER, tasks=tasks, parent=tasks)


def saved(qtbot, session, *answers):
    with qtbot.waitSignal(session.saved, timeout=2_000):
        for key, raw in answers:
            session.answer(key, raw)
        session.save_now()


def overwritten(backend, session):
    with backend.work() as work:
        return [act for act in work.history.of_case(session.reference) if act.act == "case.overwritten"]


def test_two_windows_in_different_fields_put_their_work_together_by_themselves(qtbot, backend, session, second):
    saved(qtbot, second, ("agent.name", "李示例"))
    told: list[tuple[object, str]] = []
    session.merged.connect(lambda keys, who: told.append((keys, who)))
    session.save_failed.connect(pytest.fail)
    flushed: list[bool] = []
    session.answer("unit.name", "青禾")
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.flush(lambda: flushed.append(True), pytest.fail)
    qtbot.waitUntil(lambda: flushed == [True], timeout=2_000)
    assert told == [(("agent.name",), "4号窗口（王示例）")]
    assert (session.conflict, session.clashes) == (None, ())
    saved(qtbot, second, ("agent.phone", "13911112222"))
    for one in (kept(backend, session), second.filing):
        raw = one.answers.raw
        assert (raw["unit.name"], raw["agent.name"], raw["agent.phone"]) == ("青禾", "李示例", "13911112222")
    assert session.filing.answers.raw["agent.name"] == "李示例"
    assert overwritten(backend, session) == []


def clashing(qtbot, session, second):
    saved(qtbot, second, ("agent.name", "李示例"), ("agent.phone", "13911112222"))
    with qtbot.waitSignal(session.save_failed, timeout=2_000):
        session.answer("agent.phone", "13700000000")
        session.answer("unit.name", "青禾")
        session.save_now()
    assert session.conflict is not None


def test_in_the_same_field_both_values_are_told_and_nothing_is_saved(qtbot, backend, session, second):
    clashing(qtbot, session, second)
    assert [(one.key, one.here, one.there) for one in session.clashes] == [
        ("agent.phone", "13700000000", "13911112222")
    ]
    assert kept(backend, session).answers.raw["agent.phone"] == "13911112222"
    session.answer("unit.name", "青禾商贸")
    session.save_now()
    assert not session._autosave.is_saving


def test_what_is_kept_here_writes_the_others_value_into_the_history_and_nothing_else_is_lost(
    qtbot, backend, session, second
):
    clashing(qtbot, session, second)
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.keep_mine(pytest.fail)
    raw = kept(backend, session).answers.raw
    assert (raw["agent.phone"], raw["agent.name"], raw["unit.name"]) == ("13700000000", "李示例", "青禾")
    (act,) = overwritten(backend, session)
    assert act.details["agent.phone"].endswith("：139****2222")
    assert act.details["written_by"] == OTHER.clerk
    saved(qtbot, session, ("unit.name", "青禾商贸"))
    assert len(overwritten(backend, session)) == 1, "once, however often it is saved afterwards"


def test_what_the_other_wrote_is_taken_where_both_wrote_and_the_rest_stays(qtbot, backend, session, second):
    clashing(qtbot, session, second)
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.take_theirs(pytest.fail)
    raw = kept(backend, session).answers.raw
    assert (raw["agent.phone"], raw["agent.name"], raw["unit.name"]) == ("13911112222", "李示例", "青禾")
    assert overwritten(backend, session) == []
    assert session.clashes == ()


def test_what_the_other_writes_while_the_clerk_chooses_is_shown_before_it_is_overwritten(
    qtbot, backend, session, second
):
    clashing(qtbot, session, second)
    saved(qtbot, second, ("agent.phone", "13955556666"))
    with qtbot.waitSignal(session.save_failed, timeout=2_000):
        session.keep_mine(pytest.fail)
    assert [one.there for one in session.clashes] == ["13955556666"]
    assert overwritten(backend, session) == []
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.keep_mine(pytest.fail)
    (act,) = overwritten(backend, session)
    assert act.details["agent.phone"].endswith("：139****6666")


def test_a_full_disk_does_not_lose_what_is_to_go_into_the_history(qtbot, backend, session, second, monkeypatch):
    monkeypatch.setattr(autosaver, "PATIENCE", (20,))
    clashing(qtbot, session, second)
    backend.store.refuse_commits = DISK_FULL
    with qtbot.waitSignal(session.save_failed, timeout=2_000):
        session.keep_mine(pytest.fail)
    with qtbot.waitSignal(session.saved, timeout=2_000):
        backend.store.refuse_commits = None
    assert len(overwritten(backend, session)) == 1


def test_what_is_typed_while_another_windows_work_is_read_is_put_together_with_it(qtbot, backend, session, second):
    saved(qtbot, second, ("agent.name", "李示例"))
    session.reload()
    session.answer("unit.name", "青禾")
    with qtbot.waitSignal(session.saved, timeout=2_000):
        pass
    raw = kept(backend, session).answers.raw
    assert (raw["agent.name"], raw["unit.name"]) == ("李示例", "青禾")


def test_what_is_typed_while_the_case_is_read_again_stays(qtbot, backend, session):
    session.reload()
    session.answer("unit.name", "青禾")
    with qtbot.waitSignal(session.saved, timeout=2_000):
        pass
    assert kept(backend, session).answers.raw["unit.name"] == "青禾"
    assert session.filing.answers.raw["unit.name"] == "青禾"


def test_after_a_notice_the_case_is_read_again(qtbot, backend, session):
    session.review("agent_id", NOT_PRESENTED)
    session.review("authorization_letter", ACCEPTED)
    issued: list[object] = []
    session.flush(lambda: issued.append(issuing.issue_notice(backend, session.reference, post=POST)), pytest.fail)
    qtbot.waitUntil(lambda: len(issued) == 1, timeout=2_000)
    with qtbot.waitSignals([session.state_changed, session.documents_changed], timeout=2_000):
        session.reload()
    assert session.filing.state is FilingState.DEFICIENT
    assert [paper.document for paper in session.documents] == ["deficiency_notice"]
    session.answer("unit.name", "补填")
    with qtbot.waitSignal(session.saved, timeout=2_000):
        pass


def test_judging_is_gathered_in_one_turn(qtbot, session):
    verdicts: list[object] = []
    session.findings_changed.connect(verdicts.append)
    with qtbot.waitSignal(session.findings_changed, timeout=1_000):
        session.answer("unit.name", "青禾")
        session.answer("unit.kind", "enterprise")
    assert len(verdicts) == 1
    assert "unit.name.missing" not in session.findings.codes


def test_a_unit_that_filed_here_before_is_found_when_its_name_is_left(qtbot, backend, session):
    duplicate = cases.open_case(backend, post=POST).filing
    duplicate.answer("unit.name", "青禾商贸")
    duplicate.answer("system.address", "人民路12号")
    duplicate.state = FilingState.FILED
    with backend.work() as work:
        work.filings.save(duplicate)
        work.commit()
    session.answer("unit.name", "青禾商贸")
    session.answer("system.address", "人民路12号")
    session.judge_now()
    assert "unit.duplicate" not in session.findings.advisory_codes
    session.leave("system.address")
    qtbot.waitUntil(lambda: "unit.duplicate" in session.findings.advisory_codes, timeout=2_000)


def test_the_day_of_receipt_is_judged_with(qtbot, backend, session):
    session.answer("system.in_use_since", "2026-02-10")
    assert "in_use_since.future" not in session.judge_now().advisory_codes
    session.receive_on(date(2026, 2, 1))
    assert "in_use_since.future" in session.judge_now().advisory_codes


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (100, lambda rows: rows[40].update(location="二楼")),
        (2_000, lambda rows: rows[40].update(location="二楼")),
        (2_000, lambda rows: rows.pop(1_000)),
        (2_000, lambda rows: rows.insert(1_000, {"location": "二楼"})),
    ],
)
def test_rows_that_did_not_change_are_not_judged_again(session, number, change):
    rows = [{"location": f"{at}号位", "device_type": "dome"} for at in range(number)]
    session.key_rows(rows)
    session.judge_now()
    before = {id(row) for row in session.filing.answers.rows()}
    change(rows)
    session.key_rows([dict(row) for row in rows])
    fresh = [row for row in session.filing.answers.rows() if id(row) not in before]
    assert len(fresh) <= 1
    assert [row.raw["devices[].location"] for row in session.filing.answers.rows()] == [row["location"] for row in rows]


def test_a_filed_case_takes_no_focus_and_saves_nothing(backend, tasks):
    filing = cases.open_case(backend, post=POST).filing
    cases.withdraw_case(backend, filing.reference, post=POST)
    case = cases.load_case(backend, filing.reference)
    session = CaseSession(backend, case, post=POST, tasks=tasks, parent=tasks)
    session.set_focus("unit.name")
    session.receive_on(date(2026, 1, 1))
    assert not session.is_dirty


def test_a_session_that_is_gone_is_not_told(qtbot, backend, session, tasks):
    session.answer("unit.name", "青禾")
    session.save_now()
    reference = session.reference
    session.deleteLater()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=2_000)
    assert backend.store.filing(reference).answers.raw["unit.name"] == "青禾"


def test_filling_replaces_everything_and_can_be_undone(session):
    before = session.filing.answers
    intake = intake_of({"unit": {"name": "青禾"}, "devices": [{"location": "东门"}]}, session.form)
    session.fill(intake.answers, {"agent_id": ACCEPTED}, date(2026, 3, 1))
    assert session.filing.answers.raw["unit.name"] == "青禾"
    assert session.facts.received_on == date(2026, 3, 1)
    assert session.judge_now().papers_unreviewed == ("authorization_letter",)
    session.fill(before, {}, date(2026, 3, 2))
    assert session.judge_now().papers_unreviewed == ("agent_id", "authorization_letter")
    assert session.filing.answers.is_blank("unit.name")


def test_what_is_typed_while_a_slow_act_changes_the_case_waits_and_is_kept(qtbot, backend, session):
    session.review("agent_id", NOT_PRESENTED)
    session.review("authorization_letter", ACCEPTED)
    begun: list[bool] = []
    session.act(lambda: begun.append(True), pytest.fail)
    qtbot.waitUntil(lambda: bool(begun), timeout=2_000)
    session.answer("unit.name", "青禾")
    session.save_now()  # as moving on to another field does
    assert not session._autosave.is_saving
    issuing.issue_notice(backend, session.reference, post=POST)
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.reload()
    assert session.conflict is None
    assert kept(backend, session).answers.raw["unit.name"] == "青禾"
    assert kept(backend, session).state is FilingState.DEFICIENT


def test_what_is_typed_while_an_act_is_refused_is_saved_after_it(qtbot, backend, session):
    begun: list[bool] = []
    session.act(lambda: begun.append(True), pytest.fail)
    qtbot.waitUntil(lambda: bool(begun), timeout=2_000)
    session.answer("unit.name", "青禾")
    with qtbot.waitSignal(session.saved, timeout=2_000):
        session.act_failed()
    assert kept(backend, session).answers.raw["unit.name"] == "青禾"


def test_today_is_the_day_at_the_office_and_not_where_the_computer_thinks_it_is(begin):
    running = begin(MemoryBackend.make(now=datetime(2026, 11, 29, 22, 30, tzinfo=UTC)))
    act(running, "new")
    running.settle()
    session = running.shell.workspace.session
    assert session.today == session.filing.received_on == date(2026, 11, 30)
    form = running.shell.workspace.page.form
    assert form.editors["system.in_use_since"].today() == form.received_on.today() == date(2026, 11, 30)
