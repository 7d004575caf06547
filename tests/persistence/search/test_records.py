"""Finding inspections, orders, re-inspections, tips, batches and files in real databases, also those kept before."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from counter_app.domain.basics.numbering import Number
from counter_app.domain.inspection.correction import Conclusion, CorrectionOrder, OrderedItem, Reinspection
from counter_app.domain.inspection.inspections import (
    Consequence,
    InspectedPlace,
    Inspection,
    InspectionKind,
    InspectionState,
    Officer,
    OrderForm,
)
from counter_app.domain.inspection.tips import Informant, Tip, TipCategory
from counter_app.domain.search.matching import MatchKind
from counter_app.domain.search.query import Filters, SearchField, read_query
from counter_app.domain.search.records import RecordKind
from counter_app.domain.transfer.batch import TransferBatch
from counter_app.persistence.base.engine import WRITING, sqlite_engine
from counter_app.persistence.base.schema import migrate
from counter_app.persistence.base.tables import SearchRecordRow, SearchStateRow
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.search.record_index import NEWEST_FIRST
from counter_app.services.ports import Attachment
from tests.persistence.search.test_search import READINGS

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
"""The 3rd of March at the office."""
PLACE = InspectedPlace("大关县青禾商贸有限公司", "翠华镇示例路3号", reference="AJ0000000001")


@pytest.fixture
def database(folder, forms, clock, blank):
    folder.mkdir(mode=0o700)
    shutil.copy2(blank, folder)
    opened = open_database(folder, forms, clock=clock, readings=READINGS)
    yield opened
    opened.close()


def inspection(inspection_id="JC00000001", place=PLACE, **other):
    officers = (Officer("王警官", "530001"), Officer("李警官", "530002"))
    return Inspection(inspection_id, InspectionKind.GENERAL, place, "2025-05", officers=officers, **other)


def order():
    item = OrderedItem("sign", "no_sign", "提示标识", "未设置", "第十三条", "第十三条", "设置", Consequence.ORDER_ONLY)
    return CorrectionOrder("ZG00000001", "JC00000001", PLACE, OrderForm.BY_DATE, (item,), deadline=date(2026, 9, 30))


def write(database, *acts):
    with database.work() as work:
        for act in acts:
            act(work)
        work.commit()


def found(database, line, *, near=True, limit=8, filters=None):
    with database.work() as work:
        return work.search.find_records(read_query(line, filters or Filters()), limit=limit, near=near)


def ids(database, line, **how):
    return [hit.record.record_id for hit in found(database, line, **how).records]


@pytest.fixture
def everything(database):
    """One of each kind."""
    tip = Tip("JB00000001", AT, TipCategory.OTHER, "门口没有标识", "示例网吧", "翠华镇顺城街9号")
    file = Attachment(
        *("f1", "JC00000001", "现场照片"), sha256="a" * 64, media_type="image/png", size=1, pages=1, attached_at=AT
    )
    write(
        database,
        lambda work: work.inspections.add(inspection(number=Number("视检", 2026, 12), started_at=AT)),
        lambda work: work.inspections.add_order(order()),
        lambda work: work.tips.add(replace(tip, number=Number("视举", 2026, 1)), Informant("赵某", "13900000009")),
        lambda work: work.transfers.add(TransferBatch("b1", AT, "王敏", "3号窗口")),
        lambda work: work.attachments.add(file),
    )
    return database


FOUND = {
    "青禾": ["JC00000001", "ZG00000001", "f1"],
    "qhsm": ["JC00000001", "ZG00000001", "f1"],
    "示例路3": ["JC00000001", "ZG00000001", "f1"],
    "wangba": ["JB00000001"],
    "视检": ["JC00000001"],
    "检字〔2026〕12号": ["JC00000001"],
    "SJ2026-0012": ["JC00000001"],
    "JB2026-0001": ["JB00000001"],
    "12": ["JC00000001"],
    "JC0000": ["JC00000001"],
    "举报": ["JB00000001"],
    "移交": ["b1"],
    "照片": ["f1"],
    "xczp": ["f1"],
    "青禾 照片": ["f1"],
    "赵某": [],
    "没有这家": [],
}


def test_each_kind_is_found_by_number_unit_address_name_and_pinyin_and_no_informant(everything):
    assert {line: ids(everything, line, near=False) for line in FOUND} == FOUND


def test_a_line_says_all_that_a_list_shows(everything):
    (hit,) = found(everything, "SJ2026-0012").records
    record = hit.record
    assert (record.kind, record.opens, record.unit) == (RecordKind.INSPECTION, "JC00000001", PLACE.unit)
    assert (record.state, record.form, record.day) == ("planned", "general", date(2026, 3, 2))
    assert hit.reasons[0].sought is SearchField.NUMBER


def test_a_typing_error_is_forgiven_after_a_pause(everything):
    assert ids(everything, "wanbga", near=False) == []
    (hit,) = found(everything, "wanbga").records
    assert hit.reasons[0].how is MatchKind.TYPO


def test_a_filter_of_cases_leaves_records_out(everything):
    assert ids(everything, "青禾", filters=Filters(place="commerce")) == []


def test_what_is_saved_anew_is_found_by_what_it_says_now_and_its_files_with_it(everything):
    with everything.work() as work:
        kept = work.inspections.get("JC00000001")
        kept.place = replace(PLACE, unit="大关县长乐旅行社")
        kept.state = InspectionState.KEYING
        work.inspections.save(kept)
        work.commit()
    assert ids(everything, "青禾") == ["ZG00000001"]
    assert ids(everything, "长乐") == ["JC00000001", "f1"]
    assert found(everything, "长乐").records[0].record.state == "keying"


def test_a_removed_file_is_found_no_more(everything):
    write(everything, lambda work: work.attachments.remove("f1", AT))
    assert ids(everything, "照片") == []


def test_a_reinspection_is_found_with_its_order_to_open(everything):
    again = Reinspection(
        *("FC1", "ZG00000001", AT),
        officers=(Officer("王警官", "530001"),),
        items=(),
        conclusion=Conclusion.CLOSED,
        number=Number("视复", 2026, 1),
        clerk="王敏",
        window="3号窗口",
    )
    write(everything, lambda work: work.inspections.add_reinspection(again))
    (hit,) = found(everything, "复查字1").records
    assert (hit.record.kind, hit.record.opens, hit.record.unit) == (RecordKind.REINSPECTION, "ZG00000001", PLACE.unit)


def test_of_each_kind_the_newest_stand_there_and_that_there_are_more(database):
    for day in range(1, 5):
        at = AT + timedelta(days=day)
        write(database, lambda work, at=at, day=day: work.inspections.add(inspection(f"JC0000000{day}", started_at=at)))
    results = found(database, "青禾", limit=2)
    assert [hit.record.record_id for hit in results.records] == ["JC00000004", "JC00000003"]
    assert results.more


def test_the_lines_of_an_office_from_before_are_made_by_the_migration_and_entered_in_the_background(
    everything, folder, forms, clock
):
    with everything.engine.connect() as connection, connection.begin():
        columns = [c for c in SearchRecordRow.__table__.columns if c.name not in ("doc", "entered", "words", "day")]
        wanted = connection.execute(select(*columns).order_by("kind", "record_id")).all()
    everything.close()
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        migrate(connection, "0012")
    engine.dispose()
    opened = open_database(folder, forms, clock=clock, readings=READINGS)
    with opened.engine.connect() as connection:
        assert connection.execute(select(*columns).order_by("kind", "record_id")).all() == wanted
        newest = connection.execute(text("SELECT min(doc) FROM search_record")).scalar()
        assert newest == NEWEST_FIRST - connection.execute(select(SearchStateRow.records)).scalar() == NEWEST_FIRST - 5
    assert ids(opened, "青禾") == []
    assert ids(opened, "SJ2026-0012") == ["JC00000001"]
    with opened.work() as work:
        state = work.search.state()
        assert (state.ready, state.records) == (False, False)
        while not state.ready:
            state = work.search.enter_some(2)
        work.commit()
    assert ids(opened, "青禾") == ["JC00000001", "ZG00000001", "f1"]
    opened.close()
