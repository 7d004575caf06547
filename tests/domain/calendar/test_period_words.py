"""The words in which a last day explains itself, read whole."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.calendar.periods import months_after, working_days_after
from counter_app.paths import resources_dir

CALENDAR = load_working_calendar(Folders(resources_dir()))


def iso(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "said"),
    [
        ("2026-03-02", 1, "1个月:自3月3日起算(3月2日当日不计),到对应日4月2日"),
        ("2026-03-11", 1, "1个月:自3月12日起算(3月11日当日不计),到对应日4月11日;4月11日为周六,顺延至4月13日"),
        (
            "2026-04-02",
            1,
            "1个月:自4月3日起算(4月2日当日不计),到对应日5月2日;5月2日为劳动节放假(5月1日至5日),顺延至5月6日",
        ),
        (
            "2024-05-09",
            1,
            (
                "1个月:自5月10日起算(5月9日当日不计),到对应日6月9日;"
                "6月9日为周日,跳过周末6月9日和端午节6月10日,顺延至6月11日"
            ),
        ),
        (
            "2024-01-17",
            1,
            (
                "1个月:自1月18日起算(1月17日当日不计),到对应日2月17日;"
                "2月17日为春节放假(2月10日至17日),顺延至2月18日(调休上班)"
            ),
        ),
        (
            "2026-01-21",
            1,
            "1个月:自1月22日起算(1月21日当日不计),到对应日2月21日;2月21日为春节放假(2月15日至23日),顺延至2月24日",
        ),
        (
            "2025-12-15",
            2,
            (
                "2个月:自12月16日起算(12月15日当日不计),到对应日2026年2月15日;"
                "2026年2月15日为春节放假(2026年2月15日至23日),顺延至2026年2月24日"
            ),
        ),
        (
            "2026-12-04",
            1,
            "1个月:自12月5日起算(12月4日当日不计),到对应日2027年1月4日。2027年放假安排尚未录入,只按周末推算",
        ),
    ],
)
def test_months_explain_themselves(start, months, said):
    assert months_after(iso(start), months, CALENDAR).explanation == said


@pytest.mark.parametrize(
    ("start", "count", "said"),
    [
        ("2026-03-05", 1, "1个工作日:3月6日"),
        ("2026-03-05", 3, "3个工作日:3月6日、9日、10日(跳过周末3月7日、8日)"),
        ("2026-10-03", 1, "1个工作日:10月8日(跳过国庆节10月4日至7日)"),
        ("2026-09-18", 3, "3个工作日:9月20日、21日、22日(跳过周末9月19日;9月20日为调休上班)"),
        ("2026-04-29", 3, "3个工作日:4月30日、5月6日、7日(跳过劳动节5月1日至5日)"),
        ("2025-12-30", 3, "3个工作日:12月31日、2026年1月4日、5日(跳过元旦2026年1月1日至3日;2026年1月4日为调休上班)"),
        ("2025-01-24", 3, "3个工作日:1月26日、27日、2月5日(跳过周末1月25日,春节1月28日至2月4日;1月26日为调休上班)"),
        ("2026-12-29", 3, "3个工作日:12月30日、31日、2027年1月1日。2027年放假安排尚未录入,只按周末推算"),
        (
            "2026-09-15",
            13,
            "13个工作日:自9月16日起,到10月9日止(跳过周末9月19日,中秋节9月25日至27日,国庆节10月1日至7日;9月20日为调休上班)",
        ),
        ("2026-06-22", 25, "25个工作日:自6月23日起,到7月27日止(跳过周末10天)"),
        (
            "2025-12-31",
            249,
            (
                "249个工作日:自2026年1月4日起,到2027年1月1日止(跳过周末和放假日;"
                "2026年1月4日、2月14日、28日、5月9日、9月20日、10月10日为调休上班)。2027年放假安排尚未录入,只按周末推算"
            ),
        ),
    ],
)
def test_working_days_explain_themselves(start, count, said):
    assert working_days_after(iso(start), count, CALENDAR).explanation == said


def test_a_run_of_many_years_is_summed_up_and_not_listed():
    explanation = working_days_after(date(2024, 1, 1), 740, CALENDAR).explanation
    assert explanation == "740个工作日:自1月2日起,到2026年12月22日止(跳过周末和放假日;其中19天为调休上班)"
