"""The recovery sheet (恢复单) as blocks: how the code is kept, the code, and how it is used."""

from __future__ import annotations

from typing import Final

from counter_app.documents.blocks import (
    Code,
    Column,
    Document,
    Fit,
    Grid,
    GridEntry,
    GridSection,
    Heading,
    Layout,
    Paragraph,
    Run,
    Signatory,
    Signatures,
    Table,
)
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.office.recovery_code import recovery_code
from counter_app.domain.office.recovery_sheet import RecoverySheet

TITLE: Final = "数据恢复单"
_A_ROW: Final = 5
"""Groups of the code in a row of its table."""

_WHY: Final = (
    "备案数据已经加密，密钥只存在窗口电脑的用户设置里。电脑损坏、重装系统、更换电脑或者用户时，"
    "数据和备份要用下面的恢复码才能打开。没有本单，数据无法找回。"
)
_KEEP: Final = (
    "装入信封密封，封口处签名、盖章，由机关保管。拿到本单和数据的人可以打开全部数据：不拍照、不扫描、不存入电脑。"
)
_USE: Final = (
    "打开程序，在“数据没有打开”页面输入恢复码，字母不分大小写，0 和 O、1 和 I 不必区分，空格可以省略；"
    "也可以用扫码枪扫描二维码。用后重新密封。"
)


def recovery_document(sheet: RecoverySheet) -> Document:
    """One page."""
    code = recovery_code(sheet.key)
    groups = code.split(" ")
    rows = []
    for start in range(0, len(groups), _A_ROW):
        row = groups[start : start + _A_ROW]
        rows.append((f"{start + 1}至{start + len(row)}", *row, *[""] * (_A_ROW - len(row))))
    columns = (Column("组", 1.4, centred=True), *(Column(str(n), 1.6, centred=True) for n in range(1, _A_ROW + 1)))
    printed = f"{chinese_date(sheet.printed_at.date())}{sheet.printed_at.hour}时{sheet.printed_at.minute}分"
    about = GridSection(
        "", (GridEntry("密钥名称", sheet.key_id), GridEntry("打印窗口", sheet.window), GridEntry("打印时间", printed))
    )
    return Document(
        TITLE,
        Layout.SHEET,
        (
            _said(_WHY),
            Grid((about,)),
            Heading("恢复码"),
            Table(columns, tuple(rows)),
            Code(code, ("扫码录入与手工输入相同。", "每组第五位是校验位，输错时程序会指出是第几组。")),
            Heading("怎样保管"),
            _said(_KEEP),
            Heading("怎样使用"),
            _said(_USE),
            Signatures((Signatory("打印人"), Signatory("封存人"))),
        ),
        heading=sheet.office,
        copies_note="一份，密封保管",
        fit=Fit.PAGE,
    )


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),), indent=False)
