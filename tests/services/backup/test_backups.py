"""A backup is made and remembered; what came to nothing is remembered too; a restore is told before it is done."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.backup import backups, restores
from counter_app.services.ports.backup import BackupUnderWay, OwnFolder
from tests.fakes.memory_backup import NOON, memory_backups

PLACE = Path("/stick")


@pytest.fixture
def ports():
    return memory_backups()


def test_the_set_place_is_expected_to_have_backups_once_one_was_made_there(ports):
    backups.make_in_place(ports, PLACE)
    backups.make_in_place(ports, PLACE)
    backups.make_in_place(ports, Path("/other"))
    assert ports.backups.made == [(PLACE, False), (PLACE, True), (Path("/other"), False)]
    assert ports.log.state == BackupState(None, NOON, "/other")


def test_why_it_came_to_nothing_is_remembered_until_one_is_made(ports):
    ports.backups.refuse = Refusal("备份位置 /stick 没有接上，没有备份", "插好U盘")
    with pytest.raises(Refusal):
        backups.make_in_place(ports, PLACE)
    assert (ports.log.state.failed, ports.log.state.failed_at) == ("备份位置 /stick 没有接上，没有备份。插好U盘", NOON)
    ports.backups.refuse = None
    backups.make(ports, Path("/elsewhere"))
    assert (ports.log.state.failed, ports.log.state.last, ports.log.state.place) == ("", NOON, "")


def test_one_that_another_process_makes_just_now_is_no_failure(ports):
    ports.backups.refuse = BackupUnderWay("这份数据正在备份")
    with pytest.raises(BackupUnderWay):
        backups.make_in_place(ports, PLACE)
    assert ports.log.state == BackupState()


def test_days_without_count_from_the_first_day_on_which_it_is_asked(ports):
    assert backups.state_of(ports, date(2026, 3, 2)).since == date(2026, 3, 2)
    assert backups.state_of(ports, date(2026, 3, 9)).since == date(2026, 3, 2)


def test_a_backup_is_told_in_three_lines(ports):
    assert backups.lines(backups.make(ports, PLACE)) == [
        "已备份：/stick/counter-app-backup-4f4f4f4f/20260302-040000",
        "数据库1.2 MB，记录12项，最后一次办理在2026-03-02 12:00",
        "扫描件3个，其中新增1个；已核对，可以恢复",
    ]


def test_where_only_looks_were_recorded_since_nothing_is_to_be_keyed_again(ports):
    what = restores.preview(ports, PLACE)
    assert "备份以后没有办理业务，只有查看、备份等记录2项" in restores.lines(replace(what, acts=2, cases=0))


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            OwnFolder(Path("/d/office"), Path("/d/office"), True),
            "本机关自己的表单、模板恢复到 /d/office，现有的另存，不删除",
        ),
        (OwnFolder(Path("/s/office"), Path("/s/office"), False), "本机关自己的表单、模板恢复到 /s/office"),
        (
            OwnFolder(Path("/d/office"), Path("/s/office"), False),
            (
                "备份里有本机关自己的表单、模板。本机使用的 /s/office 不能写入，恢复到 /d/office，"
                "由维护人员拷到 /s/office 后生效"
            ),
        ),
    ],
)
def test_a_restore_says_where_the_forms_of_the_office_go(ports, own, said):
    what = restores.preview(ports, PLACE)
    assert restores.lines(replace(what, own=own))[-2] == said


def test_a_restore_names_every_number_that_was_given_since(ports):
    assert restores.lines(restores.preview(ports, PLACE)) == [
        "备份：/stick/counter-app-backup-4f4f4f4f/20260302-120000，2026-03-02 12:00 备份，大关县公安局",
        "备份里有记录12项，最后一次办理在 2026-03-02 12:00；扫描件3个",
        "现在的数据：记录15项，最后一次办理在 2026-03-02 12:00",
        "备份以后办理过2件，记录3项；恢复后的数据里没有这些，按纸质文书重新登记",
        "备份以后编过的号：大公（视）补字〔2026〕4号至5号、大公（视）收字〔2026〕1号",
        "这些号恢复后不再使用，登记为作废并写明原因；已经发出的文书照常有效",
        "现在的数据不删除，换下后放在数据文件夹里以 replaced- 开头的文件夹",
    ]


def test_last_numbers_read_off_papers_are_added(ports):
    what = restores.with_last_numbers(restores.preview(ports, PLACE), ["大公（视）补字〔2026〕7号", "BS2026-0002", " "])
    assert what.numbers == (
        *(Number("备告", 2026, ordinal) for ordinal in (4, 5, 6, 7)),
        *(Number("备收", 2026, ordinal) for ordinal in (1, 2)),
    )
    with pytest.raises(Refusal, match="不是文书编号"):
        restores.with_last_numbers(what, ["七号"])
    with pytest.raises(Refusal, match="核对编号和年份"):
        restores.with_last_numbers(what, ["补字〔2026〕999999号"])


def test_what_is_put_back_is_recorded_and_the_numbers_get_their_reason(ports):
    kept = restores.restore(ports, restores.preview(ports, PLACE), post=Post("周某", "3"))
    ((_what, aside, reason, entry),) = ports.restorer.restored
    assert aside == "replaced-20260302-120000"
    assert reason == f"从备份恢复以前已编给别的件，见换下的数据 {aside}"
    assert (entry.act, entry.details["numbers"], entry.clerk) == ("backup.restored", 3, "周某")
    assert kept == Path("/data") / aside
