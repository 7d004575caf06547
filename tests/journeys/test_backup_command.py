"""`backup` and `restore` from the outside; what cannot be done is said by the exit code."""

import io
import json
import shutil
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest

from counter_app import paths
from counter_app.bootstrap import keeping_backend
from counter_app.cli import backup, commands
from counter_app.domain.basics.numbering import Number
from counter_app.domain.office.recovery_code import recovery_code
from counter_app.persistence.backup.state import BackupStateFile
from counter_app.persistence.base.engine import WRITING, sqlite_engine
from counter_app.persistence.base.schema import REVISIONS, migrate
from counter_app.persistence.keys.key_places import KeyPlaces
from counter_app.persistence.keys.office_key import Purpose
from counter_app.services.headless.headless import DEMO_WORKSTATION
from counter_app.services.lists import day_end
from counter_app.settings import WorkstationFile
from tests.cases_kept import give_notice
from tests.journeys.program import in_this_process

POST = DEMO_WORKSTATION.post


NONE_OF_THE_OTHERS = "收字、备字、变字、移字、检字、责改字、复查字、举字"
"""All kinds but notices, as `--none-since` reads them."""


@pytest.fixture
def stick(tmp_path):
    """A stick that is plugged in."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def give_next(data):
    with keeping_backend(data) as backend:
        return give_notice(backend)


def test_numbers_given_after_the_backup_are_told_and_never_given_again(run, data, stick):
    assert run("backup", "--out", stick, "--data", data)[0] == 0
    first = give_next(data)
    code, said, err = run("restore", stick, "--data", data)
    assert code == 1
    assert "备份以后办理过1件" in said
    assert first.written() in said
    assert err == "没有改动。确认后加上 --yes 再执行一次\n"
    code, said, err = run("restore", stick, "--yes", "--data", data)
    assert (code, err) == (0, "")
    assert f"换下的数据：{data}" in said
    assert run("audit", "verify", "--data", data)[0] == 0
    assert give_next(data).ordinal == first.ordinal + 1


def lose_everything(data):
    """Leave nothing of the office on this computer; return the recovery code on its sheet."""
    code_of_key = recovery_code(KeyPlaces(paths.keys_dir()).key_of(data).secret)
    for folder in (paths.keys_dir(), paths.witnesses_dir(), data):
        shutil.rmtree(folder)
    return code_of_key


def type_in(monkeypatch, *answers):
    """Let somebody at the terminal type these, then break off. Return what is left to be typed."""
    left = iter(answers)

    def typed(_asked):
        try:
            return next(left)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", typed)
    return left


@in_this_process
def test_another_computer_is_given_the_recovery_code_and_an_answer_for_each_kind(run, data, stick, monkeypatch):
    assert run("backup", "--out", stick, "--data", data)[0] == 0
    code_of_key = lose_everything(data)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{code_of_key}\n"))
    told = ("restore", stick, "--yes", "--data", data)
    code, said, err = run(*told)
    assert (code, "这台电脑上没有这份备份的密钥。取出封存的恢复单，输入恢复单上的恢复码" in err) == (1, True)
    assert "查不出备份以后编过哪些号" in said
    assert "还没有写明的：收字、补字、备字、" in err
    assert "只有用恢复码找回的密钥留在这台电脑上" in err
    code, _said, err = run(*told, "--last", "补字〔2026〕7号")
    assert (code, f"没有再发出的，加上 --none-since {NONE_OF_THE_OTHERS}" in err) == (1, True)
    assert not (data / "counter.db").exists()
    code, said, err = run(*told, "--last", "补字〔2026〕7号", "--none-since", NONE_OF_THE_OTHERS)
    assert (code, err) == (0, "")
    assert "补字〔2026〕1号至7号，共7个" in said
    assert "查不出" not in said
    assert give_next(data).ordinal == 8


@in_this_process
def test_at_the_keyboard_a_mistyped_code_and_the_last_numbers_are_asked_for(run, data, stick, monkeypatch):
    assert run("backup", "--out", stick, "--data", data)[0] == 0
    code_of_key = lose_everything(data)
    left = type_in(
        monkeypatch,
        *("typed wrong", code_of_key.lower(), "七号", "", "补字〔2026〕300号", "补字〔2026〕9号", "没有"),
        *("补字〔2026〕7号", "y"),
    )
    code, said, err = run("restore", stick, "--data", data)
    assert (code, next(left, None)) == (0, None)
    assert "恢复码应当是13组" in err
    assert "“七号”不是文书编号" in err
    assert "没有再发出的，写 没有" in err
    assert "将有300个编号登记为作废" in err
    assert "备份以后编过的号：大公（视）补字〔2026〕1号至9号，共9个" in said
    assert "写明备份以后没有再发出的：收字、备字" in said
    assert "在设置里核对窗口、打印机和备份位置" in said
    assert give_next(data).ordinal == 8
    with keeping_backend(data) as backend, backend.work() as work:
        (entry,) = [one for one in work.history.of_case("") if one.act == "backup.restored"]
        voided = [one.number for one in day_end.day_facts(backend).voided]
    assert voided == [Number("备告", 2026, ordinal) for ordinal in range(1, 8)], "as the day sheet lists them"
    _code, said, _err = run("doctor", "--data", data)
    assert "密钥和恢复单：恢复单上的恢复码在这台电脑上输入过" in said
    assert "的备份恢复，恢复以后还没有备份。在设置的" in said
    assert "恢复时写明：最后发出补字〔2026〕7号，没有再发出收字、" in said
    assert (entry.details["last_numbers"], entry.details["none_since"]) == ("补字〔2026〕7号", NONE_OF_THE_OTHERS)


@in_this_process
def test_whoever_breaks_off_or_says_no_has_changed_nothing(run, data, stick, monkeypatch):
    assert run("backup", "--out", stick, "--data", data)[0] == 0
    type_in(monkeypatch)
    code, _said, err = run("restore", stick, "--data", data)
    assert (code, err) == (1, "已取消，没有改动\n")
    type_in(monkeypatch, "n")
    code, _said, err = run("restore", stick, "--data", data)
    assert (code, err) == (1, "没有改动。再执行一次，核对编号后输入 y\n")
    code_of_key = lose_everything(data)
    type_in(monkeypatch)
    code, _said, err = run("restore", stick, "--data", data)
    assert (code, err.splitlines()[-1]) == (1, "已取消，没有改动")
    type_in(monkeypatch, "")
    code, _said, err = run("restore", stick, "--data", data)
    assert (code, "没有输入恢复码。取出封存的恢复单再执行一次" in err) == (1, True)
    type_in(monkeypatch, code_of_key)
    code, _said, err = run("restore", stick, "--data", data)
    assert (code, err.splitlines()[-2]) == (1, "已取消，没有改动")
    assert err.splitlines()[-1] == "只有用恢复码找回的密钥留在这台电脑上，再执行时不再问恢复码"
    assert not (data / "counter.db").exists()


@in_this_process
def test_ctrl_c_where_nothing_is_asked_is_told_without_a_traceback(run, data, stick, monkeypatch):
    def interrupted(*_words):
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "_made", interrupted)
    code, _said, err = run("backup", "--out", stick, "--data", data)
    assert (code, err) == (130, "\n已中断\n")


def test_what_is_no_backup_is_2(run, data, tmp_path):
    code, _said, err = run("restore", tmp_path, "--yes", "--data", data)
    assert (code, err) == (2, f"{tmp_path} 里没有备份。选择备份位置，或其中以日期时间命名的一个文件夹\n")
    code, _said, err = run("restore", tmp_path / "none", "--yes", "--data", data)
    assert (code, err) == (2, f"{tmp_path / 'none'} 不存在。插好U盘或接通共享文件夹，核对写的位置，再试一次\n")


def test_a_backup_is_made_and_recorded(run, data, stick):
    code, said, err = run("backup", "--out", stick, "--data", data)
    assert (code, err) == (0, "")
    (record,) = stick.rglob("backup.json")
    assert said.startswith(f"已备份：{record.parent}\n数据库")
    assert "已核对，可以恢复" in said
    with keeping_backend(data) as backend, backend.work() as work:
        assert [entry.details["backup"] for entry in work.history.of_case("") if entry.act == "backup.made"] == [
            record.parent.name
        ]


def test_a_place_that_cannot_be_written_is_1_and_no_data_are_2(run, data, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"")
    code, _said, err = run("backup", "--out", file, "--data", data)
    assert code == 1
    assert err.startswith(f"备份位置 {file} ")
    assert run("backup", "--out", tmp_path, "--data", tmp_path / "none")[0] == 2
    assert run("backup", "--data", data)[0] == 1


@in_this_process
def test_after_closing_a_backup_is_begun_where_something_was_done(run, data, stick, monkeypatch):
    begun = []
    monkeypatch.setattr(commands, "begin_apart", lambda *words: begun.append(words))
    backup.after_closing(data)
    assert begun == []
    WorkstationFile(data).save(replace(DEMO_WORKSTATION, backup_folder=str(stick)))
    backup.after_closing(data)
    assert begun == [("backup", "--data", str(data))]
    assert run("backup", "--data", data)[0] == 0
    backup.after_closing(data)
    assert len(begun) == 1
    give_next(data)
    backup.after_closing(data)
    assert len(begun) == 2


def test_a_place_that_does_not_exist_is_refused_and_not_made(run, data, tmp_path):
    code, _said, err = run("backup", "--out", tmp_path / "none", "--data", data)
    assert (code, err.startswith(f"备份位置 {tmp_path / 'none'} 不存在，没有备份。插好U盘")) == (1, True)
    assert not (tmp_path / "none").exists()


@in_this_process
def test_a_stick_that_is_pulled_is_told_and_nothing_is_written_in_its_place(run, data, tmp_path, stick):
    WorkstationFile(data).save(replace(DEMO_WORKSTATION, backup_folder=str(stick)))
    assert run("backup", "--data", data)[0] == 0
    stick.rename(tmp_path / "pulled")
    code, _said, err = run("backup", "--data", data)
    assert (code, err) == (1, f"备份位置 {stick} 没有接上，没有备份。插好U盘或接通共享文件夹后再备份\n")
    assert BackupStateFile(data).read().failed.startswith("备份位置")
    assert list(stick.rglob("*")) == []


@in_this_process
def test_before_a_migration_a_backup_is_made_in_the_set_place(run, data, stick):
    WorkstationFile(data).save(replace(DEMO_WORKSTATION, backup_folder=str(stick)))
    engine = sqlite_engine(data / "counter.db", KeyPlaces(paths.keys_dir()).key_of(data).derived(Purpose.DATABASE))
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        migrate(connection, REVISIONS[-2])
    engine.dispose()
    with keeping_backend(data):
        pass
    (record,) = stick.rglob("backup.json")
    assert f'"revision": "{REVISIONS[-2]}"' in record.read_text("utf-8")
    assert run("restore", stick, "--yes", "--data", data)[0] == 0


def test_the_doctor_names_what_is_to_be_done_and_packs_it_without_names(run, data, tmp_path):
    give_next(data)
    code, said, err = run("doctor", "--json", "--pack", tmp_path / "x.zip", "--data", data)
    assert (code, err) == (1, "")
    checks = {one["check"]: one for one in json.loads(said)["checks"]}
    found = {name for name, one in checks.items() if one["findings"]}
    assert found - {"calendars"} == {"key", "backup", "templates"}
    assert [one["is_advice"] for one in checks["templates"]["findings"]] == [True]
    assert [one["is_advice"] for one in checks["key"]["findings"]] == [False]
    assert checks["numbers"]["told"].startswith("今年和去年的1种编号连续")
    assert checks["trail"]["told"].endswith("条，完整、未被改动")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        packed = archive.read("checkup.json").decode("utf-8")
    assert not [word for word in (str(data), DEMO_WORKSTATION.clerk, DEMO_WORKSTATION.window) if word in packed]
    code, said, _err = run("doctor", "--data", data)
    assert code == 1
    assert "备份：\n  还没有备份过。在设置的“数据与备份”里选择备份位置，立即备份\n" in said


@in_this_process
def test_from_the_settings_the_window_is_opened_again_after_the_restore(run, data, tmp_path, stick, monkeypatch):
    begun = []
    monkeypatch.setattr(commands, "begin_apart", lambda *words: begun.append(words))
    assert run("backup", "--out", stick, "--data", data)[0] == 0
    assert run("restore", stick, "--yes", "--open", "--data", data)[0] == 0
    assert begun == [("--data", str(data))]
    assert run("restore", tmp_path / "none", "--yes", "--open", "--data", data)[0] == 1
    assert len(begun) == 2
