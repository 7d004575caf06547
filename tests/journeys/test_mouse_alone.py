"""The first start by mouse alone: from an empty folder to the first notice that was signed for, and the second visit.

Nothing is pressed but what has to be written. What follows, from the complete case to the order, is done by mouse in
`test_ten_tasks.py`. Long: it runs with the long trials.
"""

import os
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.papers import delivery
from tests.cases_kept import todays_cases
from tests.journeys.display import until
from tests.journeys.reading import pdf_text
from tests.journeys.sight import Mouse, can_be_seen, seen_screen

pytestmark = [pytest.mark.soak, can_be_seen]

UNIT, AGENT, PLACE = "大关县示例商贸有限公司", "李翠", "大关县翠华路"
LETTER = "加盖单位公章的委托办理备案授权书"
OFFICE, CLERK, DOOR = "大关县公安局", "王敏", "一楼东门"


def looked(data, look):
    with keeping_backend(data) as backend:
        return look(backend)


def the_case(data):
    """The one case of the day, None before it was opened."""
    lines = looked(data, todays_cases)
    return looked(data, lambda backend: cases.load_case(backend, lines[0].reference)).filing if lines else None


@pytest.fixture
def hand(printer):
    """A hand at the mouse of a screen with a printer, before a program that starts for the first time."""
    with seen_screen(**printer.environment) as (screen, reader):
        screen.learn(UNIT + AGENT + PLACE + OFFICE + CLERK + DOOR)
        yield Mouse(screen, reader, screen.open_window(Path(os.environ["COUNTER_APP_DATA"])))


def set_up(hand):
    hand.write("机关名称", OFFICE)
    hand.write("联系电话", "0870-5620110")
    hand.click("下一步")
    hand.find("人民法院")
    hand.click("下一步")
    hand.write("工作人员", CLERK)
    hand.click("保存，开始受理")


def key_in_all_but_the_days(hand):
    hand.click("新建受理", "push button", nth=0)
    hand.write("单位名称", UNIT)
    hand.choose("单位类型", "企业")
    hand.write("统一社会信用代码", "91530624MA6K3R7Q38")
    hand.write("经办人姓名", AGENT)
    hand.choose("证件类型", "居民身份证")
    hand.write("证件号码", "530624199003071217")
    hand.choose("场所类别", "商贸中心")
    hand.write("系统建设位置", PLACE)
    hand.click("功能类型：视频监控")
    hand.write("图像采集设备数量", "1")
    hand.click("添加一行")
    hand.type(DOOR)
    hand.click_cell(1, times=2)
    hand.click("半球", "list item")


def test_from_an_empty_folder_to_a_notice_and_the_return_visit(hand, printer):
    data = Path(os.environ["COUNTER_APP_DATA"])
    set_up(hand)
    key_in_all_but_the_days(hand)
    hand.click("经办人身份证件：合格")
    hand.click(f"{LETTER}：不合格")
    hand.click(f"{LETTER}：未加盖单位公章")
    hand.click("打印一次性告知书（2份）")
    hand.click("退还申请人")
    hand.click("当场签收")
    until(lambda: the_case(data).state is FilingState.DEFICIENT, "no notice was issued")
    office = looked(data, offices.load_office)
    assert (office.name, office.division, office.prefix) == (OFFICE, "530624", "大公（视）")
    until(lambda: len(printer.jobs()) == 1 and printer.jobs()[0].pdf.is_file(), "nothing was printed")
    notice = pdf_text(printer.jobs()[0].pdf)
    assert "填写视频图像信息存储期限" in notice
    assert "未加盖单位公章" in notice

    def served():
        [(_paper, how)] = looked(
            data, lambda backend: delivery.notices_with_deliveries(backend, the_case(data).reference)
        )
        return how is not None

    until(served, "how it was served was not recorded")

    hand.click(f"关闭{UNIT}")
    hand.click(f"单位：{UNIT}", "cell", times=2)
    hand.find("前次已告知")
    hand.write("视频图像信息存储期限(天)", "30")
    hand.click(f"{LETTER}：合格")
    hand.find("材料齐全，可以备案")
    hand.click("收件凭证")
    until(lambda: the_case(data).state is FilingState.COMPLETE, "no receipt was issued")
    kept = the_case(data).answers
    assert (kept.get("unit.name"), kept.get("agent.name"), kept.get("system.address")) == (UNIT, AGENT, PLACE)
    [camera] = kept.rows("devices")
    assert {key.rpartition(".")[2]: raw for key, raw in camera.raw.items() if raw} == {
        "location": DOOR,
        "device_type": "dome",
    }
