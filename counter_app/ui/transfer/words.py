"""What the page of a batch says of it, and how it reads what is typed."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.reading import read_whole_number
from counter_app.domain.transfer.batch import BatchState, TransferBatch
from counter_app.services.ports import BatchCase
from counter_app.services.transfer.batches import BatchView

KEYS: Final = {
    "reopen": "F4",
    "leave_out": "Del",
    "first": "F6",
    "contents": "F7",
    "labels": "F8",
    "second": "F9",
    "archive": "F10",
    "third": "F11",
}
"""The keys of a batch; what each does depends on the state of the batch."""


def as_pages(text: str) -> int | None:
    """Digits that no barcode of ours is: how many pages the case just scanned has."""
    return read_whole_number(text) if len(text) <= len("9999") else None


def codes_of(case: BatchCase) -> tuple[str, ...]:
    """Whatever a scan of this case may read."""
    return (case.reference, *(number.barcode for number in case.papers))


def returned_words(batch: TransferBatch) -> str:
    """What became of the cases of a settled batch."""
    returned = len(batch.returned)
    return f"退回的{returned}件在待移交中，期限照原日期计算" if returned else "材料已全部接收"


def steps_words(view: BatchView) -> str:  # noqa: PLR0911 - one return a state
    """Where the batch is on its way, and what comes next."""
    batch = view.batch
    first, second, third = KEYS["first"], KEYS["second"], KEYS["third"]
    match batch.state:
        case BatchState.OPEN:
            return f"下一步：材料逐件扫完后，按 {second} 锁定批次。未扫码的会列出来，可以继续查找，也可以移出本批次"
        case BatchState.CLOSED if not batch.issued and batch.package is None:
            return f"① 已锁定   ② 按 {first} 生成电子数据包，或按 {second} 不附电子数据包   ③ 打印清单   ④ 登记移交"
        case BatchState.CLOSED if not batch.issued:
            return f"① 已锁定   ② 电子数据包已生成   ③ 按 {second} 打印移交清单（2份）和封面   ④ 登记移交"
        case BatchState.CLOSED:
            package = "电子数据包已生成" if batch.package is not None else "不附电子数据包"
            return f"① 已锁定   ② {package}   ③ 清单已出具   ④ 双方在清单上签字后，按 {third} 登记移交"
        case BatchState.HANDED_OVER:
            return f"{batch.handed_over_by}已移交，等待科技信息化部门接收；收到签字的清单后，按 {third} 登记接收结果"
        case BatchState.SETTLED:
            return f"已办结。{returned_words(batch)}"
        case BatchState.DISSOLVED:
            return "已撤销，材料回到待移交"
