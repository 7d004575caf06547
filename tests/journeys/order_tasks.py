"""What follows an order to correct, by keyboard alone and by mouse alone: service on a later day, the re-inspection.

Counted like the ten tasks; the order is issued beforehand, and its page was left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.bootstrap import keeping_backend
from counter_app.domain.inspection.correction import OrderState
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    InspectionKind,
    ItemResult,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.services.headless.headless import DEMO_OFFICE, DEMO_WORKSTATION, create_sample_office
from counter_app.services.inspection import inspections, orders
from counter_app.settings import WorkstationFile
from tests.journeys.sight import Mouse
from tests.journeys.ten_tasks import POST, Keys, Office, Task

UNIT: Final = "大关县示例小学"
REASON: Final = "负责人外出"
WITNESS: Final = "赵示例"
_OFFICERS: Final = (Officer("王示例", "530001"), Officer("李示例", "530002"))
_WRONG: Final = (2, 7)
PROLONGED_TO: Final = (datetime.now(ZoneInfo(DEMO_OFFICE.time_zone)).date() + timedelta(days=20)).isoformat()
_NOT_YET: Final = "未到货"
WRITTEN: Final = REASON + WITNESS + _NOT_YET


def make_office_with_order(folder: Path) -> Office:
    """An office in which two items of a school were ordered to be corrected, and nothing more was put down."""
    kind = InspectionKind.GENERAL
    with keeping_backend(folder) as backend:
        create_sample_office(backend)
        place = InspectedPlace(UNIT, "翠华镇示例路3号", category="education")
        now = backend.clock()
        [held] = inspections.plan(backend, kind, [place], _OFFICERS, "翠华派出所", None, post=POST)
        wrong = []
        for item in backend.inspection_items.current().stressed(kind):
            breach = item.breaches_in(kind)[0].key if item.number in _WRONG else ""
            held.key(item, ItemResult(Compliance.BREACH, "", (breach,)) if breach else ItemResult(Compliance.CONFORMS))
            wrong += [(item.key, breach)] if breach else []
        held.started_at, held.ended_at = now - timedelta(minutes=2), now - timedelta(minutes=1)
        held.present, held.camera, held.signing = WITNESS, "DSJ-01", Signing(SignedAs.ON_PRINT)
        inspections.save_draft(backend, held, post=POST)
        inspections.record_inspection(backend, held.inspection_id, post=POST)
        order = orders.issue_new(
            backend, held.inspection_id, OrderForm.BY_DATE, wrong, deadline=now.date() + timedelta(days=5), post=POST
        )
    WorkstationFile(folder).save(replace(DEMO_WORKSTATION))
    references: Mapping[str, str] = {UNIT: order.order.reference}
    return Office(folder, references)


# Service --------------------------------------------------------------------------------------------------------------


def _service_by_keys(hand: Keys) -> None:
    hand.press("ctrl+6")
    hand.find("安排检查")
    hand.press("2")
    hand.find(f"单位：{UNIT}")
    hand.press("Return")
    hand.find("出具复查记录")
    hand.press("F7")
    hand.wait_for("送达：还没有登记送达")
    hand.press("F7")
    hand.find("无人签收")
    hand.press("alt+2")
    hand.find("见证人")
    hand.write(REASON, WITNESS)
    hand.press("Return")


def _service_by_mouse(hand: Mouse) -> None:
    hand.click("检查", "check box")
    hand.click("2 待复查")
    hand.click(f"单位：{UNIT}", "cell", times=2)
    hand.click("登记送达")
    hand.wait_for("送达：还没有登记送达")
    hand.click("登记送达")
    hand.click("无人签收")
    hand.write("原因", REASON)
    hand.write("见证人", WITNESS)
    hand.click("登记")


def _is_served(office: Office) -> bool:
    order = office.look(lambda backend: orders.order_of(backend, office.references[UNIT]))
    return bool(order.signing == Signing(SignedAs.ABSENT, REASON, WITNESS))


# Re-inspections -------------------------------------------------------------------------------------------------------


def _prolonged_by_keys(hand: Keys) -> None:
    hand.find("登记复查")
    hand.press("F9")
    hand.find("出具复查记录")
    hand.press("1", "2", "Return")
    hand.type(_NOT_YET)
    hand.press("F6")
    hand.write("2")
    hand.write(PROLONGED_TO, _NOT_YET)
    hand.press("ctrl+Return", "ctrl+Return")
    hand.write("1")
    hand.press("F9")


def _prolonged_by_mouse(hand: Mouse) -> None:
    hand.click("登记复查")
    hand.click("已改正", "check box")
    hand.click("部分改正", "check box")
    hand.write("情况说明", _NOT_YET)
    hand.choose("复查结论", "延长改正期限")
    hand.write("延长到", PROLONGED_TO)
    hand.write("理由", _NOT_YET)
    hand.choose("记录签名", "已签名")
    hand.click("出具复查记录")


def _is_prolonged(office: Office) -> bool:
    order = office.look(lambda backend: orders.order_of(backend, office.references[UNIT]))
    return bool((order.state, order.deadline) == (OrderState.ISSUED, date.fromisoformat(PROLONGED_TO)))


def _closed_by_keys(hand: Keys) -> None:
    hand.find("登记复查")
    hand.press("F9")
    hand.find("出具复查记录")
    hand.press("1", "1", "F6", "ctrl+Return")
    hand.write("1")
    hand.press("F9")


def _closed_by_mouse(hand: Mouse) -> None:
    hand.click("登记复查")
    hand.click("已改正", "check box")
    hand.click("已改正", "check box")
    hand.choose("记录签名", "已签名")
    hand.click("出具复查记录")


def _is_closed(office: Office) -> bool:
    return bool(
        office.look(lambda backend: orders.order_of(backend, office.references[UNIT])).state is OrderState.CLOSED
    )


TASKS: Final = (
    Task("serve an order that was issued before", _service_by_keys, _service_by_mouse, _is_served),
    Task(
        "re-inspection: one of two items corrected, limit prolonged",
        _prolonged_by_keys,
        _prolonged_by_mouse,
        _is_prolonged,
    ),
    Task("re-inspection: both corrected", _closed_by_keys, _closed_by_mouse, _is_closed),
)
