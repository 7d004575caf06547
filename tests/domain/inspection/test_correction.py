"""Orders to correct, the last day of their re-inspection over the holidays of 2026, and what may be concluded."""

from datetime import UTC, date, datetime

import pytest

from counter_app.catalogue.inspection_items import InspectionCatalogues
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.inspection.correction import (
    Conclusion,
    CorrectionOrder,
    CorrectionResult,
    OrderedItem,
    OrderState,
    ReinspectedItem,
    Reinspection,
    conclude,
    penalty_case_due,
    to_be_examined,
)
from counter_app.domain.inspection.inspections import Consequence, InspectedPlace, OrderForm
from counter_app.paths import forms_dir

NUMBER = Number("视改", 2026, 1)
ORDERED_ON = date(2026, 9, 21)
LATER = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
PLACE = InspectedPlace("示例小学", "示例路3号")


def item(key="sign", breach="no_sign", consequence=Consequence.ORDER_ONLY, warns=""):
    return OrderedItem(key, breach, key, "…", "《条例》…", "…", "…", consequence, warns)


def issued(*items, form=OrderForm.BY_DATE, on=ORDERED_ON, deadline=date(2026, 9, 30)):
    order = CorrectionOrder("o1", "JC1", PLACE, form, items or (item(),))
    order.deadline = deadline if form is OrderForm.BY_DATE else None
    order.issue(NUMBER, on)
    return order


def found(conclusion, *mended, reason="见笔录", prolonged_to=None, refusal=""):
    return Reinspection("r1", "o1", LATER, (), mended, conclusion, reason, prolonged_to, refusal=refusal)


def mended(how=CorrectionResult.YES, key="sign", breach="no_sign"):
    return ReinspectedItem(key, breach, how)


# Dates (第十五条) -----------------------------------------------------------------------------------------------------


def test_an_order_on_the_last_day_before_the_national_holiday_is_re_inspected_by_10_october(calendar):
    due = issued(form=OrderForm.AT_ONCE, on=date(2026, 9, 30)).reinspection_due(calendar)
    assert due.date == date(2026, 10, 10)
    assert due.calendar_complete
    assert "国庆节" in due.explanation
    assert "调休上班" in due.explanation


def test_by_a_date_the_three_working_days_run_from_the_end_of_the_limit(calendar):
    assert issued(deadline=date(2026, 9, 30)).reinspection_due(calendar).date == date(2026, 10, 10)
    assert issued(deadline=date(2026, 10, 9)).reinspection_due(calendar).date == date(2026, 10, 13)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        # Each reckoned by hand on the State Council's notice for 2026.
        (date(2026, 2, 13), date(2026, 2, 25)),  # Friday; the 14th is a make-up day, 15th to 23rd Spring Festival
        (date(2026, 4, 3), date(2026, 4, 9)),  # Friday; 4th to 6th Tomb-sweeping Day
        (date(2026, 4, 30), date(2026, 5, 8)),  # Thursday; 1st to 5th Labour Day
        (date(2026, 9, 24), date(2026, 9, 30)),  # Thursday; 25th to 27th Mid-autumn, then 28th, 29th, 30th
        (date(2026, 11, 24), date(2026, 11, 27)),  # an ordinary Tuesday
    ],
)
def test_the_last_day_skips_the_holidays_of_2026(calendar, day, last):
    order = issued(form=OrderForm.AT_ONCE, on=day)
    assert order.reinspection_due(calendar).date == last


def test_a_prolonged_order_is_re_inspected_after_its_new_limit(calendar):
    order = issued(form=OrderForm.AT_ONCE)
    conclude(
        order,
        found(Conclusion.PROLONGED, mended(CorrectionResult.PARTLY), prolonged_to=date(2026, 10, 20)),
        LATER.date(),
    )
    assert (order.state, order.form, order.deadline) == (OrderState.ISSUED, OrderForm.BY_DATE, date(2026, 10, 20))
    assert order.reinspection_due(calendar).date == date(2026, 10, 23)


def test_a_draft_at_once_is_not_due_yet(calendar):
    assert CorrectionOrder("o1", "JC1", PLACE, OrderForm.AT_ONCE, (item(),)).reinspection_due(calendar) is None


# Issuing -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deadline", [None, ORDERED_ON, date(2026, 9, 1)])
def test_a_limit_is_a_day_to_come(deadline):
    with pytest.raises(Refusal, match="晚于今天"):
        issued(deadline=deadline)


def test_an_order_says_something_and_is_issued_once():
    with pytest.raises(Refusal, match="没有需要改正"):
        CorrectionOrder("o1", "JC1", PLACE, OrderForm.AT_ONCE, ()).issue(NUMBER, ORDERED_ON)
    with pytest.raises(StateForbids):
        issued().issue(NUMBER, ORDERED_ON)


# Concluding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conclusion", "how", "state"),
    [
        (Conclusion.CLOSED, CorrectionResult.YES, OrderState.CLOSED),
        (Conclusion.PASSED_ON, CorrectionResult.NO, OrderState.PASSED_ON),
        (Conclusion.PASSED_ON, CorrectionResult.YES, OrderState.PASSED_ON),
    ],
)
def test_a_conclusion_is_put_down_on_the_order(conclusion, how, state):
    order = issued()
    conclude(order, found(conclusion, mended(how)), LATER.date())
    assert order.state is state
    with pytest.raises(StateForbids):
        conclude(order, found(conclusion, mended(how)), LATER.date())


@pytest.mark.parametrize("how", [CorrectionResult.NO, CorrectionResult.PARTLY])
def test_not_mended_in_time_is_a_fact_and_refused_only_what_is_proven(how):
    order = issued()
    conclude(order, found(Conclusion.OVERDUE, mended(how)), LATER.date())
    assert order.state is OrderState.OVERDUE
    conclude(order, found(Conclusion.OVERDUE, mended(how), refusal="询问笔录：明确表示不改正"), date(2026, 10, 20))
    assert order.state is OrderState.REFUSED
    with pytest.raises(StateForbids):
        conclude(order, found(Conclusion.CLOSED, mended()), date(2026, 10, 21))


def test_on_the_day_of_an_order_at_once_only_a_proven_refusal_is_put_down():
    order = issued(form=OrderForm.AT_ONCE)
    with pytest.raises(Refusal, match="当天还不能作逾期未改正"):
        conclude(order, found(Conclusion.OVERDUE, mended(CorrectionResult.NO)), ORDERED_ON)
    conclude(order, found(Conclusion.OVERDUE, mended(CorrectionResult.NO), refusal="录像：当场拒绝"), ORDERED_ON)
    assert order.state is OrderState.REFUSED


def test_refused_without_evidence_is_no_conclusion_any_more():
    with pytest.raises(Refusal, match="要有证据"):
        conclude(issued(), found(Conclusion.REFUSED, mended(CorrectionResult.NO)), LATER.date())


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (found(Conclusion.CLOSED, mended(CorrectionResult.PARTLY)), "没有改正"),
        (found(Conclusion.CLOSED), "还没有填写复查结果"),
        (found(Conclusion.OVERDUE, mended(CorrectionResult.YES)), "各项都已改正"),
        (found(Conclusion.PROLONGED, mended(CorrectionResult.NO)), "晚于今天"),
        (found(Conclusion.PROLONGED, mended(CorrectionResult.NO), prolonged_to=LATER.date()), "晚于今天"),
        (found(Conclusion.PROLONGED, mended(CorrectionResult.YES), prolonged_to=date(2026, 11, 1)), "各项都已改正"),
    ],
)
def test_a_conclusion_that_its_items_contradict_is_refused_and_changes_nothing(again, said):
    order = issued()
    with pytest.raises(Refusal, match=said):
        conclude(order, again, LATER.date())
    assert (order.state, order.deadline) == (OrderState.ISSUED, date(2026, 9, 30))


def test_nobody_has_refused_before_the_last_day_of_the_limit_is_over():
    order = issued(deadline=LATER.date())
    again = found(Conclusion.OVERDUE, mended(CorrectionResult.NO), refusal="询问笔录：明确表示不改正")
    with pytest.raises(Refusal, match="10月9日才届满"):
        conclude(order, again, LATER.date())
    conclude(order, again, date(2026, 10, 10))
    assert order.state is OrderState.REFUSED


def test_what_is_asked_for_in_time_may_be_prolonged_before_the_limit_is_over():
    order = issued(deadline=date(2026, 10, 20))
    conclude(
        order, found(Conclusion.PROLONGED, mended(CorrectionResult.NO), prolonged_to=date(2026, 11, 1)), LATER.date()
    )
    assert order.deadline == date(2026, 11, 1)
    with pytest.raises(Refusal, match="晚于原来的期限"):
        conclude(
            order,
            found(Conclusion.PROLONGED, mended(CorrectionResult.NO), prolonged_to=date(2026, 10, 31)),
            LATER.date(),
        )


# Penalty cases -------------------------------------------------------------------------------------------------------


def shipped(key):
    """The ordered item of a breach of the catalogue."""
    catalogue = InspectionCatalogues(Folders(forms_dir())).current()
    [(of, breach)] = [(one, breach) for one in catalogue.items for breach in one.breaches if breach.key == key]
    return item(of.key, key, breach.consequence, breach.warns)


AT_ONCE = ("prohibited_area", "no_consent", "moved")
AFTER_REFUSAL = ("not_filed", "false_filing", "not_entitled", "not_entitled_elsewhere", "area_not_watched")
NEVER = ("no_sign", "below_30_days", "no_access_control", "obstructed", "not_running")


@pytest.mark.parametrize("refused", [False, True])
def test_only_the_law_s_own_breaches_lead_to_a_penalty_case_and_filing_only_after_refusal(refused):
    items = [shipped(key) for key in (*AT_ONCE, *AFTER_REFUSAL, *NEVER)]
    due = [one.breach for one in penalty_case_due(items, refused=refused)]
    assert due == [*AT_ONCE, *(AFTER_REFUSAL if refused else ())]


def test_what_was_corrected_leads_to_no_case_but_where_the_law_punishes_at_once():
    items = [shipped(key) for key in (*AT_ONCE, *AFTER_REFUSAL)]
    mended = {(one.item, one.breach) for one in items}
    assert [one.breach for one in penalty_case_due(items, refused=True, mended=mended)] == [*AT_ONCE]


def test_what_another_law_punishes_is_examined_once_it_is_refused_and_nothing_else():
    items = [shipped(key) for key in (*AT_ONCE, *AFTER_REFUSAL, *NEVER)]
    assert to_be_examined(items, refused=False) == ()
    [access] = to_be_examined(items, refused=True)
    assert access.breach == "no_access_control", "only what 第三十一条 refers to another law"
    assert to_be_examined(items, refused=True, mended={(access.item, access.breach)}) == ()


def test_an_order_is_called_by_its_form():
    assert [form.paper_title for form in OrderForm] == ["责令改正通知书", "责令限期改正通知书"]
