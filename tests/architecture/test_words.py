"""What clerks and applicants read is in the terms of the trade: words that were coined here once do not come back."""

import pytest

from counter_app import paths
from tests.architecture.test_acts import KEY
from tests.law.told import FORMS, everything, form_files, form_texts

COINED = {
    "下班核对": "日终核对",
    "日清单": "窗口业务日结表",
    "缺项列表": "待补正内容",
    "补法": "补正方式",
    "打开的件": "已打开的业务",
    "换一件办": "切换业务",
    "连续受理": "打印后自动新建",
    "退还还是留存": "退还或收存",
    "怎样送达": "登记送达方式",
    "封批": "锁定批次",
    "解散": "撤销批次",
    "重开": "解锁批次",
    "打电子包": "生成电子数据包",
    "已扫过": "重复扫码",
    "未扫到": "未扫码",
    "手里": "纸质材料",
    "没有读出来": "读取失败",
    "没有查成": "查询失败",
    "读不出来": "无法读取",
    "备案经过": "备案历史",
    "全部记录": "历史记录",
    "调入": "带出已有信息",
    "其余重点项目符合": "每一项各自判定",
    "免填单": "代填表",
    "索要": "要求提供",
    "未兑现": "未一次性告知",
    "放行": "批准",
    "时钟没有错": "系统时间无误",
    "字库里没有": "生僻字",
    "选了就用": "立即生效",
    "批次案件": "批次材料",
    "没有案件": "没有材料",
    "组批中": "编组中",
    "另行组批": "另行编组批次",
    "打包": "生成电子数据包",
    "移交包": "电子数据包",
    "新受理": "新建受理",
    "挂起": "暂存",
    "移送": "移交办案部门",
    "新交来": "重新提交",
    "那一件": "该件",
    "最后一日": "截止日期",
    "没有存上": "没有保存",
    "没有读懂": "无法识别",
    "读不了": "无法读取",
    "显示不了": "无法显示",
    "写不了": "无法写入",
    "给号": "编号",
    "大得不合常理": "超出正常大小",
    "套得太深": "嵌套过深",
    "技术人员": "维护人员",
}
"""The word of before and the one that stands for it now (section 4 of the legal review, and the reading after it)."""

FORMER = ("counter_app/documents/table_sources.py", "counter_app/documents/inspection_tables.py")
"""Know what columns and conclusions were called, for papers issued before."""


@pytest.mark.parametrize("word", COINED)
def test_a_coined_word_is_told_to_nobody(word):
    told = [f"{place}: {text}" for place, text in everything() if word in text]
    assert [one for one in told if not one.startswith(FORMER)] == [], f"say {COINED[word]}"


ABOUT_DEVICES = "forms/inspection/2025-05/items.toml"
"""What is inspected speaks of weak 口令 of cameras and platforms, as the standards do."""


def test_the_pin_has_one_name_on_screens_and_in_the_manual():
    manual = [(path.name, path.read_text("utf-8")) for path in sorted((paths.resources_dir() / "manual").glob("*.md"))]
    assert any("PIN" in text for _place, text in manual)
    told = [f"{place}: {text}" for place, text in [*everything(), *manual] if "口令" in text]
    assert [one for one in told if not one.startswith(ABOUT_DEVICES)] == [], "say PIN"


def test_no_form_or_paper_names_a_key():
    """A paper has none, and a form is shown on a command line too."""
    named = [
        f"{path.relative_to(FORMS)}: {text}" for path in form_files() for text in form_texts(path) if KEY.search(text)
    ]
    assert named == []
