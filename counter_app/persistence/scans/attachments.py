"""The files attached to inspections, orders and tips, in the database."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from counter_app.domain.search.records import RecordKind
from counter_app.persistence.base.tables import AttachmentRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.scans.scans import stored_values
from counter_app.persistence.search.record_index import RecordIndex
from counter_app.services.ports import Attachment


class SqlAttachments:
    """Implements `ports.AttachmentRepository`."""

    def __init__(self, transaction: Transaction, index: RecordIndex) -> None:
        """Attachments as this transaction sees them; `index` finds them again by their titles."""
        self._transaction = transaction
        self._index = index

    def add(self, attachment: Attachment) -> None:
        self._transaction.write(
            insert(AttachmentRow).values(
                attachment_id=attachment.attachment_id,
                owner=attachment.owner,
                title=attachment.title,
                zone=self._transaction.zone,
                **stored_values(attachment),
            )
        )
        day = attachment.attached_at.astimezone(ZoneInfo(self._transaction.zone)).date()
        self._index.enter_file(attachment.attachment_id, attachment.owner, attachment.title, day)

    def of_owner(self, owner: str) -> list[Attachment]:
        found = self._transaction.read(
            select(*AttachmentRow.__table__.columns)
            .where(AttachmentRow.owner == owner, AttachmentRow.removed_at.is_(None))
            .order_by(AttachmentRow.attached_at, AttachmentRow.attachment_id)
        )
        return [Attachment(row.attachment_id, row.owner, row.title, **stored_values(row)) for row in found]

    def remove(self, attachment_id: str, at: datetime) -> None:
        self._transaction.write(
            update(AttachmentRow).where(AttachmentRow.attachment_id == attachment_id).values(removed_at=at)
        )
        self._index.forget(RecordKind.FILE, attachment_id)
