"""How a notice reached the applicant (送达): signed for, refused with proof of it, or read aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal


class DeliveryWay(Labelled):
    """当场签收, 拒绝签收, 当面宣读或发送到申请人手机."""

    SIGNED = "signed", "当场签收"
    REFUSED = "refused", "拒绝签收"
    READ_ALOUD = "read_aloud", "当面宣读"


class IncompleteDelivery(Refusal):
    """A refusal to sign was to be recorded without its reason or its proof; `part` is `reason` or `witness`."""

    def __init__(self, part: str, sentence: str, remedy: str) -> None:
        """Say which of the two is missing."""
        super().__init__(sentence, remedy)
        self.part = part


@frozen
class Delivery:
    """One entry about one paper. `at` is UTC and aware.

    A refusal to sign has a `reason`, and is proved by a `witness` or by the file of a `recording`.
    """

    paper_id: str
    way: DeliveryWay
    at: datetime
    clerk: str
    window: str
    reason: str = ""
    witness: str = ""
    recording: str = ""


def checked(delivery: Delivery) -> Delivery:
    """The entry as it is kept: blanks taken off, nothing beside a signature.

    Raises `IncompleteDelivery` for a refusal without its reason, or without a witness and a recording.
    """
    if delivery.way is not DeliveryWay.REFUSED:
        return Delivery(delivery.paper_id, delivery.way, delivery.at, delivery.clerk, delivery.window)
    reason, witness, recording = map(read_text, (delivery.reason, delivery.witness, delivery.recording))
    if not reason:
        raise IncompleteDelivery("reason", "填写拒收原因", "申请人不说的，写明“未说明理由”")
    if not witness and not recording:
        raise IncompleteDelivery(
            "witness", "填写见证人，或填写录音录像的文件", "在场的人都可以见证；窗口有录音录像的，写明文件名"
        )
    return replace(delivery, reason=reason, witness=witness, recording=recording)
