"""Entries to check: what the window reads off the agent's document blocks the receipt, and never stands on a notice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, UNREVIEWED, rejected
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import EntriesToCheck, FilingState, NotFullyReviewed, NothingMissing
from counter_app.domain.forms.confirmations import Confirmation, to_confirm
from counter_app.domain.forms.findings import Verdict
from counter_app.domain.forms.judging import demanded_keys

POST = Post("陈示例", "3号窗口")
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
WRONG_NUMBER = "530624199003071210"
WRONG_CODE = "91530624MA6K3R7Q30"


@pytest.fixture
def confirm(filing):
    return lambda key: filing.confirm(key, POST, AT)


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("agent.name", "", "agent.name.missing"),
        ("agent.id_type", "", "agent.id_type.missing"),
        ("agent.id_type", "身份", "agent.id_type.unlisted"),
        ("agent.id_number", "", "agent.id_number.missing"),
        ("agent.id_number", "53062419900307121", "agent.id_number.malformed"),
        ("agent.id_number", "530624199002301210", "agent.id_number.malformed"),
        ("agent.id_number", "5306241990030712X7", "agent.id_number.malformed"),
        ("agent.id_number", "530624202703071210", "agent.id_number.malformed"),
        ("agent.id_number", WRONG_NUMBER, "agent.id_number.checksum"),
    ],
)
def test_what_is_read_off_the_document_is_an_entry_and_no_deficiency(judged, key, raw, code):
    findings = judged({key: raw})
    assert (findings.entry_codes, findings.codes, findings.advisory_codes) == ([code], [], [])
    assert (findings.verdict, findings.unreviewed, findings.papers_unreviewed) == (Verdict.UNREVIEWED, (key,), ())
    (entry,) = findings.entries
    assert entry.label == {"agent.name": "经办人姓名", "agent.id_type": "证件类型", "agent.id_number": "证件号码"}[key]
    assert "证件" in entry.mend
    if raw:
        assert raw not in entry.message


@pytest.mark.parametrize("material", [ACCEPTED, UNREVIEWED, rejected()])
def test_entries_are_told_while_the_document_may_be_compared(filing, judged, material):
    filing.materials = {**filing.materials, "agent_id": material}
    assert judged({"agent.id_number": WRONG_NUMBER}).entry_codes == ["agent.id_number.checksum"]


@pytest.mark.parametrize("material", [NOT_PRESENTED, rejected("illegible")])
def test_entries_are_silent_while_the_agent_has_to_come_again(filing, judged, material):
    filing.materials = {**filing.materials, "agent_id": material}
    findings = judged({"agent.id_number": WRONG_NUMBER, "agent.name": "", "agent.id_type": "passport"})
    assert (findings.entries, findings.unreviewed, findings.advisories) == ((), (), ())
    assert [item.key for item in findings.deficiencies] == ["agent_id"]


def test_papers_stand_before_entries_in_what_is_to_be_done(filing, judged):
    filing.materials = {}
    findings = judged({"agent.name": ""})
    assert findings.unreviewed == ("agent_id", "authorization_letter", "agent.name")
    assert findings.papers_unreviewed == ("agent_id", "authorization_letter")


def test_an_entry_blocks_the_receipt_and_says_what_to_do(filing, facts):
    filing.answer("agent.id_number", WRONG_NUMBER)
    with pytest.raises(EntriesToCheck, match="证件号码待核对，不能出具收件凭证") as refusal:
        filing.ready_for_receipt(facts)
    assert (refusal.value.keys, refusal.value.act) == (("agent.id_number",), "confirm")


def test_an_entry_that_is_missing_cannot_be_confirmed_away(filing, facts, confirm):
    filing.answer("agent.id_number", "")
    with pytest.raises(EntriesToCheck) as refusal:
        filing.ready_for_receipt(facts)
    assert refusal.value.act == ""
    with pytest.raises(Refusal, match="证件号码没有填写"):
        confirm("agent.id_number")


def test_an_entry_never_blocks_the_notice(filing, facts):
    filing.answer("agent.name", "")
    filing.answer("unit.kind", "")
    assert filing.ready_for_notice(facts).codes == ["unit.kind.missing"]


def test_an_entry_alone_is_no_reason_for_a_notice(filing, facts):
    filing.answer("agent.name", "")
    with pytest.raises(NothingMissing, match="核对经办人姓名后打印收件凭证"):
        filing.ready_for_notice(facts)


def test_a_notice_still_waits_for_every_paper(filing, facts):
    filing.answer("agent.name", "")
    filing.answer("unit.kind", "")
    filing.withdraw_review("authorization_letter")
    with pytest.raises(NotFullyReviewed) as refusal:
        filing.ready_for_notice(facts)
    assert refusal.value.keys == ("authorization_letter",)


def test_what_is_shared_is_not_read_off(filing, facts):
    filing.answer("agent.name", "")
    assert filing.findings(replace(facts, shared_keys=frozenset({"agent.name"}))).entries == ()


def test_the_screen_marks_what_the_window_has_to_fill_in(filing):
    assert {"agent.name", "agent.id_type", "agent.id_number"} <= demanded_keys(filing.answers)


# 与证件一致, 与证照一致 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [WRONG_NUMBER, "53062419900307121", "530624199002301210"])
def test_a_number_that_stands_so_on_the_document_is_an_entry_no_more(filing, judged, confirm, number):
    judged({"agent.id_number": number})
    confirm("agent.id_number")
    assert (judged().verdict, judged().entries, judged().advisories) == (Verdict.COMPLETE, (), ())
    assert filing.confirmed == {"agent.id_number": Confirmation(number, "陈示例", "3号窗口", AT)}


@pytest.mark.parametrize(("code", "problem"), [(WRONG_CODE, "checksum"), ("123", "malformed")])
def test_a_code_that_stands_so_on_the_licence_is_advice(judged, confirm, code, problem):
    assert judged({"unit.uscc": code}).codes == [f"unit.uscc.{problem}"]
    confirm("unit.uscc")
    findings = judged()
    assert (findings.verdict, findings.codes, findings.advisory_codes) == (
        Verdict.COMPLETE,
        [],
        [f"unit.uscc.{problem}"],
    )
    assert findings.advisories[0].message.endswith("窗口已核对，与证照一致")


def test_an_unusual_number_that_was_seen_is_no_advice_any_more(judged, confirm):
    assert judged({"agent.id_type": "passport", "agent.id_number": "E1"}).advisory_codes == [
        "agent.id_number.malformed"
    ]
    confirm("agent.id_number")
    assert judged().advisories == ()


def test_another_value_has_to_be_seen_again(filing, judged, confirm):
    judged({"agent.id_number": WRONG_NUMBER})
    confirm("agent.id_number")
    assert judged({"agent.id_number": "530624199003071211"}).entry_codes == ["agent.id_number.checksum"]
    assert judged({"agent.id_number": WRONG_NUMBER}).entry_codes == ["agent.id_number.checksum"]
    assert filing.confirmed == {}


def test_the_same_value_typed_otherwise_was_seen(judged, confirm):
    judged({"agent.id_number": WRONG_NUMBER})
    confirm("agent.id_number")
    assert judged({"agent.id_number": f" {WRONG_NUMBER[:6]} {WRONG_NUMBER[6:]}"}).entries == ()


@pytest.mark.parametrize("key", ["agent.name", "unit.name", "nothing", "devices[].code"])
def test_only_what_a_check_may_doubt_is_confirmed(confirm, key):
    with pytest.raises(Refusal, match="不需要与证件核对"):
        confirm(key)


def test_a_case_that_is_closed_is_not_confirmed(filing, confirm):
    filing.state = FilingState.FILED
    with pytest.raises(Refusal, match="不能再改"):
        confirm("agent.id_number")


def test_what_can_be_confirmed_is_what_is_doubted(filing, judged, confirm):
    def offered():
        return to_confirm(filing.answers, judged(), filing.confirmed)

    assert offered() == ()
    judged({"agent.id_number": WRONG_NUMBER, "unit.uscc": WRONG_CODE, "agent.name": ""})
    assert offered() == ("unit.uscc", "agent.id_number")
    confirm("unit.uscc")
    assert offered() == ("agent.id_number",)
    judged({"agent.id_number": ""})
    assert offered() == ()
