"""The documents that are printed: their titles, and the kind of form each belongs to."""

from typing import Final

TITLES: Final = {
    "deficiency_notice": "一次性告知书",
    "deficiency_notice_large": "一次性告知书（大字版）",
    "material_receipt": "收件凭证",
    "platform_sheet": "平台录入单",
    "filing_receipt": "备案回执",
    "change_receipt": "变更回执",
    "information_sheet": "备案基本信息表",
    "authorization_letter": "委托办理备案授权书",
    "day_sheet": "窗口业务日结表",
    "statistics_sheet": "业务统计表",
    "transfer_list": "移交清单",
    "transfer_cover": "移交批次封面",
    "case_contents": "卷内目录",
    "spine_labels": "脊签",
    "inspection_record": "检查笔录",
    "inspection_guide": "检查要点提示",
    "correction_order": "责令改正通知书",
    "order_stub": "责令改正通知书存根",
    "reinspection_record": "复查记录",
    "tip_record": "举报核查记录",
}
"""The documents this edition can print, in the order in which they are listed."""

RECOVERY_SHEET: Final = "recovery_sheet"
PRINT_TITLES: Final = {**TITLES, RECOVERY_SHEET: "数据恢复单"}
"""What is printed, by title: the documents, and the recovery sheet, which has no template and is kept by nobody."""

NOTICE: Final = "deficiency_notice"
LARGE_NOTICE: Final = "deficiency_notice_large"
"""The same notice in large letters (大字版): printed from what the notice froze, never issued by itself."""

FORM_KINDS: Final = {
    "change_receipt": "change",
    **dict.fromkeys(("transfer_list", "transfer_cover", "case_contents", "spine_labels"), "transfer"),
    "correction_order": "inspection",
    "order_stub": "inspection",
    "inspection_record": "inspection/record",
    "inspection_guide": "inspection/record",
    "reinspection_record": "inspection/reinspection",
    "tip_record": "inspection/tip",
}
"""The kind of form a document belongs to, where it is not `filing`."""


def form_kind(document: str) -> str:
    """The kind of form beside which the template of `document` stands."""
    return FORM_KINDS.get(document, "filing")
