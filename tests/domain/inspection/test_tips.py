"""Tips: what is demanded, in which order they are checked and answered."""

from datetime import UTC, date, datetime

import pytest

from counter_app.domain.basics.refusal import StateForbids
from counter_app.domain.inspection.tips import Tip, TipCategory, TipState

AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 22)


@pytest.fixture
def tip():
    return Tip("t1", AT, TipCategory.PROHIBITED_AREA, "客房烟感里有镜头", "某宾馆三楼")


def test_a_tip_is_checked_then_answered(tip):
    tip.check("现场未发现", TODAY, confirmed=False)
    tip.check("复看监控后属实", TODAY, confirmed=True)  # until it is answered the result may be put right
    assert (tip.state, tip.confirmed, tip.checked_on) == (TipState.CHECKED, True, TODAY)
    tip.answer("匿名，无法答复", TODAY)
    assert (tip.state, tip.replied_on) == (TipState.ANSWERED, TODAY)
    with pytest.raises(StateForbids):
        tip.check("…", TODAY, confirmed=True)


def test_nothing_is_answered_before_it_was_checked(tip):
    with pytest.raises(StateForbids, match="还没有核查"):
        tip.answer("已处理", TODAY)


def test_the_categories_are_those_of_article_24():
    bases = [category.basis for category in TipCategory]
    assert bases == ["《条例》第七条第三款", "《条例》第八条第一款", "《条例》第九条第一款", ""]
