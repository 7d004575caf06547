"""Which templates the legal department has confirmed, in the database."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from counter_app.persistence.base.tables import TemplateConfirmationRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import TemplateConfirmation


class SqlConfirmations:
    """Implements `ports.ConfirmationRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Confirmations as this transaction sees them."""
        self._transaction = transaction

    def all(self) -> list[TemplateConfirmation]:
        columns = TemplateConfirmationRow.__table__.columns
        found = self._transaction.read(select(*columns).order_by(TemplateConfirmationRow.document))
        return [
            TemplateConfirmation(
                row.document,
                row.edition,
                row.digest,
                row.confirmed_by,
                row.confirmed_on,
                row.at,
                row.clerk,
                row.window,
            )
            for row in found
        ]

    def save(self, confirmation: TemplateConfirmation) -> None:
        values = {
            "edition": confirmation.edition,
            "digest": confirmation.digest,
            "confirmed_by": confirmation.confirmed_by,
            "confirmed_on": confirmation.confirmed_on,
            "at": confirmation.at,
            "zone": self._transaction.zone,
            "clerk": confirmation.clerk,
            "window": confirmation.window,
        }
        table, document = TemplateConfirmationRow, confirmation.document
        changed = self._transaction.write(update(table).where(table.document == document).values(**values))
        if changed.rowcount == 0:
            self._transaction.write(insert(table).values(document=document, **values))

    def remove(self, document: str) -> None:
        self._transaction.write(delete(TemplateConfirmationRow).where(TemplateConfirmationRow.document == document))
