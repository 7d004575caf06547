"""Files made to fill the memory or to take for ever are refused in words, and the next file is read."""

import errno
import multiprocessing
import time

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.scanning.guarded import GuardedFormats
from counter_app.services.ports import Look, ScanFacts
from tests.fakes import scan_samples as samples


@pytest.fixture
def reader():
    reader = GuardedFormats(seconds=6)
    yield reader
    reader.close()


def _ignore(_done, _total):
    pass


def _nested_forms(depth=24):
    """A page whose form draws the next one ten times, which draws the next one ten times."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length 5>>\nstream\n/X Do\nendstream",
    ]
    for place in range(depth):
        draw = b"/X Do " * 10 if place < depth - 1 else b"0 0 9 9 re f"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>"
        bodies.append(head % (place + 6, len(draw)) + b"\nstream\n" + draw + b"\nendstream")
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)


def _many_scans(scans=3000):
    """A progressive JPEG whose last scan comes again and again."""
    whole = samples.jpeg((4000, 4000), progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * scans + b"\xff\xd9"


def test_files_are_read_as_without_the_guard(reader, tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(samples.pdf(2))
    told = []
    assert reader.examine(path, ".pdf", lambda *done: told.append(done)) == ScanFacts("application/pdf", 2)
    assert told == [(1, 2), (2, 2)]
    assert len(reader.sizes(path, "application/pdf")) == 2
    assert reader.picture(path, "application/pdf", Look(1, 0.5)).width == 397
    assert reader.thumbnail(path, "application/pdf").startswith(b"\xff\xd8")
    path.write_bytes(b"none")
    with pytest.raises(Refusal, match="只能附"):
        reader.examine(path, "", _ignore)


def test_what_its_watcher_stops_is_stopped(reader, tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(samples.pdf(40))

    def stop(_done, _total):
        raise KeyError

    with pytest.raises(KeyError):
        reader.examine(path, ".pdf", stop)
    assert reader.examine(path, ".pdf", _ignore).pages == 40


def test_a_machine_on_which_no_further_process_starts_is_told_so(reader, tmp_path, monkeypatch):
    path = tmp_path / "kept"
    path.write_bytes(samples.png())

    def fail(_process):
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    with monkeypatch.context() as patched:
        patched.setattr(multiprocessing.get_context("spawn").Process, "start", fail)
        with pytest.raises(Refusal, match="读扫描件的程序没有启动"):
            reader.examine(path, ".png", _ignore)
    assert reader.examine(path, ".png", _ignore).pages == 1


def _read_and_show(reader, path, named):
    reader.picture(path, reader.examine(path, named, _ignore).media_type, Look(0, 1.0))


@pytest.mark.parametrize(("make", "named"), [(_nested_forms, ".pdf"), (_many_scans, ".jpg")])
def test_a_file_made_to_do_harm_is_refused_in_words_and_the_next_one_is_read(reader, tmp_path, make, named):
    path, good = tmp_path / "kept", tmp_path / "good"
    path.write_bytes(make())
    good.write_bytes(samples.png())
    began = time.monotonic()
    with pytest.raises(Refusal, match=r"内存太多|秒还没有读完|不完整或已损坏") as refused:
        _read_and_show(reader, path, named)
    assert refused.value.remedy
    assert time.monotonic() - began < 20
    assert reader.examine(good, ".png", _ignore).pages == 1
