"""What is written to have archive numbers given is read in one place, and what cannot be read is named."""

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.transfer.archive_numbering import ArchiveStart, read_archive_start
from counter_app.domain.transfer.batch import Retention

WRITTEN = {"fonds": "0624", "year": "2026", "retention": "30年", "first": ""}


@pytest.mark.parametrize(
    ("written", "retention"),
    [
        *(("永久", Retention.PERMANENT), ("Y", Retention.PERMANENT), ("y", Retention.PERMANENT)),
        *(("30年", Retention.THIRTY_YEARS), ("D30", Retention.THIRTY_YEARS), (" ３０ 年", Retention.THIRTY_YEARS)),
        *(("10年", Retention.TEN_YEARS), ("d10", Retention.TEN_YEARS), ("10", Retention.TEN_YEARS)),
    ],
)
def test_the_retention_is_read_as_words_or_as_its_code(written, retention):
    assert read_archive_start({**WRITTEN, "retention": written}).retention is retention


def test_a_blank_first_number_goes_on_from_the_last():
    assert read_archive_start(WRITTEN) == ArchiveStart("0624", 2026, Retention.THIRTY_YEARS, None)


def test_full_width_digits_are_read():
    written = {"fonds": " j024 ", "year": "２０２６年", "retention": "永久", "first": "１２"}
    assert read_archive_start(written) == ArchiveStart("J024", 2026, Retention.PERMANENT, 12)


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        *(("first", "十二", "起始件号必须是"), ("first", "0", "起始件号必须是"), ("first", "-3", "起始件号必须是")),
        *(("first", "12a", "起始件号必须是"), ("first", "1.5", "起始件号必须是")),
        *(("retention", "20年", "保管期限无法识别"), ("retention", "", "保管期限无法识别")),
        *(("year", "26", "年度必须是"), ("year", "今年", "年度必须是"), ("fonds", "　", "填写全宗号")),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(name, written, said):
    with pytest.raises(Refusal, match=said):
        read_archive_start({**WRITTEN, name: written})
