"""检查: the four lists, empty and full, late and in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

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
from counter_app.domain.inspection.tips import TipCategory
from counter_app.services.inspection import inspections, orders, tips
from counter_app.services.inspection.lists import InspectionList
from counter_app.services.office import offices
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.pictures.album import Album, settle, with_shell
from tests.ui.pictures.queues import month_of_cases
from tests.ui.shell_fakes import Running

NOW = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
PLACES = (
    InspectedPlace("大关县筇竹中学", "大关县翠华镇示例路3号", category="education"),
    InspectedPlace("云南昭通乌蒙山国家级风景名胜区黄连河旅游开发有限公司", "大关县黄连河", category="tourism"),
    InspectedPlace("大关县第三人民医院", "大关县翠华镇人民路88号", category="medical"),
)


def inspected_backend() -> MemoryBackend:
    """Inspections planned and recorded, orders late, near and far, tips open and answered."""
    early = MemoryBackend.make(now=NOW - timedelta(days=24))
    backend = replace(early, clock=lambda: NOW)
    kind = InspectionKind.GENERAL
    item = next(one for one in backend.inspection_items.current().items if one.number == 2)
    breach = item.breaches_in(kind)[0].key
    for place, deadline in zip(PLACES, (date(2026, 9, 8), date(2026, 9, 24), date(2026, 10, 9)), strict=True):
        [held] = inspections.plan(early, kind, [place], OFFICERS, "翠华派出所", None, post=POST)
        held.key(item, ItemResult(Compliance.BREACH, "", (breach,)))
        held.started_at, held.ended_at = early.clock() - timedelta(hours=2), early.clock() - timedelta(hours=1)
        held.present, held.camera, held.signing = "赵某", "DSJ-01", Signing(SignedAs.ON_PRINT)
        inspections.save_draft(early, held, post=POST)
        inspections.record_inspection(early, held.inspection_id, post=POST)
        order = orders.draw_up(
            early, held.inspection_id, OrderForm.BY_DATE, [(item.key, breach)], deadline=deadline, post=POST
        )
        orders.issue_order(early, order.order_id, post=POST)
    offices.confirm_clock(backend, post=POST)
    for days, place in enumerate(PLACES, -1):
        inspections.plan(
            backend, kind, [place], OFFICERS, "翠华派出所", NOW.date() + timedelta(days=3 * days), post=POST
        )
    for place, due in (("翠屏宾馆三楼", date(2026, 9, 29)), ("天星镇云上人家民宿", None)):
        tip = tips.new_tip(backend, TipCategory.PROHIBITED_AREA, "客房里装有摄像头", place, post=POST)
        tip.check_due = due
        tips.register_tip(backend, tip, None, post=POST)
    return backend


def inspection_pages(album: Album) -> None:
    """Each list."""

    def lists(running: Running, name: str) -> None:
        running.shell.show("inspections")
        settle(running)
        home = running.shell.window.page("inspections").home
        for wanted in InspectionList:
            home.show_list(wanted)
            settle(running)
            album.take(running, f"inspections-{name}-{wanted.value}")

    with_shell(MemoryBackend.make(), lambda running: lists(running, "empty"))
    with_shell(inspected_backend(), lambda running: lists(running, "full"))


def recording(album: Album) -> None:
    """One inspection: fresh, half keyed, its fields, issued."""

    def record(running: Running) -> None:
        backend = running.station.backend
        running.shell.show("inspections")
        settle(running)
        page = running.shell.window.page("inspections")
        page.home.show_list(InspectionList.PLANNED)
        settle(running)
        page.home.open_marked()
        settle(running)
        sub = page.sub
        album.take(running, "record-fresh")
        for key in "1213":
            QTest.keyClick(sub.items.view, key)
        settle(running)
        sub.items.view.selectRow(1)
        QTest.keyClick(sub.items.view, "A")
        settle(running)
        album.take(running, "record-breach")
        QTest.keyClick(sub, Qt.Key.Key_F6)
        settle(running)
        album.take(running, "record-fields")
        QTest.keyClick(sub, Qt.Key.Key_F8)
        settle(running, 300)
        album.take(running, "record-preview")
        page.go_back()
        settle(running)
        page.show_home()
        done = next(one.line.id for one in page.home._lists.lists[InspectionList.DONE])
        page.open("record", done)
        settle(running)
        album.take(running, "record-issued")
        page.sub.switch()
        album.take(running, "record-issued-fields")
        assert inspections.get(backend, done).number is not None

    with_shell(inspected_backend(), record)


def ordering(album: Album) -> None:
    """An order as it is made, issued, looked at again."""

    def order(running: Running) -> None:
        running.shell.show("inspections")
        settle(running)
        page = running.shell.window.page("inspections")
        done = next(one.line.id for one in page.home._lists.lists[InspectionList.DONE])
        page.open("order", done)
        settle(running)
        QTest.keyClick(page.sub.new.view, Qt.Key.Key_Space)
        QTest.keyClick(page.sub.new.view, Qt.Key.Key_2)
        page.sub.new.deadline.set_value("2026-09-30")
        page.sub.new._renew()
        album.take(running, "order-making")
        page.show_home()
        settle(running)
        page.home.show_list(InspectionList.AGAIN)
        line = page.home.lines.marked.line.id
        page.open("order", line)
        settle(running)
        album.take(running, "order-issued")
        page.open("again", line)
        settle(running)
        album.take(running, "again-fresh")
        QTest.keyClick(page.sub.items.view, Qt.Key.Key_3)
        page.sub.form.editors["reinspection.conclusion"].set_value("overdue")
        page.sub.form.editors["reinspection.conclusion"].edited.emit()
        settle(running)
        album.take(running, "again-refused")

    with_shell(inspected_backend(), order)


def planning(album: Album) -> None:
    """A round: nothing chosen, some chosen that were inspected before."""

    def plan(running: Running) -> None:
        running.shell.show("inspections")
        settle(running)
        page = running.shell.window.page("inspections")
        page.open("plan", "")
        settle(running, 200)
        album.take(running, "plan-fresh")
        for place in PLACES[:2]:
            page.sub.places._add(place)
        settle(running)
        album.take(running, "plan-repeated")
        page.sub.places.add_unfiled()
        settle(running)
        album.take(running, "plan-unfiled")

    with_shell(inspected_backend(), plan)
    with_shell(month_of_cases(), lambda running: filed_round(running, album))


def filed_round(running: Running, album: Album) -> None:
    """What is on file, all taken in."""
    running.shell.show("inspections")
    settle(running)
    page = running.shell.window.page("inspections")
    page.open("plan", "")
    settle(running, 200)
    page.sub.places.take_in_all()
    settle(running)
    album.take(running, "plan-round")


def overlooking(album: Album) -> None:
    """The month, the history of a unit, a tip fresh and registered."""

    def look(running: Running) -> None:
        running.shell.show("inspections")
        settle(running)
        page = running.shell.window.page("inspections")
        page.open("calendar", "")
        settle(running)
        album.take(running, "calendar-month")
        page.show_home()
        settle(running)
        page.open("unit_history", page.home._lists.lists[InspectionList.AGAIN][0].line.id)
        settle(running)
        album.take(running, "unit-history")
        page.open("tip", "")
        settle(running)
        album.take(running, "tip-fresh")
        page.sub.go_on()
        album.take(running, "tip-lacking")
        page.open("tip", page.home._lists.lists[InspectionList.TIPS][0].line.id)
        settle(running)
        album.take(running, "tip-registered")

    with_shell(inspected_backend(), look)


CHAPTERS = (inspection_pages, planning, recording, ordering, overlooking)
