"""Attaching, turning and removing scans: one act, one transaction, the verdict left alone."""

from dataclasses import replace

import pytest

from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.persistence.scans import scan_files
from counter_app.services.filing import cases
from counter_app.services.ports import RenderRequest, UnknownCase, UnknownScan
from counter_app.services.scans import scans
from tests.fakes import scan_samples as samples
from tests.services.conftest import POST


@pytest.fixture
def reference(backend):
    return cases.open_case(backend, post=POST).filing.reference


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def attach(backend, reference):
    def attach_it(source, material="agent_id", **more):
        return scans.attach_scan(backend, reference, material, source, post=POST, **more)

    return attach_it


@pytest.fixture
def put(backend, reference):
    """Put the case into a state and its paper somewhere."""

    def put_it(state, custody):
        with backend.work() as work:
            filing = work.filings.get(reference)
            filing.state, filing.custody = state, custody
            work.filings.save(filing)
            work.commit()

    return put_it


def _acts(backend, reference):
    with backend.work() as work:
        return [entry.act for entry in work.history.of_case(reference)]


def test_a_scan_is_attached_to_its_paper_with_its_row_and_its_file(backend, reference, attach, file):
    attached = attach(file("身份证.jpg", samples.jpeg()))
    assert attached.anew
    [scan] = scans.scans_of_case(backend, reference)
    assert scan == attached.file
    assert (scan.material, scan.media_type, scan.pages, scan.rotation) == ("agent_id", "image/jpeg", 1, 0)
    assert (scan.clerk, scan.window) == (POST.clerk, POST.window)
    assert backend.scan_files.content(scan.sha256) == samples.jpeg()
    assert scans.render_page(backend, scan, RenderRequest(0, 1.0)).width == 240


def test_attaching_judges_nothing(backend, reference, attach):
    before = backend.store.filing(reference)
    attach(samples.png())
    after = backend.store.filing(reference)
    assert after.materials == before.materials == {}
    assert after.version == before.version


def test_the_history_tells_the_acts_and_names_nobody(backend, reference, attach, file):
    scan = attach(file("李示例的身份证530624199003071217.jpg", samples.jpeg())).file
    scans.turn_scan(backend, scan.scan_id, 90, post=POST)
    scans.remove_scan(backend, scan.scan_id, post=POST)
    assert _acts(backend, reference) == ["case.opened", "scan.attached", "scan.turned", "scan.removed"]
    with backend.work() as work:
        details = str([entry.details for entry in work.history.of_case(reference)])
    assert "示例" not in details
    assert "5306" not in details


def test_the_same_content_on_the_same_paper_is_attached_once(backend, reference, attach, file):
    first = attach(file("1.png", samples.png()))
    again = attach(file("2.png", samples.png()))
    assert not again.anew
    assert again.file == first.file
    assert len(scans.scans_of_case(backend, reference)) == 1
    assert _acts(backend, reference).count("scan.attached") == 1


def test_the_same_content_on_two_papers_is_one_file(backend, attach):
    one, two = attach(samples.png()), attach(samples.png(), "authorization_letter")
    assert one.file.scan_id != two.file.scan_id
    assert one.file.sha256 == two.file.sha256


def test_turning_is_kept_and_leaves_the_file_alone(backend, reference, attach):
    scan = attach(samples.png()).file
    scans.turn_scan(backend, scan.scan_id, 90, post=POST)
    scans.turn_scan(backend, scan.scan_id, 270, post=POST)
    turned = scans.turn_scan(backend, scan.scan_id, 270, post=POST)
    assert turned.rotation == 270
    assert scans.scans_of_case(backend, reference) == [replace(scan, rotation=270)]
    assert backend.scan_files.content(scan.sha256) == samples.png()


def test_a_removed_scan_keeps_its_row_and_its_file(backend, reference, attach):
    scan = attach(samples.png()).file
    scans.remove_scan(backend, scan.scan_id, post=POST)
    assert scans.scans_of_case(backend, reference) == []
    assert backend.store.kept.scans[scan.scan_id].removed_at == backend.clock()
    assert backend.scan_files._place(scan.sha256).exists()
    with pytest.raises(UnknownScan):
        scans.remove_scan(backend, scan.scan_id, post=POST)
    with pytest.raises(UnknownScan):
        scans.turn_scan(backend, scan.scan_id, 90, post=POST)
    assert attach(samples.png()).anew  # removed by mistake: it can be attached again


def test_a_thumbnail_is_made_once_and_again_where_it_got_lost(backend, attach, file, monkeypatch):
    scan = attach(file("授权书.pdf", samples.pdf(1))).file
    made = scans.thumbnail(backend, scan)
    backend.scan_files.cache(f"{scan.sha256}.jpg", b"known")
    assert scans.thumbnail(backend, scan) == b"known"
    monkeypatch.setattr(backend.scan_files, "cached", lambda name: None)
    assert scans.thumbnail(backend, scan) == made


def _exchange(place, content):
    """Put other content in the place of a kept file."""
    other = place.with_name("other")
    other.write_bytes(content)
    other.replace(place)


@pytest.mark.parametrize("content", [b"spoilt", samples.png()[:100], samples.png((240, 161)), samples.jpeg()])
def test_a_file_changed_on_the_disk_is_not_shown_and_said_to_be_changed(backend, attach, content):
    scan = attach(samples.png()).file
    assert scans.render_page(backend, scan, RenderRequest(0, 1.0)).width == 240
    _exchange(backend.scan_files._place(scan.sha256), content)
    for look in (
        lambda: scans.render_page(backend, scan, RenderRequest(0, 1.0)),
        lambda: scans.page_sizes(backend, scan),
        lambda: scans.thumbnail(backend, scan),
    ):
        with pytest.raises(Refusal, match=r"已被改动，与附上时不同，没有显示。把原来的文件再附一次"):
            look()


def test_attaching_the_true_scan_again_puts_it_in_the_place_of_a_forged_one(backend, attach):
    true = samples.png()
    scan = attach(true).file
    before = scans.thumbnail(backend, scan)
    place = backend.scan_files._place(scan.sha256)
    forged = bytearray(true)
    forged[-20] ^= 1
    _exchange(place, bytes(forged))
    backend.scan_files.cache(f"{scan.sha256}.jpg", b"a picture of the forged one")
    assert not attach(true).anew
    assert backend.scan_files.content(scan.sha256) == true
    assert scans.render_page(backend, scan, RenderRequest(0, 1.0)).width == 240
    assert scans.thumbnail(backend, scan) == before


def test_a_file_is_read_for_its_hash_once_until_it_changes(backend, attach, monkeypatch):
    scan = attach(samples.png()).file
    read = []
    made = scan_files._hash
    monkeypatch.setattr(scan_files, "_hash", lambda content: read.append(content) or made(content))
    for _ in range(3):
        scans.render_page(backend, scan, RenderRequest(0, 1.0))
    assert len(read) == 1
    place = backend.scan_files._place(scan.sha256)
    _exchange(place, place.read_bytes())
    scans.render_page(backend, scan, RenderRequest(0, 1.0))
    assert len(read) == 2


def test_an_unchanged_file_that_cannot_be_shown_is_not_called_damaged(backend, attach, monkeypatch):
    scan = attach(samples.png()).file

    def refuse(*_arguments):
        raise Refusal("读不懂", "另存")

    monkeypatch.setattr(backend.scan_reader, "render", refuse)
    with pytest.raises(Refusal, match="没有改动，但本程序无法显示"):
        scans.render_page(backend, scan, RenderRequest(0, 1.0))


def test_scans_may_come_as_long_as_the_paper_lies_at_the_window(backend, attach, put):
    put(FilingState.COMPLETE, Custody.AT_WINDOW)
    scan = attach(samples.png()).file
    assert scans.turn_scan(backend, scan.scan_id, 90, post=POST).rotation == 90
    with pytest.raises(StateForbids, match="不能移除"):
        scans.remove_scan(backend, scan.scan_id, post=POST)


@pytest.mark.parametrize("custody", [Custody.NONE, Custody.IN_TRANSFER, Custody.ARCHIVED, Custody.RETURNED])
def test_no_scans_come_once_the_case_is_done_and_its_paper_gone(attach, put, custody):
    put(FilingState.FILED, custody)
    with pytest.raises(StateForbids, match="纸质材料已不在窗口"):
        attach(samples.png())


def test_a_refused_file_leaves_nothing_behind(backend, reference, attach, file):
    for content in (b"", b"not a scan", samples.jpeg((800, 600))[:-3000]):
        with pytest.raises(Refusal):
            attach(file("x.jpg", content))
    assert scans.scans_of_case(backend, reference) == []
    assert [path for path in backend.scan_files._scans.rglob("*") if path.is_file()] == []


def test_what_its_watcher_stops_leaves_nothing_behind(backend, reference, attach, file):
    class Stopped(Exception):  # noqa: N818 - asked for by the clerk, no error
        pass

    def stop(done, total):
        if total == 3:  # pages, not bytes
            raise Stopped

    with pytest.raises(Stopped):
        attach(file("x.pdf", samples.pdf(3)), watch=stop)
    assert scans.scans_of_case(backend, reference) == []
    assert [path for path in backend.scan_files._scans.rglob("*") if path.is_file()] == []


def test_where_the_row_cannot_be_kept_no_scan_is_attached_and_the_file_is_known_for_an_orphan(
    backend, reference, attach
):
    backend.store.refuse_commits = Refusal("磁盘已满，本次没有保存")
    with pytest.raises(Refusal, match="磁盘已满"):
        attach(samples.png())
    backend.store.refuse_commits = None
    assert scans.scans_of_case(backend, reference) == []
    backend.scan_files._grace = -1
    assert len(backend.scan_files.doubtful()) == 1
    assert scans.sweep_scans(backend) == 1
    assert [path for path in backend.scan_files._scans.rglob("*") if path.is_file()] == []


def test_a_sweep_leaves_alone_what_has_a_row(backend, attach):
    scan = attach(samples.png()).file
    backend.scan_files._grace = -1
    backend.scan_files._touch_claim(scan.sha256)
    assert scans.sweep_scans(backend) == 0
    assert backend.scan_files._place(scan.sha256).exists()
    assert backend.scan_files.doubtful() == []


def test_a_paper_or_a_case_that_is_not_there_is_refused(backend, attach):
    with pytest.raises(Refusal, match="表单里没有材料"):
        attach(samples.png(), "no_such_paper")
    with pytest.raises(UnknownCase):
        scans.attach_scan(backend, "AJ0000000000", "agent_id", samples.png(), post=POST)


def test_a_judged_paper_stays_as_it_was_judged(backend, reference, attach):
    with backend.work() as work:
        filing = work.filings.get(reference)
        filing.review("agent_id", ACCEPTED)
        work.filings.save(filing)
        work.commit()
    attach(samples.png())
    assert backend.store.filing(reference).materials == {"agent_id": ACCEPTED}
