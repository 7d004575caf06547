"""Whether the legal department (法制部门) of the office has confirmed a template: who, when, and for which wording.

A confirmation is for the words it was given for: a template or a form that was changed since is unconfirmed again.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import TITLES, form_kind
from counter_app.services.office.offices import act
from counter_app.services.ports import Backend, TemplateConfirmation, UnitOfWork

BINDING: Final = frozenset({"correction_order", "inspection_record"})
"""Papers that bind or are evidence: who prints one from an unconfirmed template is told so."""


@frozen
class TemplateStatus:
    """One template as it is printed from now, and the last confirmation of it."""

    document: str
    title: str
    edition: str
    digest: str
    confirmation: TemplateConfirmation | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the wording of today is the one that was confirmed."""
        return self.confirmation is not None and self.confirmation.digest == self.digest

    @property
    def was_changed(self) -> bool:
        """Whether another wording was confirmed."""
        return self.confirmation is not None and self.confirmation.digest != self.digest


def templates(backend: Backend) -> list[TemplateStatus]:
    """Every document in the order of `TITLES`. Raises `CatalogueError` where a file cannot be accepted."""
    with backend.work() as work:
        kept = {one.document: one for one in work.confirmations.all()}
    return [_status(backend, document, kept.get(document)) for document in TITLES]


def confirm(backend: Backend, document: str, confirmed_by: str, confirmed_on: date, *, post: Post) -> TemplateStatus:
    """Record that the legal department has confirmed the template as it is now.

    Raises `Refusal` for a blank name and for a day that is still to come.
    """
    confirmed_by = read_text(confirmed_by)
    if not confirmed_by:
        raise Refusal("填写法制部门的审核人", "写部门和姓名，如：法制大队张某")
    status = _status(backend, document, None)
    with act(backend, post) as now:
        if confirmed_on > now.day:
            raise Refusal("审核日期不能晚于今天", "填写法制部门审核通过的日期")
        kept = TemplateConfirmation(
            document, status.edition, status.digest, confirmed_by, confirmed_on, now.at, post.clerk, post.window
        )
        now.work.confirmations.save(kept)
        now.record("template.confirmed", document, {"edition": status.edition, "digest": status.digest})
        now.commit()
    return _status(backend, document, kept)


def withdraw(backend: Backend, document: str, *, post: Post) -> None:
    """Take the confirmation of a template back. Raises `Refusal` where there is none."""
    with act(backend, post) as now:
        kept = {one.document: one for one in now.work.confirmations.all()}.get(document)
        if kept is None:
            raise Refusal(f"{TITLES[document]}的模板没有登记过法制审核", "先登记法制审核")
        now.work.confirmations.remove(document)
        now.record("template.withdrawn", document, {"edition": kept.edition, "digest": kept.digest})
        now.commit()


def prints_unconfirmed(backend: Backend, work: UnitOfWork, document: str) -> bool:
    """Whether `document` is a binding paper whose template of today nobody has confirmed."""
    if document not in BINDING:
        return False
    kept = {one.document: one.digest for one in work.confirmations.all()}
    return kept.get(document) != backend.renderer.digest(document)


def _status(backend: Backend, document: str, kept: TemplateConfirmation | None) -> TemplateStatus:
    edition = backend.forms.current(form_kind(document)).edition
    return TemplateStatus(document, TITLES[document], edition, backend.renderer.digest(document), kept)
