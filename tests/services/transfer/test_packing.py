"""Packing a batch at the counter: what is put down, and what is refused before it."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from PIL import Image

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.services.papers import issuing, voiding
from counter_app.services.ports import UnknownBatch
from counter_app.services.scans import scans
from counter_app.services.transfer import batch_closing, batches, packing
from counter_app.services.transfer.batch_closing import CasesChanged
from tests.fakes.memory_backend import NOON
from tests.services.conftest import POST


def quiet(_done, _total):
    """Watch nothing."""


@pytest.fixture
def closed(backend, sample):
    """A closed batch of two cases, the first with a scan."""
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    for day in (1, 2):
        intake = replace(sample("01"), received_on=date(2026, 3, day))
        reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
        if day == 1:
            picture = io.BytesIO()
            Image.new("L", (40, 40), 255).save(picture, "PNG")
            scans.attach_scan(backend, reference, "authorization_letter", picture.getvalue(), post=POST)
        receipt, _sheet = issuing.issue_receipt(backend, reference, post=POST)
        batches.scan(backend, batch_id, receipt.number.barcode, post=POST)
    return batch_closing.close_batch(backend, batch_id, post=POST).batch


def test_a_package_is_put_down_with_the_batch_and_stands_on_its_list(backend, closed, tmp_path):
    package = packing.pack(backend, closed.batch_id, tmp_path / "out", quiet, post=POST)
    report = backend.bags.verify(tmp_path / "out", quiet)
    assert (report.valid, report.sha256, report.batch) == (True, package.sha256, "BY2026-0001")
    index = backend.bags.index(tmp_path / "out")
    assert [[file.what for file in case.files] for case in index.cases] == [
        ["委托办理备案授权书扫描件", "收件凭证"],
        ["收件凭证"],
    ]
    listed, _cover = batch_closing.issue_papers(backend, closed.batch_id, without_package=False, post=POST)
    assert listed.content["transfer"]["package"]["sha256"] == package.sha256


def test_a_scan_of_an_identity_document_stays_out_of_the_package_and_of_its_list(backend, closed, tmp_path):
    picture = io.BytesIO()
    Image.new("L", (60, 60), 90).save(picture, "PNG")
    scans.attach_scan(backend, closed.items[0].reference, "agent_id", picture.getvalue(), post=POST)
    packing.pack(backend, closed.batch_id, tmp_path / "out", quiet, post=POST)
    packed = [file.what for case in backend.bags.index(tmp_path / "out").cases for file in case.files]
    assert packed == ["委托办理备案授权书扫描件", "收件凭证", "收件凭证"]
    listed, _cover = batch_closing.issue_papers(backend, closed.batch_id, without_package=False, post=POST)
    assert [case["scans"] for case in listed.content["transfer"]["cases"]] == [1, 0]


def test_a_case_that_got_another_scan_after_packing_is_told(backend, closed, tmp_path):
    packing.pack(backend, closed.batch_id, tmp_path / "out", quiet, post=POST)
    assert batches.batch_view(backend, closed.batch_id).unpacked == ()
    late = replace(backend, clock=lambda: NOON + timedelta(hours=1))
    picture = io.BytesIO()
    Image.new("L", (50, 50), 200).save(picture, "PNG")
    scans.attach_scan(late, closed.items[1].reference, "authorization_letter", picture.getvalue(), post=POST)
    assert batches.batch_view(late, closed.batch_id).unpacked == (closed.items[1].reference,)


def test_packing_again_gives_the_same_digest_also_onto_another_stick(backend, closed, tmp_path):
    first = packing.pack(backend, closed.batch_id, tmp_path / "a.zip", quiet, post=POST)
    batch_closing.issue_papers(backend, closed.batch_id, without_package=False, post=POST)
    assert packing.pack(backend, closed.batch_id, tmp_path / "b", quiet, post=POST) == first
    assert packing.pack(backend, closed.batch_id, tmp_path / "b", quiet, post=POST) == first


def test_no_person_is_named_in_a_package(backend, closed, tmp_path):
    packing.pack(backend, closed.batch_id, tmp_path / "out", quiet, post=POST)
    filing = cases.load_case(backend, closed.items[0].reference).filing
    index = (tmp_path / "out/data/index.json").read_text("utf-8")
    for key in ("agent.name", "agent.id_number"):
        assert filing.answers.display(key) not in index


def test_an_open_batch_a_changed_case_and_an_unknown_number_are_refused(backend, closed, tmp_path):
    receipt = next(p for p in backend.store.kept.papers.values() if p.reference == closed.items[1].reference)
    voiding.void_paper(backend, receipt.paper_id, "内容有误", post=POST)
    with pytest.raises(CasesChanged, match="件号2"):
        packing.pack(backend, closed.batch_id, tmp_path / "out", quiet, post=POST)
    assert not list(tmp_path.iterdir())
    other = batches.open_batch(backend, post=POST).batch.batch_id
    with pytest.raises(Refusal, match="编组中"):
        packing.pack(backend, other, tmp_path / "out", quiet, post=POST)
    assert packing.batch_named(backend, "移字〔2026〕1号") == closed.batch_id
    with pytest.raises(UnknownBatch):
        packing.batch_named(backend, "BY2026-0009")


def test_a_batch_reopened_while_it_is_packed_takes_no_package_of_its_former_number(backend, closed, tmp_path):
    def reopen(_done, _total):
        if backend.store.kept.batches[closed.batch_id].number == closed.number:
            batch_closing.reopen_batch(backend, closed.batch_id, "少了一件", post=POST)
            batch_closing.close_batch(backend, closed.batch_id, post=POST)

    with pytest.raises(Refusal, match="已解锁"):
        packing.pack(backend, closed.batch_id, tmp_path / "out", reopen, post=POST)
    assert batches.batch_view(backend, closed.batch_id).batch.package is None


def test_a_remembered_paper_that_the_disk_spoilt_is_drawn_again(backend, closed, tmp_path):
    first = packing.pack(backend, closed.batch_id, tmp_path / "a", quiet, post=POST)
    remembered = list(backend.scan_files._cache.glob("paper-*"))
    assert len(remembered) == 2
    for place in remembered:
        drawn = bytearray(place.read_bytes())
        drawn[-9] ^= 1
        place.write_bytes(drawn)
    assert packing.pack(backend, closed.batch_id, tmp_path / "b", quiet, post=POST) == first


def test_the_index_counts_the_pages_of_each_paper(backend, closed, tmp_path):
    packing.pack(backend, closed.batch_id, tmp_path / "out", quiet, post=POST)
    for case in backend.bags.index(tmp_path / "out").cases:
        for file in case.files:
            if file.media_type == packing.PDF:
                with pypdfium2.PdfDocument(tmp_path / "out" / file.path) as document:
                    assert file.pages == len(document) >= 1


def test_papers_drawn_ahead_are_not_drawn_again(backend, closed, tmp_path, monkeypatch):
    for item in closed.items:
        assert packing.render_ahead(backend, item.reference) == 1
    monkeypatch.setattr(type(backend.renderer), "pdf", lambda *_: pytest.fail("drawn again"))
    packing.pack(backend, closed.batch_id, tmp_path / "out", quiet, post=POST)
