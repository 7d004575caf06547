"""Two installations: one packs and hands over, the other receives and answers with a signed file."""

import json
import random
from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.archive_numbering import ArchiveStart
from counter_app.domain.transfer.batch import ArchivalCheck, BatchState, ItemDecision, Retention
from counter_app.exchange.results.sealing import InstallationKey
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.services.transfer import batch_closing, batches, packing, receptions, results, signers
from counter_app.services.transfer.receptions import AnotherPackage, FaultyPackage
from counter_app.services.transfer.results import UnknownKey
from tests.fakes.memory_backend import MemoryBackend
from tests.services.conftest import POST

REFUSED = ItemDecision(accepted=False, passed=frozenset({ArchivalCheck.SAFETY}), reason="缺页")


def quiet(_done, _total):
    """Watch nothing."""


@pytest.fixture
def backend(tmp_path):
    made = MemoryBackend.make()
    return replace(made, sealer=InstallationKey(tmp_path / "window"))


@pytest.fixture
def department(tmp_path):
    made = MemoryBackend.make(office=Office("大关县公安局科技信息化大队", "530624"))
    return replace(made, sealer=InstallationKey(tmp_path / "department"))


@pytest.fixture
def packed(backend, sample, tmp_path):
    """A batch of two cases, packed, its papers issued, handed over."""
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    for day in (1, 2):
        intake = replace(sample("01"), received_on=date(2026, 3, day))
        reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
        issuing.issue_receipt(backend, reference, post=POST)
        batches.scan(backend, batch_id, reference, post=POST)
    batch_closing.close_batch(backend, batch_id, post=POST)
    packing.pack(backend, batch_id, tmp_path / "bag", quiet, post=POST)
    batch_closing.issue_papers(backend, batch_id, without_package=False, post=POST)
    return batch_closing.hand_over(backend, batch_id, by="陈示例", post=POST).batch


def _received(department, tmp_path):
    return receptions.open_package(department, tmp_path / "bag", quiet, post=POST).reception


def _answered(department, packed, tmp_path, *, only=2):
    reception = _received(department, tmp_path)
    first, second = (item.reference for item in packed.items)
    decisions = {first: ItemDecision(accepted=True), second: REFUSED}
    decisions = dict(list(decisions.items())[:only])
    reception = receptions.decide(department, reception, decisions, post=POST)
    content, _settled = receptions.result_file(department, reception, by="赵科", post=POST)
    return content


def _trusting(backend, content):
    with pytest.raises(UnknownKey) as unknown:
        results.import_result(backend, content, post=POST)
    return results.import_result(backend, content, trust=unknown.value.fingerprint, post=POST)


def test_what_the_department_decided_comes_back_signed_and_moves_the_paper(backend, department, packed, tmp_path):
    view = _trusting(backend, _answered(department, packed, tmp_path))
    first, second = (item.reference for item in packed.items)
    assert (view.batch.state, view.batch.received_by) == (BatchState.SETTLED, "赵科")
    assert cases.load_case(backend, first).filing.custody is Custody.ARCHIVED
    back = cases.load_case(backend, second).filing
    assert (back.custody, back.held_since) == (Custody.AT_WINDOW, date(2026, 3, 2))


def test_a_result_is_put_down_once_and_a_part_of_it_leaves_the_rest_open(backend, department, packed, tmp_path):
    part = _answered(department, packed, tmp_path, only=1)
    view = _trusting(backend, part)
    assert (view.batch.state, len(view.batch.undecided)) == (BatchState.HANDED_OVER, 1)
    with pytest.raises(Refusal, match="已经导入过"):
        results.import_result(backend, part, post=POST)
    whole = _answered(department, packed, tmp_path)
    assert results.import_result(backend, whole, post=POST).batch.state is BatchState.SETTLED


def test_one_bit_changed_anywhere_is_found(backend, department, packed, tmp_path):
    content = _answered(department, packed, tmp_path)
    with pytest.raises(UnknownKey) as unknown:
        results.import_result(backend, content, post=POST)
    chance = random.Random(7)
    for _ in range(200):
        body = bytearray(content)
        body[chance.randrange(len(body) - 1)] ^= 1 << chance.randrange(7)
        try:
            same = json.loads(bytes(body)) == json.loads(content)
        except ValueError:
            same = False
        if same:
            continue
        with pytest.raises(Refusal):
            results.import_result(backend, bytes(body), trust=unknown.value.fingerprint, post=POST)
    assert batches.batch_view(backend, packed.batch_id).batch.undecided


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"format": "x", "version": 1}', b"\xff\xfe", b"null"])
def test_what_is_no_result_is_refused(backend, content):
    with pytest.raises(Refusal, match="不是接收结果"):
        results.import_result(backend, content, post=POST)


def test_a_result_of_a_newer_program_or_for_a_reopened_batch_is_named(backend, department, packed, tmp_path, sample):
    content = json.loads(_answered(department, packed, tmp_path))
    with pytest.raises(Refusal, match="更新版本"):
        results.import_result(backend, json.dumps({**content, "version": 2}).encode(), post=POST)
    result, _ = results.read(backend, json.dumps(content).encode())
    for changed, said in (
        (replace(result, batch="BY2026-0009"), "没有编号为"),
        (replace(result, office="别的机关"), "没有编号为"),
        (replace(result, sha256="0" * 64), "不一致"),
        (replace(result, decisions={"AJ0": ItemDecision(accepted=True)}), "不在本批次中"),
    ):
        forged = results.written(department, changed)
        with pytest.raises(UnknownKey) as unknown:
            results.import_result(backend, forged, post=POST)
        with pytest.raises(Refusal, match=said):
            results.import_result(backend, forged, trust=unknown.value.fingerprint, post=POST)
        backend.store.kept.trusted_keys.clear()


def test_a_damaged_package_is_not_received(department, packed, tmp_path):
    scan = next((tmp_path / "bag/data/0001").iterdir())
    scan.write_bytes(scan.read_bytes()[:-1] + b"!")
    with pytest.raises(FaultyPackage, match="被改动过"):
        _received(department, tmp_path)
    assert receptions.receptions(department) == []


def test_the_same_package_is_opened_where_it_was_and_another_with_its_number_is_named(
    backend, department, packed, tmp_path
):
    first = _received(department, tmp_path)
    assert packed.number.barcode == first.batch
    assert _received(department, tmp_path) == first
    content = packing.content_of(backend, packed.batch_id)
    other = replace(content, cases=content.cases[:1])
    department.bags.pack(other, tmp_path / "other", quiet)
    with pytest.raises(AnotherPackage, match="内容不同"):
        receptions.open_package(department, tmp_path / "other", quiet, post=POST)
    opened = receptions.open_package(department, tmp_path / "other", quiet, instead=True, post=POST)
    assert len(opened.reception.cases) == 1


def test_our_own_package_opens_our_own_batch(backend, packed, tmp_path):
    assert receptions.open_package(backend, tmp_path / "bag", quiet, post=POST).batch_id == packed.batch_id


def test_archive_numbers_given_by_the_department_come_back_with_the_result(backend, department, packed, tmp_path):
    reception = _received(department, tmp_path)
    decisions = {item.reference: ItemDecision(accepted=True) for item in packed.items}
    reception = receptions.decide(department, reception, decisions, post=POST)
    begin = ArchiveStart("0624", 2026, Retention.PERMANENT)
    reception = receptions.number_in_archive(department, reception, begin, post=POST)
    with pytest.raises(Refusal, match="没有待编"):
        receptions.number_in_archive(department, reception, replace(begin, first=9), post=POST)
    content, settled = receptions.result_file(department, reception, by="赵科", post=POST)
    assert settled.settled_at is not None
    view = _trusting(backend, content)
    assert [item.decision.archive.written for item in view.batch.items] == ["0624-2026-Y-0001", "0624-2026-Y-0002"]


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ({"?": ItemDecision(accepted=True)}, "不在这个电子数据包里"),
        ({None: ItemDecision(accepted=False)}, "不接收的原因"),
        ({None: ItemDecision(accepted=True, passed=frozenset())}, "不合格，不能接收"),
    ],
)
def test_a_decision_that_lacks_something_is_not_kept(department, packed, tmp_path, decisions, said):
    reception = _received(department, tmp_path)
    named = {reference or packed.items[0].reference: decision for reference, decision in decisions.items()}
    with pytest.raises(Refusal, match=said):
        receptions.decide(department, reception, named, post=POST)
    with pytest.raises(Refusal, match="还没有登记"):
        receptions.result_file(department, reception, by="赵科", post=POST)


def test_the_key_is_for_its_owner_only(department, tmp_path):
    department.sealer.seal(b"x")
    assert (tmp_path / "department/keys/installation.pem").stat().st_mode & 0o077 == 0


def test_trust_in_a_department_is_withdrawn_and_its_results_are_refused_then(backend, department, packed, tmp_path):
    part = _answered(department, packed, tmp_path, only=1)
    _trusting(backend, part)
    [signer] = signers.signers(backend)
    assert (signer.signs, signer.name) == (signers.Signs.RESULTS, results.read(backend, part)[0].made_by)
    signers.withdraw_trust(backend, signer, post=POST)
    assert signers.signers(backend) == []
    assert backend.store.kept.history[-1].act == "key.withdrawn"
    whole = _answered(department, packed, tmp_path)
    with pytest.raises(UnknownKey, match="已撤销信任"):
        results.import_result(backend, whole, post=POST)
    with pytest.raises(Refusal, match="没有在本机确认过"):
        signers.withdraw_trust(backend, signer, post=POST)
    assert _trusting(backend, whole).batch.state is BatchState.SETTLED
