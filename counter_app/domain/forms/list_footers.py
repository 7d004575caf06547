"""Rows below a list that hold no item of it: totals and the lines for those who filled it in and signed it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Final

from counter_app.domain.basics.reading import half_width, read_text

_TOTAL: Final = (
    r"(?:本页)?(?:合计|总计|小计|共计|累计)(?:数量|台数|总数|设备)?(?=$|[\d::(,]|共)|共(?:计)?(?=\d+[台个套路])"
)
_SIGNED: Final = (
    r"(?:填表|填报|制表|制单|经办|审核|复核|审批|单位负责|负责|联系)(?:人|者)?(?:签字|签名|签章)?|(?:填表|填报|制表|审核)(?:单位|日期|时间)"
    r"|(?:单位|公司)?(?:盖章|公章|签章)|(?:单位|填报单位)\((?:盖章|公章|签章)\)|(?:年月)?日期|签字|签名|联系电话|备注|说明|注"
)
_FOOTER: Final = partial(re.compile, rf"(?:{_TOTAL}|(?:{_SIGNED})(?=$|[:(]))")
_FIRST: Final = frozenset("本合总小共累填制经审复单负联公盖签年日备说注")
"""What a footer begins with: nearly no row of a long list has to be looked at twice."""


def footer_label(cells: Iterable[object]) -> str | None:
    """合计 or 填表人, where the first of `cells` that says anything in words says no more than that; else None."""
    for cell in cells:
        if isinstance(cell, str) and cell and not cell.isspace():
            start = cell[0]
            # What is not seen is not printable; a full-width blank is neither.
            if start in _FIRST or start == " " or not start.isprintable():
                found = _FOOTER().match("".join(half_width(read_text(cell)).split()))
                return found[0] if found else None
            return None
    return None
