"""One sentence and what to do, where the data are older than their witness."""

from counter_app.domain.basics.numbering import Number
from counter_app.domain.trail.witness import Rollback
from counter_app.services.trail.rollbacks import found_rollback
from tests.fakes.memory_backend import MemoryBackend


def told(rollback):
    backend = MemoryBackend.make()
    backend.witness.rolled_back = rollback
    said = found_rollback(backend)
    return said.sentence, said.remedy


def test_nothing_is_said_of_sound_data():
    assert found_rollback(MemoryBackend.make()) is None


def test_the_numbers_given_since_are_named_as_they_are_written():
    numbers = (Number("备告", 2026, 14), Number("备告", 2026, 15), Number("备收", 2026, 3))
    sentence, remedy = told(Rollback(9, numbers))
    assert sentence == (
        "数据比最后一次见证时的旧：少9条办理记录，补字〔2026〕14号至15号、收字〔2026〕3号已经编出而没有记录"
    )
    assert remedy.startswith("编号已从其后继续")


def test_of_many_series_the_first_are_named():
    numbers = tuple(Number(series, 2026, 1) for series in ("备告", "备收", "备回", "备变", "备移"))
    assert told(Rollback(0, numbers))[0].endswith(
        "补字〔2026〕1号、收字〔2026〕1号、备字〔2026〕1号等已经编出而没有记录"
    )


def test_without_numbers_nothing_is_to_be_entered_again():
    assert told(Rollback(2, ())) == (
        "数据比最后一次见证时的旧：少2条办理记录",
        "恢复过备份的不必处理；没有恢复过的，请维护人员查明原因",
    )
    assert told(Rollback(2, (), cut=True)) == (
        "办理记录的末尾被删除：少2条办理记录",
        "有人绕过程序改动过数据；停止办理，把整个数据文件夹另存，请维护人员查明",
    )
    assert told(Rollback(0, (), differs=True))[0] == "数据中的办理记录与最后一次见证的不同"
