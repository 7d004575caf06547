"""Code lists of the forms of inspections whose entries the program itself acts upon: no file changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from counter_app.domain.forms.forms import Choice, CodeList
from counter_app.domain.inspection.correction import Conclusion
from counter_app.domain.inspection.inspections import Formality, InspectionKind, SignedAs
from counter_app.domain.inspection.tips import TipCategory

PROVEN: Final = "yes"
"""The code of a refusal to correct that is proven."""

CONFIRMED: Final = "yes"
"""The code of 属实."""

CLOSED_LISTS: Final[Mapping[str, CodeList]] = {
    found.key: found
    for found in (
        CodeList(
            "conclusion",
            tuple(Choice(one.value, one.label) for one in Conclusion if one is not Conclusion.REFUSED),
        ),
        CodeList("refusal", (Choice("no", "不能认定拒不改正"), Choice(PROVEN, "拒不改正（有证据）"))),
        CodeList("inspection_kind", tuple(Choice(one.value, one.label) for one in InspectionKind)),
        CodeList(
            "signing",
            (
                Choice(SignedAs.SIGNED.value, "已签名"),
                Choice(SignedAs.REFUSED.value, "拒绝签名"),
                Choice(SignedAs.ABSENT.value, "无人在场"),
                Choice(SignedAs.ON_PRINT.value, "打印后签名"),
            ),
        ),
        CodeList("formalities", tuple(Choice(one.value, one.label) for one in Formality)),
        CodeList("tip_category", tuple(Choice(one.value, one.label, one.basis) for one in TipCategory)),
        CodeList("tip_confirmed", (Choice(CONFIRMED, "属实"), Choice("no", "不属实"))),
    )
}
