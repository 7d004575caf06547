"""The form of a re-inspection: what is demanded for which conclusion and signing, and that it reads as it was typed."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.lacks import lacks
from counter_app.domain.inspection.correction import CorrectionResult, ReinspectedItem
from counter_app.domain.inspection.inspections import Officer, SignedAs, Signing
from counter_app.domain.inspection.reinspection_form import (
    REINSPECTION_FORM,
    new_reinspection_answers,
    read_reinspection,
    reinspection_answers,
)
from tests.fakes.memory_backend import shipped_calendar, shipped_form

ZONE = ZoneInfo("Asia/Shanghai")
FACTS = Facts(date(2026, 10, 9), shipped_calendar(), now=datetime(2026, 10, 9, 10, 0, tzinfo=ZONE))
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
ITEMS = (ReinspectedItem("sign", "no_sign", CorrectionResult.NO),)
WHOLE = {
    "conclusion": "closed",
    "at": "930",
    "officers": "王警官530001、李警官530002",
    "signing": "signed",
}


def answers(**other):
    raw = {f"reinspection.{name}": value for name, value in {**WHOLE, **other}.items()}
    return Answers(shipped_form(REINSPECTION_FORM), raw)


def codes(**other):
    return [lack.code.removeprefix("reinspection.") for lack in lacks(answers(**other), FACTS)]


@pytest.mark.parametrize(
    ("typed", "lacking"),
    [
        ({}, []),
        ({"conclusion": None}, ["conclusion.missing"]),
        ({"conclusion": "overdue"}, ["refusal.missing", "reason.missing"]),
        ({"conclusion": "passed_on", "reason": " "}, ["reason.missing"]),
        ({"conclusion": "prolonged"}, ["prolonged_to.missing", "reason.missing"]),
        ({"conclusion": "prolonged", "reason": "未到货", "prolonged_to": "下月"}, ["prolonged_to.malformed"]),
        ({"prolonged_to": "下月"}, []),
        ({"at": "上午"}, ["at.malformed"]),
        ({"at": "10:01"}, ["at.out_of_range"]),
        ({"officers": "王警官530001、李警官"}, ["officers.out_of_range"]),
        ({"officers": "王警官530001、王警官530001"}, ["officers.out_of_range"]),
        ({"signing": None}, ["signing.missing"]),
        ({"signing": "refused", "witness": "钱某"}, ["why.missing"]),
        ({"signing": "absent", "why": "无人"}, ["witness.missing"]),
        ({"signing": "absent", "why": "无人", "recordings": "a.mp4"}, []),
        ({"signing": "on_print"}, []),
    ],
)
def test_what_is_demanded(typed, lacking):
    assert codes(**typed) == lacking


def test_it_reads_as_it_was_typed_and_stands_there_again():
    typed = answers(signing="refused", why="不认可", witness="钱某", recordings="a.mp4，b.mp4")
    found = read_reinspection(typed, FACTS, "r1", "o1", ITEMS)
    assert (found.at, found.officers) == (datetime(2026, 10, 9, 9, 30, tzinfo=ZONE), OFFICERS)
    assert found.signing == Signing(SignedAs.REFUSED, "不认可", "钱某", "a.mp4、b.mp4")
    assert found.recordings == ("a.mp4", "b.mp4")
    again = reinspection_answers(typed.form, found, ZONE)
    assert read_reinspection(again, FACTS, "r1", "o1", ITEMS) == found
    begun = new_reinspection_answers(typed.form, OFFICERS, FACTS)
    assert begun.text("reinspection.officers") == "王警官 530001、李警官 530002"
    assert lacks(reinspection_answers(typed.form, replace(found, officers=()), ZONE), FACTS)
