"""Files attached to inspections, orders and tips (第十三条): signed transcripts, photographs; kept beside the scans."""

from __future__ import annotations

import uuid
from pathlib import Path

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.inspection.correction import OrderState
from counter_app.domain.inspection.tips import TipState
from counter_app.services.office.offices import act
from counter_app.services.ports import (
    Attachment,
    Backend,
    Incoming,
    ScanFacts,
    UnitOfWork,
    UnknownInspection,
    UnknownScan,
    Watch,
)
from counter_app.services.scans.scans import Attached, fields_of, settled, taken_in, unwatched


def attach(
    backend: Backend, owner: str, source: Path | bytes, title: str, *, post: Post, watch: Watch = unwatched
) -> Attached[Attachment]:
    """Attach a file, or a picture (PNG) from the clipboard, to an inspection, order or tip by its id (`owner`).

    What belongs to a re-inspection is attached to its order. The very same content of one owner is attached once. Slow:
    reads the file to its end; what `watch` raises stops it. Raises `UnknownInspection`, `Refusal` for a blank title
    or a file that cannot be read, is none we know, or does not fit.
    """
    called = read_text(title)
    if not called:
        raise Refusal("填写附件名称", "如：现场照片、签名的笔录")
    with backend.work() as work:  # said before 50 MB are copied; asked again when the row is made
        _subject_is_open(work, owner)
    with taken_in(backend, source, watch) as (incoming, facts):
        return _keep(backend, owner, called, incoming, facts, post)


def _keep(
    backend: Backend, owner: str, title: str, incoming: Incoming, facts: ScanFacts, post: Post
) -> Attached[Attachment]:
    with act(backend, post) as now:
        now.work.scans.hold()
        _subject_is_open(now.work, owner)
        if same := settled(backend, incoming, now.work.attachments.of_owner(owner)):
            return Attached(same, anew=False)
        attachment = Attachment(uuid.uuid4().hex, owner, title, **fields_of(incoming, facts, now.at, post))
        now.work.attachments.add(attachment)
        details: dict[str, str | int] = {"attachment": attachment.attachment_id, "pages": attachment.pages}
        now.record("attachment.added", owner, details)
        now.commit()
        return Attached(attachment, anew=True)


def attachments_of(backend: Backend, owner: str) -> list[Attachment]:
    """The files of one owner, oldest first, without those that were removed."""
    with backend.work() as work:
        return work.attachments.of_owner(owner)


def remove(backend: Backend, owner: str, attachment_id: str, *, post: Post) -> None:
    """Take a file off again; its row and its file stay.

    Raises `UnknownInspection`, `UnknownScan` where it is not attached there, `StateForbids` once the record or order
    was issued or the tip answered: then it is part of what was decided.
    """
    with act(backend, post) as now:
        now.work.scans.hold()
        if not _subject_is_open(now.work, owner):
            raise StateForbids("文书已经出具，附件随件保存，不能移除", "拍摄不清晰的，另附清晰的文件")
        if attachment_id not in [one.attachment_id for one in now.work.attachments.of_owner(owner)]:
            raise UnknownScan("这个附件已被移除", "在附件中查看现有的文件")
        now.work.attachments.remove(attachment_id, now.at)
        now.record("attachment.removed", owner, {"attachment": attachment_id})
        now.commit()


def _subject_is_open(work: UnitOfWork, owner: str) -> bool:
    """Whether what the file is attached to may still change. Raises `UnknownInspection` where nothing has this id."""
    try:
        return work.inspections.get(owner).open_for_changes
    except UnknownInspection:
        pass
    try:
        return work.inspections.order(owner).state is OrderState.DRAFT
    except UnknownInspection:
        return work.tips.get(owner).state is not TipState.ANSWERED
