"""Packs a package: into a name of its own beside the target, read back, and only then under the target's name."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.drawn_pages import pages_drawn
from counter_app.exchange.bag import trouble
from counter_app.exchange.bag.checking import MOST_LINES, recorded_index, verify
from counter_app.exchange.bag.digests import digest, digests_of
from counter_app.exchange.bag.form import (
    ALGORITHMS,
    DECLARATION,
    DECLARED,
    INDEX_CSV,
    INDEX_JSON,
    INFO,
    OUR_VERSION,
    VERSION_LABEL,
    info_text,
    manifest_name,
    manifest_text,
    refuse_unsafe_name,
)
from counter_app.exchange.bag.index import index_csv, index_json, index_of, path_of
from counter_app.exchange.bag.sinks import FolderSink, Sink, ZipSink, drop_mark, written_before
from counter_app.exchange.bag.volumes import largest_file
from counter_app.services.ports import (
    BagContent,
    BagFile,
    IndexFile,
    PackedBag,
    PackedCase,
    ScanChanged,
    ScanSource,
    Watch,
)

THREADS: Final = 2
"""Digests are most of the work, and give up Python's lock; more threads only make a stick seek."""

_AHEAD: Final = 3
"""Files under way at once."""

_INDEXES: Final = 2
"""Files that an index is: `index.json` and `index.csv`."""

_MOST_AHEAD: Final = 60 * 1024 * 1024
"""Octets of them: on its way into a zip a scan is held whole, and one may have 50 MB."""

_HEADS: Final = 400
"""Octets of a zip beside the files, for each of them, at most."""

_DRAWN: Final = 80_000
"""A drawn paper is about that large, for the progress and the space needed."""


@frozen
class _Job:
    case: PackedCase[BagFile]
    file: BagFile
    path: str
    size: int


def pack(content: BagContent, target: Path, watch: Watch) -> PackedBag:
    """Pack `content` into `target`, a folder or a `.zip`. Raises `Refusal`, and whatever `watch` raises."""
    jobs = _jobs(content)
    with trouble.putting_there():
        done = _packed_before(content, jobs, target, watch)
    if done is not None:
        return done
    octets = sum(job.size for job in jobs)
    _refuse_no_space(target, octets, len(jobs))
    sink: Sink = ZipSink(target) if _is_zip(target) else FolderSink(target)
    with trouble.putting_there():
        sink.begin(_identity(content, jobs))
    try:
        written = _write_payload(jobs, sink, watch, 2 * octets)
        files = {**written, **_write_index(content, written, sink)}
        packed = _write_tags(content, files, sink)
        with trouble.putting_there():
            _read_back(files, sink, watch, octets)
            sink.finish()
    finally:
        sink.close()
    return PackedBag(target, packed["sha256"], packed["sm3"], len(files), sum(one.size for one in files.values()))


def _jobs(content: BagContent) -> list[_Job]:
    jobs = []
    for case in content.cases:
        for file in case.files:
            refuse_unsafe_name(file.name)
            size = file.source.size if isinstance(file.source, ScanSource) else _DRAWN
            jobs.append(_Job(case, file, path_of(case, file.name), size))
    if len(jobs) + _INDEXES > MOST_LINES:
        raise Refusal(f"这个批次的文件超过{MOST_LINES}个，生成的电子数据包不能接收", "解锁批次，分成几批移交")
    return jobs


def _identity(content: BagContent, jobs: list[_Job]) -> str:
    """What a run would pack: another run goes on only with what is the same."""
    plain = [content.batch, content.office, content.closed_on.isoformat()]
    plain += [f"{job.path}={job.file.sha256}" for job in jobs]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def _refuse_no_space(target: Path, octets: int, files: int) -> None:
    """Raise `Refusal` for what can be known before ten minutes of writing."""
    if not target.parent.is_dir():
        raise trouble.no_folder()
    with trouble.putting_there():
        free = shutil.disk_usage(target.parent).free + written_before(target)
    if free < octets:
        raise trouble.not_enough(octets, free)
    if _is_zip(target):
        largest = largest_file(target.parent)
        if largest is not None and octets + files * _HEADS > largest:
            raise trouble.too_large()


def _is_zip(target: Path) -> bool:
    return target.suffix.lower() == ".zip"


def _packed_before(content: BagContent, jobs: list[_Job], target: Path, watch: Watch) -> PackedBag | None:
    """What an earlier run packed under this name, where it is whole and the same; None where nothing is there."""
    if not target.exists():
        return None
    try:
        report = verify(target, watch)
    except Refusal as refusal:
        raise trouble.taken_already(target.name) from refusal
    if report.batch != content.batch:
        raise trouble.taken_already(target.name)
    if not report.valid:
        raise trouble.spoilt(target.name)
    kept = recorded_index(target)
    held = {file.path: file for case in kept.cases for file in case.files}
    if held.keys() != {job.path for job in jobs}:
        raise trouble.other_content(target.name)
    written = {job.path: _as_it_would_be(job, held[job.path]) for job in jobs}
    if index_of(content, written) != kept:
        raise trouble.other_content(target.name)
    drop_mark(target)
    return PackedBag(target, report.sha256, report.sm3, report.files, report.octets)


def _as_it_would_be(job: _Job, held: IndexFile) -> IndexFile:
    """What a file would come to now. A scan that hashes to what is expected is not read again: the package was."""
    if isinstance(job.file.source, ScanSource):
        digests = {"sha256": job.file.sha256 or held.sha256, "sm3": held.sm3}
        return _made(job, job.size, digests, job.file.pages)
    drawn = job.file.source()
    return _made(job, len(drawn), digests_of(drawn, ALGORITHMS), pages_drawn(drawn))


def _write_payload(jobs: list[_Job], sink: Sink, watch: Watch, total: int) -> dict[str, IndexFile]:
    written: dict[str, IndexFile] = {}
    done = 0
    with ThreadPoolExecutor(THREADS) as pool:
        for job, made in _in_order(pool, jobs, sink):
            written[job.path] = made
            done += job.size
            watch(done, total)
    return written


def _in_order(pool: ThreadPoolExecutor, jobs: list[_Job], sink: Sink) -> Iterator[tuple[_Job, IndexFile]]:
    """Results in the order of the jobs, only a few under way at once; nothing new begins once one has failed."""
    waiting: deque[tuple[_Job, Future[tuple[IndexFile, Callable[[], None]]]]] = deque()
    left = deque(jobs)
    try:
        while left or waiting:
            while left and len(waiting) < _AHEAD and (not waiting or _held(waiting) + left[0].size <= _MOST_AHEAD):
                job = left.popleft()
                waiting.append((job, pool.submit(_put, job, sink)))
            job, made = waiting.popleft()
            file, write = made.result()
            with trouble.putting_there():
                write()
            yield job, file
    finally:
        for _job, made in waiting:
            made.cancel()


def _held(waiting: Iterable[tuple[_Job, object]]) -> int:
    return sum(job.size for job, _made in waiting)


def _put(job: _Job, sink: Sink) -> tuple[IndexFile, Callable[[], None]]:
    file = job.file
    pages = file.pages
    if isinstance(file.source, ScanSource):
        size, digests, write = _put_file(job, file.source, sink)
    else:
        drawn = file.source()
        size, digests, pages = len(drawn), digests_of(drawn, ALGORITHMS), pages_drawn(drawn)
        with trouble.putting_there():
            write = sink.put(job.path, iter((drawn,)), len(drawn), digests["sha256"])
    if file.sha256 and digests["sha256"] != file.sha256:
        raise trouble.source_changed(file.what, job.case.position)
    return _made(job, size, digests, pages), write


def _made(job: _Job, size: int, digests: dict[str, str], pages: int) -> IndexFile:
    return IndexFile(
        path=job.path,
        what=job.file.what,
        media_type=job.file.media_type,
        pages=pages,
        size=size,
        sha256=digests["sha256"],
        sm3=digests["sm3"],
        number=job.file.number,
    )


def _put_file(job: _Job, source: ScanSource, sink: Sink) -> tuple[int, dict[str, str], Callable[[], None]]:
    fed = {algorithm: digest(algorithm) for algorithm in ALGORITHMS}
    size = 0

    def pieces() -> Iterator[bytes]:
        nonlocal size
        try:
            for piece in source.pieces():
                for one in fed.values():
                    one.update(piece)
                size += len(piece)
                yield piece
        except OSError as error:
            raise trouble.source_gone(job.file.what, job.case.position) from error
        except ScanChanged as error:
            raise trouble.source_changed(job.file.what, job.case.position) from error

    with trouble.putting_there():
        write = sink.put(job.path, pieces(), job.size, job.file.sha256)
    return size, {algorithm: one.hexdigest() for algorithm, one in fed.items()}, write


def _write_index(content: BagContent, written: dict[str, IndexFile], sink: Sink) -> dict[str, IndexFile]:
    index = index_of(content, written)
    made = {}
    for path, what, body in (
        (INDEX_JSON, "移交目录（程序读取）", index_json(index)),
        (INDEX_CSV, "移交目录（表格）", index_csv(index)),
    ):
        digests = digests_of(body, ALGORITHMS)
        with trouble.putting_there():
            sink.put(path, iter((body,)), len(body), digests["sha256"])()
        made[path] = IndexFile(path, what, "", 1, len(body), digests["sha256"], digests["sm3"])
    return made


def _write_tags(content: BagContent, files: dict[str, IndexFile], sink: Sink) -> dict[str, str]:
    """Write the tag files; returns the digests of the two payload manifests."""
    octets = sum(file.size for file in files.values())
    info = info_text(
        (
            ("Source-Organization", content.office),
            ("External-Identifier", content.batch),
            ("External-Description", f"{content.number} 备案材料移交电子数据包"),
            ("Bagging-Date", content.closed_on.isoformat()),
            ("Payload-Oxum", f"{octets}.{len(files)}"),
            ("Bag-Software-Agent", "counter-app"),
            (VERSION_LABEL, str(OUR_VERSION)),
        )
    )
    tags = {DECLARATION: DECLARED.encode(), INFO: info.encode()}
    packed = {}
    for algorithm in ALGORITHMS:
        text = manifest_text({path: getattr(file, algorithm) for path, file in files.items()}).encode()
        tags[manifest_name(algorithm)] = text
        packed[algorithm] = digests_of(text, (algorithm,))[algorithm]
    sums = {name: digests_of(body, ALGORITHMS) for name, body in tags.items()}
    for algorithm in ALGORITHMS:
        listed = {name: found[algorithm] for name, found in sums.items()}
        tags[manifest_name(algorithm, tag=True)] = manifest_text(listed).encode()
    with trouble.putting_there():
        for name, body in tags.items():
            sink.put(name, iter((body,)), len(body), "")()
    return packed


def _read_back(files: dict[str, IndexFile], sink: Sink, watch: Watch, octets: int) -> None:
    """Read everything from the target again: what a torn stick kept is seen here. Raises `Refusal`."""
    sink.settle()
    done = octets
    with ThreadPoolExecutor(THREADS) as pool:
        paths = list(files)
        for path, found in zip(paths, pool.map(sink.sha256, paths), strict=True):
            if found != files[path].sha256:
                raise trouble.torn()
            done += files[path].size
            watch(min(done, 2 * octets), 2 * octets)
