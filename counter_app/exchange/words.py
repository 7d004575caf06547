"""Words for cells that have nothing to read."""

from __future__ import annotations

from counter_app.exchange.inspection import UNCOMPUTED


def words_for_blanked(why: str) -> str:
    """Why the reader gave a blank: an error value, or a formula whose result was never stored."""
    if why == UNCOMPUTED:
        return "是没有算出结果的公式，打开工作簿后保存一次，或改填内容"
    return f"是错误值{why}，改填内容"
