"""Back to the copy from before an update: told in words first, then done, with the numbers given since named."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.update import Downgrade
from counter_app.services.update import downgrades
from tests.fakes.memory_backend import OFFICE, POST, MemoryBackend

NOTICES = tuple(Number("备告", 2026, ordinal) for ordinal in (3, 4, 5))
BEFORE = Downgrade(
    copy=Path("/data/counter.db.revision-0012"),
    revision="0012",
    newer="0013",
    office=OFFICE,
    last_act=datetime(2026, 3, 2, 2, 30, tzinfo=UTC),
    acts=12,
    cases=3,
    newest_act=datetime(2026, 3, 4, 8, 2, tzinfo=UTC),
    numbers=(*NOTICES, Number("备告", 2027, 1), Number("备收", 2026, 2)),
    other_numbers=0,
)


@pytest.fixture
def ports():
    made = MemoryBackend.make().updates
    made.copies.before = BEFORE
    return made


def test_before_anything_is_done_it_is_told_what_was_done_since(ports):
    assert downgrades.lines(downgrades.preview(ports)) == [
        "现在的数据：数据版本 0013，由更新版本的程序保存",
        "退回到：counter.db.revision-0012，数据版本 0012，最后一次办理在2026-03-02 10:30",
        "此后办理过3件，记录12项，最后一项在2026-03-04 16:02；退回后的数据里没有这些",
        "此后编过的号：大公（视）补字〔2026〕3号至5号、大公（视）补字〔2027〕1号、大公（视）收字〔2026〕2号",
        "这些号退回后不再使用，登记为作废并写明原因；已经发出的文书照常有效，要继续办的件按文书重新登记",
        "现在的数据不删除，换下后另存在同一个文件夹里",
    ]
    assert ports.copies.exchanged == []


def test_where_nothing_was_done_since_that_is_said(ports):
    empty = replace(BEFORE, acts=0, cases=0, newest_act=None, numbers=(), other_numbers=2, last_act=None)
    assert downgrades.lines(empty)[1:4] == [
        "退回到：counter.db.revision-0012，数据版本 0012，没有办理记录",
        "此后没有办理过任何一项",
        "另有2个号属于本机的程序没有的文书，不受影响",
    ]


def test_going_back_is_recorded_with_where_the_newer_data_lie(ports):
    done = downgrades.go_back(ports, post=POST)
    [(what, kept, reason, entry)] = ports.copies.exchanged
    assert what is BEFORE
    assert kept == "replaced-0013-20260302-120000"
    assert kept in reason
    assert (entry.act, entry.clerk, entry.window) == ("update.went_back", POST.clerk, POST.window)
    assert entry.details == {"from": "0013", "to": "0012", "kept": kept, "numbers": 5}
    assert done.kept == Path(f"/data/counter.db.{kept}")


def test_what_is_refused_is_refused_before_anything_is_done(ports):
    ports.copies.refuse = Refusal("数据版本 0012 本机的程序可以打开，不需要退回", "直接打开程序")
    with pytest.raises(Refusal, match="不需要退回"):
        downgrades.go_back(ports, post=POST)
    assert ports.copies.exchanged == []
