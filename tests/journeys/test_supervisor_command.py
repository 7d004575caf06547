"""A forgotten PIN of the only supervisor, before the recovery sheet was printed: a command sets another one."""

import io

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.services.office import supervision
from counter_app.services.papers import recovery
from tests.fakes.memory_backend import POST

BOSS = "赵主任"


@pytest.fixture
def boss(data):
    with keeping_backend(data) as backend:
        supervision.set_supervisor(backend, BOSS, "482915", post=POST)
    return data


def typed(monkeypatch, words):
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_a_forgotten_pin_is_reset_until_the_sheet_was_printed(boss, run, monkeypatch):
    typed(monkeypatch, "135790\n")
    code, said, _ = run("supervisor", "reset", BOSS, "--data", boss)
    assert code == 0
    assert "7天以内各窗口每次启动都提示" in said
    with keeping_backend(boss) as backend:
        supervision.try_pin(backend, BOSS, "135790", post=POST)
        assert [one.name for one in supervision.recent_resets(backend)] == [BOSS]
        with backend.work() as work:
            [entry] = [one for one in work.history.of_references("FZ-") if one.act == "supervisor.reset"]
        assert entry.clerk == "命令行"
        recovery.draw_recovery_sheet(backend, post=POST, allowed_by=supervision.Permission(BOSS, "135790"))
        recovery.recovery_sheet_is_out(backend)
    (boss / "keys" / "office.key").write_text("ab" * 32)
    typed(monkeypatch, "246810\n")
    code, _, complained = run("supervisor", "reset", BOSS, "--data", boss)
    assert (code, "恢复单已经打印过，不能用命令重设 PIN" in complained) == (2, True), (
        "another key does not open this way"
    )
    with keeping_backend(boss) as backend:
        supervision.try_pin(backend, BOSS, "135790", post=POST)


def test_at_the_keyboard_the_pin_is_asked_for_twice_and_never_seen(boss, run, monkeypatch):
    answers = iter(["135790", "135791", "135790", "135790"])
    monkeypatch.setattr("getpass.getpass", lambda _words: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    code, _, complained = run("supervisor", "reset", BOSS, "--data", boss)
    assert (code, "两次输入的 PIN 不同" in complained) == (2, True)
    assert run("supervisor", "reset", BOSS, "--data", boss)[0] == 0
