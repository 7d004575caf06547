"""What clerks and applicants read is in the terms of the trade: words that were coined here once do not come back."""

import pytest

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
}
"""The word of before and the one that stands for it now (section 4 of the legal review)."""

FORMER_COLUMNS = "counter_app/documents/table_sources.py"
"""Knows what columns were called, for papers issued before."""


@pytest.mark.parametrize("word", COINED)
def test_a_coined_word_is_told_to_nobody(word):
    told = [f"{place}: {text}" for place, text in everything() if word in text]
    assert [one for one in told if not one.startswith(FORMER_COLUMNS)] == [], f"say {COINED[word]}"


def test_no_form_or_paper_names_a_key():
    """A paper has none, and a form is shown on a command line too."""
    named = [
        f"{path.relative_to(FORMS)}: {text}" for path in form_files() for text in form_texts(path) if KEY.search(text)
    ]
    assert named == []
