"""Files of inspections, orders and tips: attached once, looked at like scans, kept from the sweep."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState
from counter_app.domain.inspection.inspections import (
    InspectedPlace,
    Inspection,
    InspectionKind,
    InspectionState,
    OrderForm,
)
from counter_app.domain.inspection.tips import Tip, TipCategory
from counter_app.services.ports import RenderRequest, UnknownInspection, UnknownScan
from counter_app.services.scans import attachments, scans
from tests.fakes import scan_samples as samples
from tests.fakes.memory_backend import NOON
from tests.services.conftest import POST

PLACE = InspectedPlace("某超市", "某路1号")


@pytest.fixture
def kept(backend):
    """An inspection being keyed, a drafted order, an open tip."""
    inspection = Inspection("JC1", InspectionKind.GENERAL, PLACE, "2025-05", InspectionState.KEYING)
    backend.store.kept.inspections["JC1"] = inspection
    backend.store.kept.orders["o1"] = CorrectionOrder("o1", "JC1", PLACE, OrderForm.AT_ONCE, ())
    backend.store.kept.tips["t1"] = Tip("t1", NOON, TipCategory.OTHER, "…", "某宾馆")
    return backend.store.kept


def attach(backend, owner="JC1", source=None, title="现场照片"):
    return attachments.attach(backend, owner, source or samples.png(), title, post=POST).file


@pytest.mark.parametrize("owner", ["JC1", "o1", "t1"])
def test_a_file_is_attached_to_its_subject_and_is_looked_at_like_a_scan(backend, kept, owner):
    attached = attach(backend, owner)
    assert attachments.attachments_of(backend, owner) == [attached]
    assert (attached.title, attached.media_type, attached.pages) == ("现场照片", "image/png", 1)
    assert scans.render_page(backend, attached, RenderRequest(0, 1.0)).width > 0
    assert scans.thumbnail(backend, attached)


def test_a_file_from_the_disk_keeps_no_name_of_a_person(backend, kept, tmp_path):
    path = tmp_path / "赵某签字.jpg"
    path.write_bytes(samples.jpeg())
    attached = attach(backend, source=path)
    assert "赵某" not in str((attached, [entry.details for entry in backend.store.kept.history]))


def test_the_same_content_is_attached_once(backend, kept):
    assert attach(backend) == attach(backend)


def test_what_cannot_be_attached_is_refused(backend, kept):
    with pytest.raises(Refusal, match="附件名称"):
        attach(backend, title=" ")
    with pytest.raises(UnknownInspection):
        attach(backend, owner="?")
    with pytest.raises(Refusal):
        attach(backend, source=b"no picture")
    assert backend.store.kept.attachments == {}


def test_a_removed_file_keeps_its_row_and_once_issued_nothing_is_removed(backend, kept, tmp_path):
    attached = attach(backend)
    attachments.remove(backend, "JC1", attached.attachment_id, post=POST)
    assert attachments.attachments_of(backend, "JC1") == []
    assert backend.store.kept.attachments[attached.attachment_id].removed_at is not None
    with pytest.raises(UnknownScan):
        attachments.remove(backend, "JC1", attached.attachment_id, post=POST)
    issued = attach(backend, "o1")
    backend.store.kept.orders["o1"] = replace(kept.orders["o1"], state=OrderState.ISSUED)
    with pytest.raises(StateForbids):
        attachments.remove(backend, "o1", issued.attachment_id, post=POST)
    signed = tmp_path / "signed.jpg"
    signed.write_bytes(samples.jpeg())
    attach(backend, "o1", signed, "签收的通知书")  # the signed copy comes back only afterwards
    assert len(attachments.attachments_of(backend, "o1")) == 2


def test_the_sweep_leaves_alone_what_is_attached_to_an_inspection(backend, kept):
    attached = attach(backend)
    backend.scan_files._grace = -1
    backend.scan_files._touch_claim(attached.sha256)
    assert scans.sweep_scans(backend) == 0
    assert backend.scan_files._place(attached.sha256).exists()
