"""Words for cells that have nothing to read."""

from __future__ import annotations

from counter_app.exchange.intake.sheet_parsing import NO_DATE, UNCOMPUTED


def words_for_blanked(why: str) -> str:
    """Why the reader gave a blank: an error value, a formula whose result was never stored, a date that is none."""
    if why == UNCOMPUTED:
        return "是没有算出结果的公式，打开工作簿后保存一次，或改填内容"
    if why == NO_DATE:
        return "按日期显示，里面的数字却不是日期，重新填写"
    return f"是错误值{why}，改填内容"
