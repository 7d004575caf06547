"""The files attached to inspections, orders and tips, in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from counter_app.persistence.base.tables import AttachmentRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import Attachment


class SqlAttachments:
    """Implements `ports.AttachmentRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Attachments as this transaction sees them."""
        self._transaction = transaction

    def add(self, attachment: Attachment) -> None:
        self._transaction.write(insert(AttachmentRow).values(zone=self._transaction.zone, **_fields(attachment)))

    def of_owner(self, owner: str) -> list[Attachment]:
        found = self._transaction.read(
            select(*AttachmentRow.__table__.columns)
            .where(AttachmentRow.owner == owner, AttachmentRow.removed_at.is_(None))
            .order_by(AttachmentRow.attached_at, AttachmentRow.attachment_id)
        )
        return [
            Attachment(
                attachment_id=row.attachment_id,
                owner=row.owner,
                title=row.title,
                sha256=row.sha256,
                media_type=row.media_type,
                size=row.size,
                pages=row.pages,
                attached_at=row.attached_at,
                clerk=row.clerk,
                window=row.window,
            )
            for row in found
        ]

    def remove(self, attachment_id: str, at: datetime) -> None:
        self._transaction.write(
            update(AttachmentRow).where(AttachmentRow.attachment_id == attachment_id).values(removed_at=at)
        )


def _fields(attachment: Attachment) -> dict[str, Any]:
    return {
        "attachment_id": attachment.attachment_id,
        "owner": attachment.owner,
        "title": attachment.title,
        "sha256": attachment.sha256,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "pages": attachment.pages,
        "attached_at": attachment.attached_at,
        "clerk": attachment.clerk,
        "window": attachment.window,
        "removed_at": attachment.removed_at,
    }
