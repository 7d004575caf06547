"""Cases: kept whole, saved by difference, never overwritten by a second window."""

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, UNREVIEWED, Material, MaterialState, rejected
from counter_app.domain.basics.numbering import Number
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import Custody, Filing, FilingKind, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.confirmations import Confirmation
from counter_app.persistence.base.tables import DeviceRow, FilingRow, StateChangeRow
from counter_app.persistence.database import open_database
from counter_app.services.ports import ChangedElsewhere, IssuedPaper, UnknownCase

NOON = datetime(2026, 3, 2, 4, 0, 0, 123456, tzinfo=UTC)


def _told(filing):
    """Everything a case says, for comparing."""
    answers = filing.answers
    rows = {group: [list(row.raw.items()) for row in rows] for group, rows in answers.all_rows().items()}
    own = {name: getattr(filing, name) for name in Filing.__dataclass_fields__ if name not in ("answers", "version")}
    return own | {"answers": list(answers.raw.items()), "rows": rows, "edition": answers.form.edition}


@pytest.mark.parametrize(("state", "custody"), list(itertools.product(FilingState, Custody)))
def test_a_case_comes_back_as_it_was_kept(state, custody, make_filing, keep, read):
    filing = make_filing(
        raw={"unit.name": "  𬱖龑商行 ", "system.retention_days": 30, "unit.uscc": "", "unknown.key": "留着"},
        rows=[{"location": "一楼大门"}, {}, {"location": "收银台", "code": ""}],
        state=state,
        custody=custody,
        kind=FilingKind.CHANGE,
        received_at=NOON,
        focus="system.address",
        confirmed={"unit.uscc": Confirmation("91530624MA6K3R7Q30", "陈示例", "3号窗口", NOON)},
        materials={
            "agent_id": ACCEPTED,
            "authorization_letter": rejected("not_sealed", "illegible", note="章在背面"),
            "device_list": NOT_PRESENTED,
            "information_sheet": UNREVIEWED,
            "other": Material(MaterialState.ACCEPTED, original=False, count=2, pages=7),
        },
    )
    keep(filing)
    assert _told(read()) == _told(filing)
    assert list(read().materials) == list(filing.materials)


def test_a_group_without_rows_is_not_a_group_that_was_never_opened(form, make_filing, keep, read):
    filing = make_filing()
    filing.answers = Answers(form, {}, {"devices": []})
    keep(filing)
    assert read().answers.all_rows() == {"devices": ()}
    keep(make_filing("AJ0000000002"))
    assert read("AJ0000000002").answers.all_rows() == {}


TYPED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**80), 2**80),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.text(st.characters(categories=["Lo", "Cs", "Co", "Cc"]), max_size=6),
    st.sampled_from(["", " ", "𬱖", "龑", "\u3000", "é", "e\u0301", "\ufeff", "'; DROP TABLE filing;--", "\x00"]),
    st.lists(st.text(max_size=8), max_size=4),
)
KEYS = st.text(min_size=1, max_size=12) | st.sampled_from(["unit.name", "system.address", "agent.name", "unit.uscc"])
ROWS = st.lists(st.dictionaries(KEYS.filter(lambda key: "[]" not in key), TYPED, max_size=4), max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.dictionaries(KEYS, TYPED, max_size=6), first=ROWS, then=ROWS)
def test_whatever_was_typed_comes_back_as_typed(raw, first, then, database, form, make_filing):
    reference = f"AJ{next(COUNTER):010d}"
    filing = make_filing(reference, rows=first)
    with database.work() as work:
        work.filings.add(filing)
        filing.answers = Answers(form, raw, {"devices": [Answers.row(form, row) for row in then]})
        work.filings.save(filing)
        work.commit()
    with database.work() as work:
        kept = work.filings.get(reference)
    assert _exact(_told(kept)["answers"]) == _exact(list(raw.items()))
    assert _exact(_told(kept)["rows"]) == _exact(_told(filing)["rows"])


COUNTER = itertools.count(1)


def _exact(value):
    """Tells 1, 1.0 and True apart."""
    return repr(value)


def test_a_date_and_a_number_that_is_none_come_back_as_their_text(make_filing, keep, read):
    keep(make_filing(raw={"a": date(2026, 3, 2), "b": float("nan"), "c": float("-inf")}))
    assert read().answers.raw == {"a": "2026-03-02", "b": "nan", "c": "-inf"}


def test_an_unknown_case_is_refused(read, save, make_filing):
    with pytest.raises(UnknownCase, match="核对编号"):
        read("AJ9")
    with pytest.raises(UnknownCase):
        save(make_filing("AJ9"))


def test_nothing_lasts_without_a_commit(database, make_filing, keep, read):
    filing = keep(make_filing())
    with database.work() as work:
        filing.answer("unit.name", "改过的名称")
        work.filings.save(filing)
        assert filing.version == 1
    assert filing.version == 0
    assert read().answers.raw["unit.name"] == "大关县示例商贸有限公司"


def test_nothing_lasts_of_what_went_wrong_halfway(database, make_filing, keep, read):
    filing = keep(make_filing())
    with pytest.raises(KeyError), database.work() as work:  # noqa: PT012 - the failure is the second act's
        work.filings.save(filing)
        work.numbers.take("platform_sheet", year=2026)
    assert (filing.version, read().version) == (0, 0)


def test_a_version_counts_up_with_each_save(make_filing, keep, read, save):
    filing = keep(make_filing())
    save(filing)
    save(filing)
    assert (filing.version, read().version) == (2, 2)


def test_saving_twice_in_one_unit_of_work_is_no_quarrel(database, make_filing, keep, read):
    filing = keep(make_filing())
    with database.work() as work:
        work.filings.save(filing)
        work.filings.save(filing)
        work.commit()
        work.filings.save(filing)
    assert (filing.version, read().version) == (2, 2)


def test_the_second_window_is_told_who_saved_last_and_when(make_filing, keep, read, save, clock):
    keep(make_filing())
    mine, theirs = read(), read()
    theirs.clerk, theirs.window = "王敏", "5号窗口"
    save(theirs)
    clock.pass_(minutes=3)
    mine.answer("unit.name", "我的")
    with pytest.raises(ChangedElsewhere) as refused:
        save(mine)
    assert refused.value.sentence == "5号窗口（王敏）在10时42分保存过这一件"
    assert "重新打开" in refused.value.remedy
    assert (mine.version, read().answers.raw["unit.name"]) == (0, "大关县示例商贸有限公司")


def test_a_save_of_another_day_is_told_with_its_day(make_filing, keep, read, save, clock):
    keep(make_filing())
    mine, theirs = read(), read()
    save(theirs)
    clock.pass_(days=1)
    with pytest.raises(ChangedElsewhere, match="在3月2日10时42分保存过"):
        save(mine)


def test_two_units_of_work_that_read_before_either_wrote_do_not_overwrite_each_other(database, make_filing, keep):
    keep(make_filing())
    with database.work() as first, database.work() as second:
        mine, theirs = first.filings.get("AJ0000000001"), second.filings.get("AJ0000000001")
        second.filings.save(theirs)
        second.commit()
        with pytest.raises(ChangedElsewhere):
            first.filings.save(mine)


class Written:
    """Counts the camera rows that are written."""

    def __init__(self, engine):
        self.rows = 0
        event.listen(engine, "before_cursor_execute", self._count)

    def _count(self, _connection, _cursor, statement, parameters, _context, executemany):
        if "capture_device" in statement and not statement.startswith("SELECT"):
            self.rows += len(parameters) if executemany else 1


def test_one_changed_camera_of_2000_writes_one_row(database, make_filing, keep, read, save):
    filing = keep(make_filing(rows=[{"location": f"{n}号机位"} for n in range(2000)]))
    rows = list(filing.answers.rows())
    rows[1200] = rows[1200].with_answer("devices[].location", "后门")
    filing.key_rows(rows)
    written = Written(database.engine)
    save(filing)
    assert written.rows == 1
    assert read().answers.rows()[1200].raw == {"devices[].location": "后门"}
    save(filing)
    assert written.rows == 1


def test_a_window_that_only_read_the_case_writes_one_row_too(database, make_filing, keep, read, save):
    keep(make_filing(rows=[{"location": f"{n}号机位"} for n in range(200)]))
    theirs = read()
    save(theirs)
    mine = read()
    rows = list(mine.answers.rows())
    mine.key_rows([*rows[:50], rows[50].with_answer("devices[].location", "后门"), *rows[51:]])
    written = Written(database.engine)
    save(mine)
    assert written.rows == 1


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["change", "insert", "delete", "clear", "other group"]),
        st.integers(0, 5),
        st.sampled_from(["commit", "commit", "roll back", "twice", "not yet", "reload", "elsewhere"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_whatever_the_order_of_edits_and_saves_the_last_save_is_what_is_kept(
    edits, database, forms, folder, make_filing
):
    filing = make_filing(f"AJ{next(COUNTER):010d}", rows=[{"location": "一"}, {"location": "二"}])
    elsewhere = open_database(folder, forms)
    with database.work() as work:
        work.filings.add(filing)
        work.commit()
    for number, (edit, at, then) in enumerate(edits):
        filing = _saved(_edited(filing, edit, at, str(number)), then, database, elsewhere)
    with database.work() as work:
        work.filings.save(filing)
        work.commit()
        assert _told(work.filings.get(filing.reference)) == _told(filing)
    elsewhere.close()


def _edited(filing, edit, at, text):
    rows = list(filing.answers.all_rows().get("devices", ()))
    group, new = "devices", Answers.row(filing.form, {"location": text})
    match edit:
        case "change":
            rows[at : at + 1] = [new]
        case "insert":
            rows.insert(at, new)
        case "delete":
            rows[at : at + 1] = []
        case "clear":
            rows = []
        case _:
            group, rows = "other", [new] * at
    filing.key_rows(rows, group)
    return filing


def _saved(filing, then, database, elsewhere):
    if then == "not yet":
        return filing
    with (elsewhere if then == "elsewhere" else database).work() as work:
        work.filings.save(filing)
        if then == "twice":
            filing.key_rows(filing.answers.all_rows().get("devices", ())[1:])
            work.filings.save(filing)
        if then != "roll back":
            work.commit()
    if then == "reload":
        with database.work() as work:
            return work.filings.get(filing.reference)
    return filing


def test_rows_taken_away_are_gone_and_rows_added_are_there(database, make_filing, keep, read, save):
    filing = keep(make_filing(rows=[{"location": f"{n}"} for n in range(5)]))
    filing.key_rows(filing.answers.rows()[:2])
    save(filing)
    assert [row.raw["devices[].location"] for row in read().answers.rows()] == ["0", "1"]
    filing.key_rows([*filing.answers.rows(), Answers.row(filing.form, {"location": "新"})])
    save(filing)
    assert [row.raw["devices[].location"] for row in read().answers.rows()] == ["0", "1", "新"]


def test_what_lists_and_searches_need_stands_beside_the_answers(database, make_filing, keep):
    raw = {"unit.name": " 大关县 A商行", "unit.uscc": "91530624-ma6k3r7q38", "agent.name": "欧阳示例"}
    row = {"location": " 大门 ", "device_type": "半球", "code": "5306 2400"}
    keep(make_filing(raw=raw | {"system.address": "翠华路1号"}, rows=[row]))
    with database.engine.connect() as connection:
        columns = (FilingRow.unit_name, FilingRow.uscc, FilingRow.system_address, FilingRow.agent_masked)
        assert connection.execute(select(*columns)).one() == (
            *("大关县 A商行", "91530624MA6K3R7Q38", "翠华路1号", "欧*"),
        )
        device = (DeviceRow.location, DeviceRow.device_type, DeviceRow.code)
        assert connection.execute(select(*device)).one() == ("大门", "dome", "53062400")


def test_todays_cases_stand_newest_first_with_their_numbers(database, make_filing, keep):
    keep(make_filing())
    keep(make_filing("AJ0000000002", received_at=NOON, state=FilingState.FILED))
    keep(make_filing("AJ0000000003", received_on=date(2026, 3, 1)))
    with database.work() as work:
        for document in ("deficiency_notice", "material_receipt"):
            number = work.numbers.take(document, year=2026)
            work.papers.add(IssuedPaper(document, document, number, "AJ0000000001", NOON, "2025-05", {}))
        work.papers.add(IssuedPaper("sheet", "platform_sheet", None, "AJ0000000001", NOON, "2025-05", {}))
        work.commit()
    with database.work() as work:
        day = date(2026, 3, 2)
        today = [line.case for line in work.queues.page(Queue.TODAY, day=day, limit=9, most=9)]
        drafts = [line.case for line in work.queues.page(Queue.DRAFT, day=day, limit=9, most=9)]
    assert [line.reference for line in today] == ["AJ0000000002", "AJ0000000001"]
    assert {line.reference for line in drafts} == {"AJ0000000001", "AJ0000000003"}
    line = today[1]
    assert (line.unit_name, line.agent, line.window) == ("大关县示例商贸有限公司", "李*", "3")
    assert line.numbers == (Number("备告", 2026, 1), Number("备收", 2026, 1))
    assert today[0].received_at == NOON


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"uscc": "91530624MA6K3R7Q38", "name": "别的名称"}, 1),
        ({"uscc": " 91530624-ma6k3r7q38", "name": ""}, 1),
        ({"uscc": "", "name": "示例 商行"}, 1),
        ({"uscc": "91530624000000000X", "name": "示例商行"}, 0),
        ({"uscc": "91530624000000000X", "name": "没有代码的社团"}, 1),
        ({"uscc": "", "name": ""}, 0),
        ({"uscc": "", "name": "示例商行", "address": ""}, 0),
        ({"uscc": "", "name": "示例商行", "address": "翠华路2号"}, 0),
        ({"uscc": "", "name": "示例商行", "other_than": "AJ0000000001"}, 0),
    ],
)
def test_a_unit_that_filed_at_this_address_before_is_found(asked, found, database, make_filing, keep):
    raw = {"unit.name": "示例商行", "unit.uscc": "91530624MA6K3R7Q38", "system.address": "翠华路１号"}
    keep(make_filing(raw=raw, state=FilingState.FILED))
    keep(make_filing("AJ0000000002", raw=raw))
    nameless = {"unit.name": "没有代码的社团", "system.address": "翠华路1号"}
    keep(make_filing("AJ0000000003", raw=nameless, state=FilingState.FILED))
    with database.work() as work:
        assert work.filings.count_filed(**({"address": "翠华路 1号", "other_than": "AJ9"} | asked)) == found


def test_each_change_of_state_is_noted_with_time_clerk_and_window(database, make_filing, keep, save, clock):
    filing = keep(make_filing())
    filing.answer("unit.name", "改")
    save(filing)
    clock.pass_(minutes=5)
    filing.move_to(FilingState.COMPLETE)
    filing.custody = Custody.AT_WINDOW
    filing.clerk, filing.window = "王敏", "5"
    save(filing)
    with database.engine.connect() as connection:
        rows = connection.execute(select(*StateChangeRow.__table__.columns).order_by(StateChangeRow.position)).all()
    assert [(row.state_before, row.state, row.custody_before, row.custody) for row in rows] == [
        ("", "draft", "", "none"),
        ("draft", "complete", "none", "at_window"),
    ]
    assert (rows[1].at, rows[1].zone, rows[1].clerk, rows[1].window) == (clock.at, "Asia/Shanghai", "王敏", "5")


def test_a_case_keeps_the_edition_it_was_opened_under(folder, database, make_filing, keep, form):
    keep(make_filing())
    asked = []

    class OldForms:
        def current(self, kind="filing"):
            raise AssertionError

        def edition(self, edition, kind="filing"):
            asked.append((edition, kind))
            return form

    other = open_database(folder, OldForms())
    with other.work() as work:
        work.filings.get("AJ0000000001")
    other.close()
    assert asked == [("2025-05", "filing")]
