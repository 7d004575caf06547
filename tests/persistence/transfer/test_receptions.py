"""Packages of other installations in a real database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert

from counter_app.domain.transfer.batch import ArchivalCheck, ArchiveNumber, ItemDecision, Retention
from counter_app.persistence.transfer.tables import ReceptionRow
from counter_app.services.ports import ChangedElsewhere, HistoryEntry, IndexFile, PackedCase, Reception, TrustedKey

AT = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
FILE = IndexFile("data/0001/scan-01.pdf", "授权书扫描件", "application/pdf", 2, 3_000, "a" * 64, "b" * 64)
ABOUT = ("大关县示例中学", "视频监控系统首次备案材料", "首次备案", "已备案")
CASE = PackedCase(
    *(1, "AJ1", "收字〔2026〕1号", "BS2026-0001", *ABOUT, DAY, DAY, date(2026, 4, 2), 5, DAY, "53062"),
    files=(FILE,),
)
ARCHIVE = ArchiveNumber("0624", 2026, Retention.THIRTY_YEARS, 12)
DECISIONS = {
    "AJ1": ItemDecision(accepted=True, archive=ARCHIVE),
    "AJ2": ItemDecision(accepted=False, passed=frozenset({ArchivalCheck.SAFETY}), reason="缺页"),
}
RECEPTION = Reception(
    *("r1", "BY2026-0001", "大关县公安局", "c" * 64, AT, "/media/stick/BY2026-0001", "移字〔2026〕1号", (CASE,)),
    decisions=DECISIONS,
)

STORED_BEFORE = {
    "path": "/media/stick/BY2026-0001",
    "number": "移字〔2026〕1号",
    "cases": [
        {
            "position": 1,
            "reference": "AJ1",
            "number": "收字〔2026〕1号",
            "barcode": "BS2026-0001",
            "unit": "大关县示例中学",
            "title": "视频监控系统首次备案材料",
            "state": "已备案",
            "held_since": "2026-03-02",
            "due": "2026-04-02",
            "pages": 5,
            "files": [{"path": "data/0001/scan-01.pdf", "what": "授权书扫描件", "pages": 2}],
        }
    ],
}
"""What the program recorded of a package before cases of an index and of a reception were one record."""

DECIDED_BEFORE = {
    "AJ1": {
        "accepted": True,
        "passed": ["accuracy", "completeness", "safety", "usability"],
        "reason": "",
        "archive": {"fonds": "0624", "year": 2026, "retention": "D30", "item": 12},
    },
    "AJ2": {"accepted": False, "passed": ["safety"], "reason": "缺页", "archive": None},
}


def test_a_reception_comes_back_as_it_was_recorded(database):
    with database.work() as work:
        work.receptions.add(RECEPTION)
        work.commit()
    with database.work() as work:
        assert work.receptions.get("r1") == RECEPTION
        saved = work.receptions.save(RECEPTION)
        assert (saved.version, work.receptions.all(limit=5)) == (1, [saved])
        with pytest.raises(ChangedElsewhere):
            work.receptions.save(RECEPTION)


def test_a_reception_of_an_earlier_version_of_the_program_can_be_gone_on_with(database):
    names = {"reception_id": "r1", "batch": "BY2026-0001", "office": "大关县公安局", "sha256": "c" * 64}
    told = {"zone": "Asia/Shanghai", "clerk": "", "window": "", "opened_at": AT, "settled_at": None, "version": 3}
    with database.work() as work:
        work.receptions._transaction.write(
            insert(ReceptionRow).values(**names, **told, content=STORED_BEFORE, decisions=DECIDED_BEFORE)
        )
        work.commit()
    with database.work() as work:
        found = work.receptions.get("r1")
        (case,) = found.cases
        assert (case.reference, case.held_since, case.due, case.pages) == ("AJ1", DAY, date(2026, 4, 2), 5)
        assert (case.files[0].path, case.files[0].pages) == ("data/0001/scan-01.pdf", 2)
        assert found.decisions == DECISIONS
        assert work.receptions.save(found).version == 4


def test_a_key_that_is_trusted_no_longer_is_gone(database):
    with database.work() as work:
        for fingerprint in ("a" * 64, "b" * 64):
            work.trusted_keys.add(TrustedKey(fingerprint, "科信大队", AT, "周某", "3"))
        work.trusted_keys.remove("a" * 64)
        work.commit()
    with database.work() as work:
        assert [key.fingerprint for key in work.trusted_keys.all()] == ["b" * 64]


def test_acts_are_found_by_the_beginning_of_their_reference(database):
    with database.work() as work:
        for act, reference in (
            ("one", "KEY-1"),
            ("none", "KEX-9"),
            ("two", "KEY-0"),
            ("three", "KEY-1"),
            ("no", "KEZ"),
        ):
            work.history.record(HistoryEntry(AT, "Asia/Shanghai", "周某", "3", act, reference))
        work.commit()
    with database.work() as work:
        assert [entry.act for entry in work.history.of_references("KEY-")] == ["one", "two", "three"]
