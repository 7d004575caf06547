"""Which kinds are still to be answered after a backup, and that a later answer replaces an earlier one."""

from counter_app.domain.backup.last_papers import LastPaperQuestion, LastPapers
from counter_app.domain.basics.numbering import WORDS, Number

YEAR = (2026,)
USED = ("备收", "备告")
OTHERS = tuple(series for series in WORDS if series not in USED)


def test_every_kind_is_asked_for_those_that_were_never_used_together():
    assert LastPapers().questions(YEAR, USED) == [
        LastPaperQuestion(("备收",)),
        LastPaperQuestion(("备告",)),
        LastPaperQuestion(OTHERS),
    ]


def test_a_number_or_none_answers_its_kind_only():
    papers = LastPapers().with_number(Number("备告", 2026, 7)).with_none("移", YEAR)
    assert [one.series[0] for one in papers.questions(YEAR, USED)] == ["备收", OTHERS[0]]
    for series in WORDS:
        if series != "备告":
            papers = papers.with_none(series, YEAR)
    assert papers.questions(YEAR, USED) == []
    assert papers.numbers == (Number("备告", 2026, 7),)
    assert ("备收", 2026) in papers.without


def test_a_later_answer_replaces_an_earlier_one():
    papers = LastPapers().with_number(Number("备告", 2026, 300)).with_number(Number("备告", 2026, 3))
    assert papers.numbers == (Number("备告", 2026, 3),)
    assert papers.with_none("备告", YEAR).numbers == ()
    assert papers.with_none("备告", YEAR).with_number(Number("备告", 2026, 4)).without == ()


def test_after_new_year_the_last_number_of_the_year_before_is_asked_for_too():
    years = (2025, 2026)
    papers = LastPapers().with_number(Number("备收", 2026, 2)).with_number(Number("备告", 2025, 90))
    assert papers.questions(years, USED)[:2] == [LastPaperQuestion(("备收",), 2025), LastPaperQuestion(OTHERS)]
    papers = papers.with_none("备收", (2025,))
    assert papers.questions(years, USED) == [LastPaperQuestion(OTHERS)]
