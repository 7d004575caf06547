"""The ten commonest tasks of the counter, done by keyboard alone and by mouse alone, each counted as it is done.

A key or a click is one; Enter, a digit that chooses and two keys held together count as one key. Letters and figures
that have to be written anyway (names, numbers) are the same for both and are counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PIL import Image

from counter_app.bootstrap import keeping_backend
from counter_app.cli.commands import workstation_file
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.transfer.batch import BatchState
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_OFFICE, DEMO_WORKSTATION, create_sample_office
from counter_app.services.inspection.lists import InspectionList, inspection_lists
from counter_app.services.office import offices
from counter_app.services.papers import delivery, issuing
from counter_app.services.platform import platform_filing
from counter_app.services.ports import Backend, WindowState
from counter_app.services.scans import scans
from counter_app.services.transfer import batches
from counter_app.settings import WorkstationFile
from tests.cases_kept import todays_cases
from tests.fakes.memory_backend import intake_of
from tests.journeys.display import Screen
from tests.journeys.sight import Mouse

POST: Final = DEMO_WORKSTATION.post
SAMPLE: Final[Mapping[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "samples/01-complete.json").read_text("utf-8")
)
SCHOOL, HOSPITAL, PARKING, HOTEL, NEW = (
    "大关县第一中学",
    "大关县人民医院",
    "大关县望川停车场",
    "大关县云上民宿",
    "大关县石桥商贸有限公司",
)
OFFICERS, TEAM, PRESENT, CAMERA = "刘强530001、张强530002", "翠华派出所", "赵某", "DSJ-01"
NUMBER: Final = "530624202600000123"
RECEIPTS: Final = tuple(f"BS{datetime.now(ZoneInfo(DEMO_OFFICE.time_zone)).year}-000{place}" for place in (1, 2))
"""What is printed as a barcode on the receipts of the two units on file."""
OTHER_CLERK: Final = "王示例"
WRITTEN: Final = (
    NEW + SCHOOL + HOSPITAL + PARKING + OFFICERS + TEAM + PRESENT + SAMPLE["agent"]["name"] + "翠华路一楼东门"
)
"""Every character that is written, for the keyboard of the display."""


class Keys:
    """A hand at the keyboard, which counts."""

    def __init__(self, screen: Screen, reader_of_screen: Mouse) -> None:
        """What is in sight is only looked at where one looks: whether a page has come."""
        self._screen = screen
        self.seen = reader_of_screen
        self.acts = 0
        self.letters = 0

    def press(self, *keys: str) -> None:
        """Press keys one after another; two held together are one."""
        self.acts += len(keys)
        for key in keys:
            self._screen.press(key)
            self.seen.rest()

    def write(self, *texts: str, beat: float = 0.12) -> None:
        """Write into the field that has the keyboard, and Enter after each."""
        for text in texts:
            self.acts += 1
            self.letters += len(text)
            self._screen.type_and_go_on(text, letters=12, beat=beat)
            self.seen.rest()

    def type(self, text: str) -> None:
        """Write into the field that has the keyboard."""
        self.letters += len(text)
        self._screen.type(text, letters=12)
        self.seen.rest()

    def find(self, words: str) -> None:
        """Look until a page has come."""
        self.seen.find(words)

    def wait_for(self, part: str) -> None:
        """Look until something has come that has `part` in its name."""
        self.seen.wait_for(part)


@dataclass(frozen=True)
class Office:
    """A sample office on disk, asked after each task."""

    folder: Path
    references: Mapping[str, str]
    """By the name of the unit."""

    def look(self, ask: Callable[[Backend], Any]) -> Any:
        """Ask the database."""
        with keeping_backend(self.folder) as backend:
            return ask(backend)

    def is_in(self, unit: str, state: FilingState) -> bool:
        """Whether the case of a unit has come to a state."""
        return bool(self.look(lambda backend: cases.load_case(backend, self.references[unit])).filing.state is state)

    def newest(self) -> Any:
        """The case opened last today."""
        lines = sorted(self.look(todays_cases), key=lambda line: line.received_at)
        return self.look(lambda backend: cases.load_case(backend, lines[-1].reference)).filing

    @property
    def in_front(self) -> str:
        """The reference of the case in front."""
        return str(self.look(lambda backend: cases.load_window_state(backend, post=POST)).active)


def make_office(folder: Path) -> Office:
    """An office with two units on file, one told what is missing, and one whose papers have just been judged."""
    references: dict[str, str] = {}
    with keeping_backend(folder) as backend:
        create_sample_office(backend)
        today = offices.office_time(backend, DEMO_OFFICE).day

        def open_one(unit: str, received_on: date, *, complete: bool) -> str:
            content = json.loads(json.dumps(SAMPLE))
            content["received_on"] = received_on.isoformat()
            content["unit"]["name"], content["system"]["address"] = unit, f"{unit}一楼"
            if not complete:
                del content["system"]["retention_days"]
                content["materials"]["authorization_letter"] = {"state": "rejected", "defects": ["not_sealed"]}
            intake = intake_of(content, backend.forms.current())
            references[unit] = cases.open_case(backend, post=POST, intake=intake).filing.reference
            return references[unit]

        for place, unit in enumerate((SCHOOL, HOSPITAL), 1):
            reference = open_one(unit, today - timedelta(days=4 - place), complete=True)
            scans.attach_scan(backend, reference, "authorization_letter", _picture(), post=POST)
            issuing.issue_receipt(backend, reference, post=POST)
            platform_filing.file_case(backend, reference, f"53062420260000000{place}", post=POST)
        issuing.issue_notice(backend, open_one(PARKING, today - timedelta(days=1), complete=False), post=POST, kept=())
        hotel = open_one(HOTEL, today, complete=False)
        cases.save_window_state(backend, WindowState((hotel,), hotel), post=POST)
    WorkstationFile(folder).save(replace(DEMO_WORKSTATION, clerks=f"{DEMO_WORKSTATION.clerk}\t\n{OTHER_CLERK}\t"))
    return Office(folder, references)


def _picture() -> bytes:
    octets = BytesIO()
    Image.new("L", (827, 1169), 255).save(octets, "PNG")
    return octets.getvalue()


@dataclass(frozen=True)
class Task:
    """One task: how it is done by either hand, and what has come of it then."""

    name: str
    by_keys: Callable[[Keys], None]
    by_mouse: Callable[[Mouse], None]
    done: Callable[[Office], bool]
    seen: str = ""
    """Words that are in sight when it is done, where that is what it is for."""


# Notice ---------------------------------------------------------------------------------------------------------------


def _notice_by_keys(hand: Keys) -> None:
    hand.find("材料核对")
    hand.press("F8")
    hand.find("退还申请人")
    hand.press("Return")
    hand.find("当场签收")
    hand.press("Return")


def _notice_by_mouse(hand: Mouse) -> None:
    hand.click("打印一次性告知书（2份）")
    hand.click("退还申请人")
    hand.click("当场签收")


def _is_served(office: Office) -> bool:
    papers = office.look(lambda backend: delivery.notices_with_deliveries(backend, office.references[HOTEL]))
    return bool(papers) and papers[0][1] is not None


# A complete filing ----------------------------------------------------------------------------------------------------


def _to_key(seen: Mouse) -> int:
    """How many items are to be keyed into the platform: 已录 0/13."""
    seen.find("复制并勾选")
    return next(int(one.name.partition("/")[2]) for one in seen.look() if one.name.startswith("已录 0/"))


def _filing_by_keys(hand: Keys) -> None:
    unit, agent, system = SAMPLE["unit"], SAMPLE["agent"], SAMPLE["system"]
    hand.press("ctrl+n")
    hand.find("材料不齐全，需补正8项")
    hand.write(NEW, "3", unit["uscc"], agent["name"], "1", agent["id_number"], agent["phone"], "commerce")
    hand.write(system["in_use_since"], "翠华路", " ", "1")
    hand.type("30")
    hand.press("ctrl+Return", "Insert")
    hand.write("一楼东门", "2")
    hand.press("ctrl+Return", "space", "Down", "space", "F9")
    hand.find("材料齐全，已出具收件凭证")
    hand.press("F11")
    hand.press(*["space"] * _to_key(hand.seen))
    hand.find("备案并打印回执")
    hand.write(NUMBER)


def _filing_by_mouse(hand: Mouse) -> None:
    unit, agent, system = SAMPLE["unit"], SAMPLE["agent"], SAMPLE["system"]
    hand.click("新建受理", "push button", nth=0)
    hand.write("单位名称", NEW)
    hand.choose("单位类型", "企业")
    hand.write("统一社会信用代码", unit["uscc"])
    hand.write("经办人姓名", agent["name"])
    hand.choose("证件类型", "居民身份证")
    hand.write("证件号码", agent["id_number"])
    hand.write("联系电话", agent["phone"])
    hand.choose("场所类别", "商贸中心")
    hand.write("投入使用日期", system["in_use_since"])
    hand.write("系统建设位置", "翠华路")
    hand.click("功能类型：视频监控")
    hand.write("图像采集设备数量", "1")
    hand.write("视频图像信息存储期限(天)", "30")
    hand.click("添加一行")
    hand.type("一楼东门")
    hand.click_cell(1, times=2)
    hand.click("半球", "list item")
    hand.click("经办人身份证件：合格")
    hand.click("加盖单位公章的委托办理备案授权书：合格")
    hand.click("收件凭证")
    hand.click("录入平台")
    for _item in range(_to_key(hand)):
        hand.click("复制并勾选")
    hand.write("备案编号", NUMBER)
    hand.click("备案并打印回执")


def _is_filed(office: Office) -> bool:
    filing = office.newest()
    return filing.state is FilingState.FILED and filing.platform_number == NUMBER


# A return visit -------------------------------------------------------------------------------------------------------


def _return_by_keys(hand: Keys) -> None:
    hand.press("ctrl+k")
    hand.type("wctcc")
    hand.find(f"{PARKING}，待补正")
    hand.press("Return")
    hand.find("前次已告知")
    hand.type("30")
    hand.press("F7", "Down", "n", "space", "F9")


def _return_by_mouse(hand: Mouse) -> None:
    hand.click("查找单位、业务、检查、编号")
    hand.type("wctcc")
    hand.find(f"{PARKING}，待补正", "list item")
    hand.click("打开")
    hand.find("前次已告知")
    hand.write("视频图像信息存储期限(天)", "30")
    hand.click("加盖单位公章的委托办理备案授权书：合格")
    hand.click("收件凭证")


# Finding, looking at a scan -------------------------------------------------------------------------------------------


def _find_by_keys(hand: Keys) -> None:
    hand.press("ctrl+k")
    hand.type("rmyy")
    hand.find(f"{HOSPITAL}，已备案")
    hand.press("Return")


def _find_by_mouse(hand: Mouse) -> None:
    hand.click("查找单位、业务、检查、编号")
    hand.type("rmyy")
    hand.find(f"{HOSPITAL}，已备案", "list item")
    hand.click("打开")


def _scan_by_keys(hand: Keys) -> None:
    hand.press("ctrl+shift+s")


def _scan_by_mouse(hand: Mouse) -> None:
    hand.click("加盖单位公章的委托办理备案授权书的扫描件1")


# A change -------------------------------------------------------------------------------------------------------------


def _change_by_keys(hand: Keys) -> None:
    hand.press("ctrl+shift+n")
    hand.find("还没有变更")
    hand.press("ctrl+Return", "ctrl+Return", *["Return"] * 5)
    hand.type("90")
    hand.press("ctrl+Return", "ctrl+Return", "space", "Down", "space", "F9")


def _change_by_mouse(hand: Mouse) -> None:
    hand.click("更多", "push button", nth=0)
    hand.click("办理备案变更", "tree item")
    hand.find("还没有变更")
    hand.write_over("视频图像信息存储期限(天)", "90")
    hand.click("经办人身份证件：合格")
    hand.click("加盖单位公章的委托办理备案授权书：合格")
    hand.click("收件凭证")


def _is_changed(office: Office) -> bool:
    filing = office.newest()
    return filing.kind is FilingKind.CHANGE and filing.state is FilingState.COMPLETE


# A batch --------------------------------------------------------------------------------------------------------------


def _batch_by_keys(hand: Keys) -> None:
    hand.press("ctrl+5")
    hand.find("新建批次")
    hand.press("n")
    hand.find("扫描条码")
    for place, number in enumerate(RECEIPTS, 1):
        hand.write(number)
        hand.find(f"{place} / {place}")
    hand.press("F9")
    hand.find("打印清单、封面")
    hand.press("F9")
    hand.find("不附电子数据包，打印清单")
    hand.press("Return")
    hand.wait_for("③ 清单已出具")
    hand.press("F11")
    hand.find("移交人")
    hand.press("Return")


def _batch_by_mouse(hand: Mouse) -> None:
    hand.click("移交", "check box")
    hand.click("新建批次")
    for place, number in enumerate(RECEIPTS, 1):
        hand.write("扫描条码", number)
        hand.click("录入")
        hand.find(f"{place} / {place}")
    hand.click("锁定批次")
    hand.click("打印清单、封面")
    hand.click("不附电子数据包，打印清单")
    hand.wait_for("③ 清单已出具")
    hand.click("登记移交")
    hand.find("移交人")
    hand.click("登记移交")


def _is_handed_over(office: Office) -> bool:
    def ask(backend: Backend) -> bool:
        lines = batches.batch_lines(backend)
        return bool(lines) and batches.batch_view(backend, lines[0].batch_id).batch.state is BatchState.HANDED_OVER

    return bool(office.look(ask))


# An inspection and its order ------------------------------------------------------------------------------------------


def _inspection_by_keys(hand: Keys) -> None:
    hand.press("ctrl+6")
    hand.find("安排检查")
    hand.press("n")
    hand.find("查找已备案的系统")
    hand.type("dyzx")
    hand.find(f"单位：{SCHOOL}")
    hand.press("Return", "F6")
    hand.write(OFFICERS, TEAM)
    hand.press("F9")
    hand.find(f"单位：{SCHOOL}")
    hand.press("Return")
    hand.find("检查情况和签名")
    hand.press("1", "2", "1", "F6")
    hand.write("0010", "0130")
    hand.press("ctrl+Return", "ctrl+Return")
    hand.write(PRESENT, "", "", "1")
    hand.press("ctrl+Return")
    hand.type(CAMERA)
    hand.press("F9")


def _inspection_by_mouse(hand: Mouse) -> None:
    hand.click("检查", "check box")
    hand.click("安排检查")
    hand.write("查找已备案的系统", "dyzx")
    hand.find(f"单位：{SCHOOL}")
    hand.click("选入：未选", nth=0)
    hand.write("检查人员", OFFICERS)
    hand.write("检查单位", TEAM)
    hand.click("检查笔录（预填）")
    hand.click(f"单位：{SCHOOL}", "cell", times=2)
    for found in ("符合", "不符合", "符合"):
        hand.click(found, "check box")
    hand.click("检查情况和签名")
    hand.write("开始时间", "0010")
    hand.write("结束时间", "0130")
    hand.write("在场人员", PRESENT)
    hand.choose("笔录签名", "已签名")
    hand.write("执法记录仪编号", CAMERA)
    hand.click("出具笔录")


def _is_recorded(office: Office) -> bool:
    known = office.look(lambda backend: inspection_lists(backend).lists[InspectionList.DONE])
    return len(known) == 1


def _order_by_keys(hand: Keys) -> None:
    hand.find("制作通知书")
    hand.press("F9")
    hand.find("出具并打印")
    hand.press("F9")


def _order_by_mouse(hand: Mouse) -> None:
    hand.click("制作通知书")
    hand.click("出具并打印")


def _is_ordered(office: Office) -> bool:
    return len(office.look(lambda backend: inspection_lists(backend).lists[InspectionList.AGAIN])) == 1


# A change of clerk ----------------------------------------------------------------------------------------------------


def _clerk_by_keys(hand: Keys) -> None:
    hand.press("ctrl+shift+k")
    hand.find(OTHER_CLERK)
    hand.press("2")


def _clerk_by_mouse(hand: Mouse) -> None:
    hand.click("菜单", "push button")
    hand.click("换人办理", "tree item")
    hand.click(OTHER_CLERK, "push button")


TASKS: Final = (
    Task(
        "issue the notice of a case that lacks two items, record how it was served",
        _notice_by_keys,
        _notice_by_mouse,
        _is_served,
    ),
    Task(
        "file a complete case: open, key in, judge the papers, receipt, platform, filing receipt",
        _filing_by_keys,
        _filing_by_mouse,
        _is_filed,
    ),
    Task(
        "return visit: open the case, enter what was missing, accept the new paper, receipt",
        _return_by_keys,
        _return_by_mouse,
        lambda office: office.is_in(PARKING, FilingState.COMPLETE),
    ),
    Task(
        "find a unit and open its case",
        _find_by_keys,
        _find_by_mouse,
        lambda office: office.in_front == office.references[HOSPITAL],
    ),
    Task("look at a scan of the case in front", _scan_by_keys, _scan_by_mouse, lambda _office: True, seen="扫描件"),
    Task("change of a filing: one value, judge the papers, receipt", _change_by_keys, _change_by_mouse, _is_changed),
    Task(
        "batch of two cases: number by number, close, print, hand over",
        _batch_by_keys,
        _batch_by_mouse,
        _is_handed_over,
    ),
    Task(
        "inspection: plan, print, enter three findings, issue the record",
        _inspection_by_keys,
        _inspection_by_mouse,
        _is_recorded,
    ),
    Task("order to correct what the record found", _order_by_keys, _order_by_mouse, _is_ordered),
    Task(
        "change of clerk",
        _clerk_by_keys,
        _clerk_by_mouse,
        lambda office: workstation_file(office.folder).load().clerk == OTHER_CLERK,
    ),
)
