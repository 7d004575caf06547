"""Files made to fill the memory or to take for ever are refused in words, and the next file is read."""

import errno
import multiprocessing
import subprocess
import sys
import zlib

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.scanning.guarded import GuardedFormats
from counter_app.services.ports import RenderRequest, ScanContent, ScanFacts
from tests.fakes import scan_samples as samples
from tests.scanning.given import Given


@pytest.fixture
def reader():
    guarded = GuardedFormats(seconds=6)
    yield Given(guarded)
    guarded.close()


def _ignore(_done, _total):
    pass


def _nested_forms(depth=24):
    """A page whose form draws the next one ten times, which draws the next one ten times."""
    bodies = [b"<</Length 5>>\nstream\n/X Do\nendstream"]
    for place in range(depth):
        draw = b"/X Do " * 10 if place < depth - 1 else b"0 0 9 9 re f"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>"
        bodies.append(head % (place + 6, len(draw)) + b"\nstream\n" + draw + b"\nendstream")
    return _pdf(bodies)


def _pdf(bodies):
    """A page whose content is the first of `bodies`, and the form X the second."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, *bodies]
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)


def _packed_twice(megabytes=300):
    """Less than 4 KB, a page of 27 million rectangles: gigabytes once pdfium has read them."""
    packing = zlib.compressobj(1)
    content = b"".join(packing.compress(b"0 0 1 1 re " * 90_000) for _ in range(megabytes)) + packing.flush()
    content = zlib.compress(content, 9)
    head = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>" % len(content)
    return _pdf([head + b"\nstream\n" + content + b"\nendstream"])


def _many_scans(scans=3000):
    """A progressive JPEG whose last scan comes again and again."""
    whole = samples.jpeg((4000, 4000), progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * scans + b"\xff\xd9"


def test_files_are_read_as_without_the_guard(reader):
    scan = samples.pdf(2)
    told = []
    assert reader.examine(scan, ".pdf", lambda *done: told.append(done)) == ScanFacts("application/pdf", 2)
    assert told == [(1, 2), (2, 2)]
    assert len(reader.sizes(scan, "application/pdf")) == 2
    assert reader.render(scan, "application/pdf", RenderRequest(1, 0.5)).width == 397
    assert reader.thumbnail(scan, "application/pdf").startswith(b"\xff\xd8")
    with pytest.raises(Refusal, match="只能附"):
        reader.examine(b"none", "", _ignore)


def test_the_file_that_is_looked_at_is_handed_over_once(reader):
    read = []

    def scan(name, pages):
        return ScanContent(name, lambda: read.append(name) or samples.pdf(pages))

    one, two = scan("one", 2), scan("two", 3)
    for _ in range(3):
        assert len(reader.reader.sizes(one, "application/pdf")) == 2
        assert reader.reader.render(one, "application/pdf", RenderRequest(1, 0.5)).width == 397
    assert read == ["one"]
    assert len(reader.reader.sizes(two, "application/pdf")) == 3
    assert len(reader.reader.sizes(one, "application/pdf")) == 2
    assert read == ["one", "two", "one"]
    reader.reader.close()
    assert len(reader.reader.sizes(one, "application/pdf")) == 2
    assert read == ["one", "two", "one", "one"]


def test_what_its_watcher_stops_is_stopped(reader):
    scan = samples.pdf(40)

    def stop(_done, _total):
        raise KeyError

    with pytest.raises(KeyError):
        reader.examine(scan, ".pdf", stop)
    assert reader.examine(scan, ".pdf", _ignore).pages == 40


def test_a_machine_on_which_no_further_process_starts_is_told_so(reader, monkeypatch):
    scan = samples.png()

    def fail(_process):
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    with monkeypatch.context() as patched:
        patched.setattr(multiprocessing.get_context("spawn").Process, "start", fail)
        with pytest.raises(Refusal, match="读取扫描件的程序没有启动"):
            reader.examine(scan, ".png", _ignore)
    assert reader.examine(scan, ".png", _ignore).pages == 1


def _read_and_show(reader, scan, named):
    reader.render(scan, reader.examine(scan, named, _ignore).media_type, RenderRequest(0, 1.0))


@pytest.mark.parametrize(("make", "named"), [(_nested_forms, ".pdf"), (_many_scans, ".jpg")])
def test_a_file_made_to_do_harm_is_refused_in_words_and_the_next_one_is_read(reader, make, named):
    scan = make()
    with pytest.raises(Refusal, match=r"内存过大|秒仍未读取完|不完整或已损坏") as refused:
        _read_and_show(reader, scan, named)
    assert refused.value.remedy
    assert reader.examine(samples.png(), ".png", _ignore).pages == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits the time alone")
def test_a_file_that_asks_for_gigabytes_is_refused_for_the_memory():
    scan = _packed_twice()
    assert len(scan) < 4096
    guarded = GuardedFormats(seconds=120)
    patient = Given(guarded)
    with pytest.raises(Refusal, match="内存过大"):
        _read_and_show(patient, scan, ".pdf")
    guarded.close()


def test_what_the_counter_reads_is_read_in_another_process(tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(samples.pdf(2))
    program = (
        "import sys; from pathlib import Path; from counter_app.bootstrap import judging_backend\n"
        "from counter_app.services.ports import ScanContent\n"
        "path = Path(sys.argv[1]); reader = judging_backend(path.parent).scan_reader\n"
        "scan = ScanContent('x', path.read_bytes)\n"
        "print(reader.examine(scan.read(), '.pdf', print).pages, reader.thumbnail(scan, 'application/pdf')[:2])\n"
        "print(sorted({'PIL', 'pypdfium2'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.stdout.splitlines(), done.stderr) == (["1 2", "2 2", "2 b'\\xff\\xd8'", "[]"], "")
