"""A check-up looks at everything, names what is not as it should be and what to do, and hides who is who in a pack."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.doctor.checkup import Check
from counter_app.domain.trail.report import REMEDY, TrailFault, TrailFinding, TrailGap, TrailReport
from counter_app.services.doctor import checkups
from counter_app.services.office.offices import act
from counter_app.services.office.workstation import Workstation
from counter_app.services.papers import recovery
from counter_app.services.ports.doctor import Cache
from counter_app.services.ports.keys import KeyPlace
from tests.fakes.memory_backend import NOON, POST, MemoryBackend, on_a_later_day


@pytest.fixture
def backend():
    made = MemoryBackend.make()
    made.backups.log.state = BackupState(last=NOON)
    return made


def looked(backend):
    return {one.check: one for one in checkups.check_up(backend, post=POST).results}


def found(backend, check):
    return [one.sentence for one in looked(backend)[check].findings]


def test_everything_is_looked_at_in_order_and_each_says_how_it_stands(backend):
    results = looked(backend)
    assert list(results) == list(Check)
    assert results[Check.DATABASE].told == "完好，1.2 MB"
    assert results[Check.BACKUP].told == "最近一次在2026-03-02 10:30"
    assert [check for check in results if results[check].findings] == [Check.KEY, Check.TEMPLATES]


@pytest.mark.parametrize(
    ("spoil", "check", "said"),
    [
        (lambda b: setattr(b.examiner, "broken", Refusal("第7页已损坏", "恢复")), Check.DATABASE, "第7页已损坏"),
        (lambda b: setattr(b.examiner, "plain", True), Check.ENCRYPTION, "数据库没有加密，拿到文件的人都能读"),
        (lambda b: setattr(b.examiner, "open_files", 2), Check.MODES, "2个文件或文件夹其他用户也能读"),
        (lambda b: setattr(b.examiner, "free", 200_000_000), Check.ROOM, "数据所在的磁盘只剩0.2 GB"),
        (lambda b: setattr(b.examiner, "cached", Cache(9, 1, 40)), Check.CACHE, "缓存里有40天前的文件"),
        (lambda b: setattr(b.examiner, "named", ["ab" * 32]), Check.SCANS, "1个扫描件的文件丢失或已被改动"),
        (lambda b: setattr(b.backups.log, "state", BackupState()), Check.BACKUP, "还没有备份过"),
        (
            lambda b: setattr(b.backups.log, "state", BackupState(last=NOON - timedelta(days=5))),
            Check.BACKUP,
            "已有5天没有备份",
        ),
    ],
)
def test_what_is_not_as_it_should_be_is_named_with_what_to_do(backend, spoil, check, said):
    spoil(backend)
    results = looked(backend)
    assert [one.sentence for one in results[check].findings] == [said]
    assert all(one.remedy for result in results.values() for one in result.findings)


def test_the_trail_is_verified(backend):
    backend.witness.report = TrailReport(40, gaps=(TrailGap(2, 3),))
    told = looked(backend)[Check.TRAIL].told
    assert told == "40条，完整、未被改动；第2至3条不在这份数据里：数据退回过，其后的记录已经注明"
    changed = [TrailFinding(TrailFault.CHANGED, place, place, NOON, "case.viewed") for place in (5, 7, 8, 9)]
    backend.witness.report = TrailReport(40, tuple(changed))
    result = looked(backend)[Check.TRAIL]
    assert [one.sentence for one in result.findings] == [
        "办理记录第5条内容被改动（2026-03-02 10:30，打开业务查看）",
        "办理记录第7条内容被改动（2026-03-02 10:30，打开业务查看）",
        "办理记录第8条内容被改动（2026-03-02 10:30，打开业务查看）；另有1处",
    ]
    assert {one.remedy for one in result.findings} == {REMEDY}


def test_a_clock_that_is_behind_is_named(backend):
    assert found(backend, Check.CLOCK) == []
    late = on_a_later_day(backend, NOON + timedelta(days=1))
    assert found(late, Check.CLOCK) == []
    assert found(backend, Check.CLOCK)[0].startswith("电脑系统时间是2026-03-02 10:30，早于上一次办理")


def test_a_recovery_sheet_that_was_not_printed_is_named(backend):
    assert found(backend, Check.KEY) == ["还没有打印恢复单，电脑坏了备份也打不开"]


def test_where_the_key_lies_is_told(backend):
    recovery.draw_recovery_sheet(backend, post=POST)
    recovery.recovery_sheet_is_out(backend)
    in_file = "恢复单2026年3月2日打印过，密钥不在数据文件夹里，在本用户的密钥文件里（没有可用的系统密钥环）"
    assert (looked(backend)[Check.KEY].told, found(backend, Check.KEY)) == (in_file, [])
    backend.office_key.trouble = ""
    recovery.move_key(backend, KeyPlace.STORE, post=POST)
    in_store = "恢复单2026年3月2日打印过，密钥不在数据文件夹里，在系统密钥环里"
    assert (looked(backend)[Check.KEY].told, found(backend, Check.KEY)) == (in_store, [])
    backend.office_key.trouble = "系统密钥环没有解锁"
    assert found(backend, Check.KEY) == ["密钥在系统密钥环里，下次启动可能打不开数据：系统密钥环没有解锁"]


def test_a_year_without_a_calendar_is_named_from_november_on_the_next_one_as_advice_until_december(backend):
    later = on_a_later_day(backend, NOON.replace(year=2029, month=11))
    findings = looked(later)[Check.CALENDARS].findings
    assert [one.sentence for one in findings] == [
        f"没有{year}年的放假安排，落在其中的期限只按周末推算" for year in (2029, 2030)
    ]
    assert [one.is_advice for one in findings] == [False, True]
    later = on_a_later_day(backend, NOON.replace(year=2029, month=12))
    assert [one.is_advice for one in looked(later)[Check.CALENDARS].findings] == [False, False]


def test_advice_is_told_apart_and_does_not_make_an_installation_unsound(backend):
    backend.office_key.typed = True
    checkup = checkups.check_up(backend, post=POST)
    assert (checkup.findings, checkup.advice) == (0, 1)
    assert checkups.as_json(checkup)["sound"] is True
    (line,) = [line for line in checkups.lines(checkup) if line.startswith("  ")]
    assert line.startswith("  建议：")
    assert "未经法制部门审核" in line


def test_after_a_restore_the_backup_it_came_from_and_the_answers_are_told(backend):
    restored = BackupState(restored_from=NOON - timedelta(days=2), restored_at=NOON)
    backend.backups.log.state = restored
    (finding,) = looked(backend)[Check.BACKUP].findings
    assert finding.words == (
        "从2026-02-28 10:30的备份恢复，恢复以后还没有备份。在设置的“数据与备份”里选择备份位置，立即备份"
    )
    backend.backups.log.state = replace(restored, last=NOON + timedelta(hours=1))
    assert looked(backend)[Check.BACKUP].findings == ()
    with act(backend, POST) as now:
        now.record("backup.restored", details={"last_numbers": "补字〔2026〕7号", "none_since": "收字、备字"})
        now.commit()
    assert looked(backend)[Check.NUMBERS].told.endswith(
        "；2026-03-02恢复时写明：最后发出补字〔2026〕7号，没有再发出收字、备字"
    )


def test_a_recovery_code_that_was_typed_proves_its_sheet(backend):
    backend.office_key.typed = True
    result = looked(backend)[Check.KEY]
    assert result.findings == ()
    assert result.told.startswith("恢复单上的恢复码在这台电脑上输入过，密钥不在数据文件夹里")


def test_one_check_that_cannot_be_read_does_not_hinder_the_others(backend, monkeypatch):
    def gone(_self):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(type(backend.examiner), "free_bytes", gone)
    results = looked(backend)
    assert results[Check.ROOM].findings[0].sentence == "读取出错：Input/output error"
    assert results[Check.CACHE].findings == ()


def test_it_can_be_broken_off_between_two_scans(backend):
    backend.examiner.named = ["ab" * 32, "cd" * 32]

    class StopError(Exception):
        pass

    def told(done, total, _words):
        if (done, total) == (1, 2):
            raise StopError

    with pytest.raises(StopError):
        checkups.check_up(backend, told, post=POST)


def test_a_pack_holds_what_was_found_and_the_reports_but_nobody(backend):
    backend.examiner.reports = {"error-1.txt": b"ValueError"}
    backend.backups.log.state = BackupState(
        last=NOON - timedelta(days=5), failed="备份位置 /home/zhangsan/usb 没有接上"
    )
    checkup = checkups.check_up(backend, post=POST)
    about = {"数据文件夹": "/home/zhangsan/data"}
    checkups.pack(backend.examiner, Path("/x.zip"), checkup, about, Workstation(clerk="周某", window="3号窗口"))
    packed = backend.examiner.packed[Path("/x.zip")]
    assert packed["reports/error-1.txt"] == b"ValueError"
    said = packed["checkup.json"].decode("utf-8")
    assert not [word for word in ("周某", "zhangsan", "3号窗口") if word in said]
    read = json.loads(said)
    assert read["sound"] is False
    assert read["about"] == {"数据文件夹": "<home>/data"}
    assert {one["check"] for one in read["checks"]} == {check.value for check in Check}


def test_lines_for_people_put_what_to_do_behind_what_was_found(backend):
    backend.examiner.plain = True
    told = checkups.lines(checkups.check_up(backend, post=POST))
    place = told.index("加密：")
    assert told[place + 1].startswith("  数据库没有加密，拿到文件的人都能读。退出全部窗口后")
    assert told[0] == "数据库：完好，1.2 MB"
