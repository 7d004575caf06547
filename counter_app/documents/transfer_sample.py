"""A typical batch, for looking at the papers of a hand-over without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.transfer.batch import TransferPackage
from counter_app.domain.transfer.papers import ListedCase, TransferFacts, TransferredSheet

_RECEIVED: Final = date(2026, 3, 2)
_DUE: Final = date(2026, 4, 2)
_CASES: Final = (
    ("大关县示例商贸有限公司", "示例广场视频监控系统首次备案材料"),
    ("大关县龑𬱖示例中学", "示例中学校园视频监控系统备案变更材料"),
    ("云南省示例文化旅游投资开发集团大关有限责任公司黄连河分公司", "黄连河示例景区视频监控系统首次备案材料"),
)


def sample_transfer(now: datetime, office: Office, *, cases: int = len(_CASES)) -> TransferFacts:
    """A closed batch with its package; `now` is in the office's zone."""
    return TransferFacts(
        number=office.written(Number("备移", 2026, 12)),
        closed_on=now.date(),
        department=office.department,
        cases=tuple(_case(office, position) for position in range(1, cases + 1)),
        package=TransferPackage("0123456789abcdef" * 4, "fedcba9876543210" * 4, 3 * cases + 2, 1_480_000 * cases, now),
    )


def _case(office: Office, position: int) -> ListedCase:
    unit, title = _CASES[(position - 1) % len(_CASES)]
    number = office.written(Number("备收", 2026, position))
    received = _RECEIVED + timedelta(days=position % 9)
    sheets = (
        TransferredSheet("收件凭证", number, office.name, received),
        TransferredSheet("备案回执", office.written(Number("备回", 2026, position)), office.name, received),
        TransferredSheet("委托办理备案授权书", "", unit, received),
        TransferredSheet("备案基本信息表", "", unit, received),
        TransferredSheet("图像采集设备清单", "", unit, received, pages=3),
    )
    return ListedCase(
        position=position,
        reference=f"AJ{position:010d}",
        number=number,
        barcode=f"BS2026-{position:04d}",
        unit=unit,
        title=title,
        matter="备案变更" if "变更" in title else "首次备案",
        state="已备案",
        received_on=received,
        held_since=received,
        due=_DUE,
        pages=7,
        filed_on=received,
        platform_number=f"5306242026{position:08d}",
        scans=2,
        sheets=_paged(sheets),
    )


def _paged(sheets: tuple[TransferredSheet, ...]) -> tuple[TransferredSheet, ...]:
    paged, page = [], 1
    for sheet in sheets:
        paged.append(replace(sheet, first_page=page))
        page += sheet.pages
    return tuple(paged)
