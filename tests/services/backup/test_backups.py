"""A backup is made and remembered; what came to nothing is remembered too; a restore is told before it is done."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

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
        "备份以后编过的号：大公（视）补字〔2026〕4号至5号、大公（视）收字〔2026〕1号，共3个",
        "这些号恢复后不再使用，登记为作废并写明原因；已经发出的文书照常有效",
        "现在的数据不删除，换下后放在数据文件夹里以 replaced- 开头的文件夹",
    ]


@pytest.fixture
def lost(ports):
    """A backup, where nothing knows which numbers were given since; it has 补字〔2026〕3号."""
    found = replace(ports.restorer.found, here=None, acts=None, cases=None, numbers=(), is_complete=False)
    ports.restorer.found = found
    return restores.preview(ports, PLACE)


def test_last_numbers_read_off_papers_are_added(ports):
    what = restores.with_last_numbers(restores.preview(ports, PLACE), ["大公（视）补字〔2026〕7号", "BS2026-0002", " "])
    assert what.given == (
        *(Number("备告", 2026, ordinal) for ordinal in (4, 5, 6, 7)),
        *(Number("备收", 2026, ordinal) for ordinal in (1, 2)),
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("七号", "不是文书编号"),
        ("补字〔2026〕999999号", "核对编号和年份"),
        ("补字〔2026〕2号", "补字〔2026〕2号比备份里的3号小，不是最后发出的一份"),
        ("补字〔2025〕9号", "是2025年的，备份是2026年做的"),
        ("补字〔2027〕1号", "年份晚于电脑系统时间"),
    ],
)
def test_a_number_that_cannot_be_the_last_one_is_refused(lost, written, said):
    with pytest.raises(Refusal, match=said):
        restores.with_last_numbers(lost, [written])


def test_the_last_number_of_the_backup_itself_says_that_none_was_given_since(lost):
    what = restores.with_last_numbers(lost, ["补字〔2026〕3号"])
    assert (what.given, what.questions == lost.questions) == ((), False)


def test_a_later_number_replaces_an_earlier_one_and_many_are_asked_for_once_more(lost):
    slip = restores.with_last_numbers(lost, ["补字〔2026〕300号"])
    assert str(restores.many(lost, slip)) == "写了大公（视）补字〔2026〕300号，将有297个编号登记为作废。核对编号和年份"
    assert restores.many(slip, slip) is None, "answered twice"
    mended = restores.with_last_numbers(slip, ["补字〔2026〕5号"])
    assert mended.given == (Number("备告", 2026, 4), Number("备告", 2026, 5))
    assert restores.many(slip, mended) is None


def test_without_an_answer_for_each_kind_nothing_is_put_back(ports, lost):
    what = restores.with_answers(lost, ["补字〔2026〕5号"], ["收字、备字，变字", "移字", "检字", "责改字", ""])
    assert restores.question_names(what) == "复查字、举字"
    assert "查不出备份以后编过哪些号" in "".join(restores.lines(what))
    with pytest.raises(Refusal, match="还没有写明的：复查字、举字。写明最后发出的编号"):
        restores.restore(ports, what, post=Post("周某", "3"))
    assert ports.restorer.restored == []


def test_what_was_answered_is_told_and_recorded(ports, lost):
    none = ["收字", "BH", "备变", "移字", "检字", "责改字", "复查字", "举字2026"]
    what = restores.with_answers(lost, ["补字〔2026〕5号"], none)
    told = restores.lines(what)
    assert "写明备份以后没有再发出的：收字、备字、变字、移字、检字、责改字、复查字、举字" in told
    assert not [line for line in told if "查不出" in line]
    restores.restore(ports, what, post=Post("周某", "3"))
    ((restored, _aside, _reason, entry),) = ports.restorer.restored
    assert restored.given == (Number("备告", 2026, 4), Number("备告", 2026, 5))
    assert entry.details["last_numbers"] == "补字〔2026〕5号"
    assert entry.details["none_since"] == "收字、备字、变字、移字、检字、责改字、复查字、举字"
    again = restores.with_answers(lost, restores.last_written(what), restores.none_written(what))
    assert (again.given, again.questions) == (what.given, []), "as the window hands it on"


def test_a_kind_that_has_both_or_that_nobody_knows_is_refused(lost):
    with pytest.raises(Refusal, match="“补字”既写了最后发出的编号，又写了没有再发出"):
        restores.with_answers(lost, ["补字〔2026〕5号"], ["补字"])
    with pytest.raises(Refusal, match="“甲字”不是文书的编号用字。写 收字、补字、"):
        restores.with_answers(lost, [], ["甲字"])


def test_a_question_says_how_far_the_backup_has_come(lost):
    questions = [restores.question_words(lost, one) for one in lost.questions]
    assert questions[0] == "一次性告知书（补字），备份里编到〔2026〕3号"
    assert questions[1].startswith("收件凭证（收字）、备案回执（备字）、")
    assert questions[1].endswith("举报核查记录（举字），备份里都没有编过号")
    later = replace(lost, asked_at=NOON + timedelta(days=365))
    after = restores.with_last_numbers(later, ["补字〔2027〕1号", "收字〔2027〕1号"])
    assert [restores.question_words(after, one) for one in after.questions if one.year] == [
        "收件凭证（收字）2026年的，备份里没有2026年的",
        "一次性告知书（补字）2026年的，备份里编到〔2026〕3号",
    ]


def test_at_a_question_none_or_a_number_is_answered_but_nothing_is_not(lost):
    first = lost.questions[0]
    with pytest.raises(Refusal, match="写最后发出的编号；没有再发出的，写 没有"):
        restores.with_answer(lost, first, " ")
    assert restores.none_written(restores.with_answer(lost, first, "没有")) == ["补字"]
    typed = restores.with_answer(lost, first, "收字〔2026〕4号")
    assert typed.last_papers.numbers == (Number("备收", 2026, 4),)


def test_what_is_put_back_is_recorded_and_the_numbers_get_their_reason(ports):
    kept = restores.restore(ports, restores.preview(ports, PLACE), post=Post("周某", "3"))
    ((_what, aside, reason, entry),) = ports.restorer.restored
    assert aside == "replaced-20260302-120000"
    assert reason == f"从备份恢复以前已编给别的件，见换下的数据 {aside}"
    assert (entry.act, entry.details["numbers"], entry.clerk) == ("backup.restored", 3, "周某")
    assert kept == Path("/data") / aside
    assert ports.log.state.is_restored_only
    said = "从2026-03-02 12:00的备份恢复，恢复以后还没有备份"
    assert ports.log.state.last_words(ZoneInfo("Asia/Shanghai")) == said
    backups.make_in_place(ports, PLACE)
    assert not ports.log.state.is_restored_only
