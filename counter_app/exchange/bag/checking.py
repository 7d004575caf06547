"""Verifies a package: complete (nothing missing, nothing unlisted) and valid (every digest matches), RFC 8493."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from pathlib import Path
from typing import Final

from counter_app.domain.basics.records import mutable
from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag import form
from counter_app.exchange.bag.digests import Digest, digest, digests_of
from counter_app.exchange.bag.index import read_index
from counter_app.exchange.bag.readers import BROKEN, OF_THE_DESKTOP, PackageReader, reader_of
from counter_app.services.ports import BagFault, BagIndex, BagReport, FaultKind
from counter_app.services.ports.scans import Watch

_NEWEST: Final = (1, 0)
_READ: Final = ((0, 97), (1, 0))
"""Versions of the standard that are read."""

_LARGEST_TAG: Final = 1024 * 1024
"""Octets of a tag file that is no list: some lines."""

_LARGEST_INDEX: Final = 32 * 1024 * 1024
MOST_LINES: Final = 20_000
"""Lines of a manifest: ten files for each of the two thousand cases of the largest batch."""

MOST_LISTED: Final = 200
"""Faults that a report names; the others are counted."""

_LARGEST_LIST: Final = 32 * 1024 * 1024
"""Octets of a manifest: more than so many lines with the longest names come to."""

_PIECE: Final = 1 << 20
_PIECES_UNSAID: Final = 32
"""Pieces of a large file after which it is said again how far it is."""


@mutable
class _Found:
    """What is known of a package while it is looked at."""

    reader: PackageReader
    faults: list[BagFault] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)
    manifests: dict[str, dict[str, str]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    sha256: str = ""
    sm3: str = ""

    def fault(self, kind: FaultKind, path: str, sentence: str) -> None:
        """Add a fault to those that were found."""
        self.faults.append(BagFault(kind, path, sentence))

    @property
    def payload(self) -> dict[str, int]:
        """The payload files that are there, with their sizes."""
        return {path: size for path, size in self.reader.sizes.items() if path.startswith(form.PAYLOAD)}


def verify(path: Path, watch: Watch) -> BagReport:
    """Hold the package at `path` against its manifests. Raises `Refusal` where there is nothing to read at all."""
    reader = reader_of(path)
    try:
        found = _Found(reader, list(reader.faults))
        if _declared(found):
            _read_tags(found)
            _complete(found)
            _valid(found, watch)
            _indexed(found)
        _refuse_pulled_out(found, path)
        payload = found.payload
        return BagReport(
            faults=tuple(
                BagFault(one.kind, form.shown(one.path), form.shown(one.sentence)) for one in found.faults[:MOST_LISTED]
            ),
            more=max(len(found.faults) - MOST_LISTED, 0),
            batch=found.info.get("External-Identifier", ""),
            office=found.info.get("Source-Organization", ""),
            sha256=found.sha256,
            sm3=found.sm3,
            files=len(payload),
            octets=sum(payload.values()),
        )
    finally:
        reader.close()


def _refuse_pulled_out(found: _Found, path: Path) -> None:
    """A stick that is gone makes every file unreadable: said once."""
    if any(fault.kind is FaultKind.UNREADABLE for fault in found.faults) and not path.exists():
        raise Refusal("U盘或磁盘断开，核对没有完成", "插好U盘，再核对一次")


def _declared(found: _Found) -> bool:
    """Whether it is a package of a version that is read here; says why not otherwise."""
    if form.DECLARATION not in found.reader.sizes:
        found.fault(FaultKind.INCOMPLETE, form.DECLARATION, "缺少bagit.txt：不是电子数据包，或没有拷贝完整")
        return False
    text = _text(found, form.DECLARATION)
    if text is None:
        return False
    try:
        version = form.read_declaration(text)
    except form.MalformedError as error:
        found.fault(FaultKind.MALFORMED, form.DECLARATION, f"bagit.txt{error}")
        return False
    if version > _NEWEST:
        found.fault(FaultKind.NEWER, form.DECLARATION, f"电子数据包按更新的标准（BagIt {version[0]}.{version[1]}）生成")
        return False
    if version not in _READ:
        found.fault(FaultKind.UNKNOWN, form.DECLARATION, f"不认识的BagIt版本 {version[0]}.{version[1]}")
        return False
    return _ours_or_older(found)


def _ours_or_older(found: _Found) -> bool:
    text = _text(found, form.INFO) if form.INFO in found.reader.sizes else None
    if text is None:
        return not any(fault.path == form.INFO for fault in found.faults)
    try:
        found.info = form.read_info(text)
    except form.MalformedError as error:
        found.fault(FaultKind.MALFORMED, form.INFO, f"bag-info.txt{error}")
        return True
    version = found.info.get(form.VERSION_LABEL, "0")
    if not version.isdecimal():
        found.fault(FaultKind.MALFORMED, form.INFO, "bag-info.txt里的版本不是数字")
    elif int(version) > form.OUR_VERSION:
        found.fault(FaultKind.NEWER, form.INFO, "这个电子数据包由更新版本的程序生成，升级本机程序后再打开")
        return False
    return True


def _read_tags(found: _Found) -> None:
    if form.FETCH in found.reader.sizes:
        _read_fetch(found)
    for name in sorted(found.reader.sizes):
        told = form.manifest_of(name)
        if told is not None:
            _read_manifest(found, name, *told)
    if not found.manifests:
        found.fault(FaultKind.INCOMPLETE, form.manifest_name("sha256"), "缺少清单文件manifest-sha256.txt")


def _read_fetch(found: _Found) -> None:
    """What `fetch.txt` lists may be there already (RFC 8493, 2.2.3): only what is not makes the package incomplete."""
    text = _decoded(found, form.FETCH, _list(found, form.FETCH))
    if text is None:
        return
    try:
        listed = form.read_fetch(text)
    except form.MalformedError as error:
        found.fault(FaultKind.MALFORMED, form.FETCH, f"{form.FETCH}{error}")
        return
    for path in listed:
        why = form.unsafe(path) or ("" if path.startswith(form.PAYLOAD) else "列的文件不在data文件夹里")
        if why:
            found.fault(FaultKind.UNSAFE, path, f"{form.FETCH}列了{path}：{why}")
        elif path not in found.reader.sizes:
            found.fault(FaultKind.INCOMPLETE, path, f"缺少{path}：{form.FETCH}注明须联网获取，包内没有")


def _read_manifest(found: _Found, name: str, algorithm: str, tag: bool) -> None:  # noqa: FBT001 - as it was read
    if algorithm not in form.DIGITS:
        found.fault(FaultKind.UNKNOWN, name, f"{name}：不认识的摘要算法")
        return
    content = _list(found, name)
    text = _decoded(found, name, content)
    if content is None or text is None:
        return
    if name == form.manifest_name("sha256"):
        found.sha256 = digests_of(content, ("sha256",))["sha256"]
    if name == form.manifest_name("sm3"):
        found.sm3 = digests_of(content, ("sm3",))["sm3"]
    try:
        listed = form.read_manifest(text, algorithm)
    except form.MalformedError as error:
        found.fault(FaultKind.MALFORMED, name, f"{name}{error}")
        return
    for path in list(listed):
        why = form.unsafe(path) or ("" if tag or path.startswith(form.PAYLOAD) else "清单里的文件不在data文件夹里")
        if why:
            found.fault(FaultKind.UNSAFE, path, f"{name}列了{path}：{why}")
            del listed[path]
    (found.tags if tag else found.manifests)[algorithm] = listed


def _complete(found: _Found) -> None:
    payload = found.payload
    if not payload:
        found.fault(FaultKind.INCOMPLETE, form.PAYLOAD, "缺少data文件夹，或里面没有文件")
    _collisions(found, found.reader.sizes)
    for algorithm, listed in found.manifests.items():
        name = form.manifest_name(algorithm)
        for path in sorted(listed.keys() - payload.keys()):
            found.fault(FaultKind.MISSING, path, f"缺少{path}：{name}里有，包内没有")
        for path in sorted(payload.keys() - listed.keys()):
            left = path.rpartition("/")[2] in OF_THE_DESKTOP
            why = "由文件管理器自动生成，删去后再核对" if left else f"包内有，{name}里没有"
            found.fault(FaultKind.UNLISTED, path, f"多出{path}：{why}")
    for algorithm, listed in found.tags.items():
        name = form.manifest_name(algorithm, tag=True)
        for path in sorted(listed.keys() - found.reader.sizes.keys()):
            found.fault(FaultKind.MISSING, path, f"缺少{path}：{name}里有，包内没有")
    oxum = found.info.get("Payload-Oxum")
    if oxum is not None and oxum != f"{sum(payload.values())}.{len(payload)}":
        found.fault(FaultKind.INCOMPLETE, form.INFO, "文件总数或总字节数与bag-info.txt里的不符")


def _indexed(found: _Found) -> None:
    """Whether the index of a package of ours says of every file what the manifests say."""
    if form.VERSION_LABEL not in found.info:
        return
    told = {fault.path for fault in found.faults}
    if form.INDEX_JSON in told:
        return
    if form.INDEX_JSON not in found.reader.sizes:
        found.fault(FaultKind.INCOMPLETE, form.INDEX_JSON, "缺少移交目录data/index.json")
        return
    try:
        index = read_index(_content(found, form.INDEX_JSON) or b"")
    except Refusal as refusal:
        found.fault(FaultKind.MALFORMED, form.INDEX_JSON, f"移交目录无法读取：{refusal.sentence}")
        return
    if index.batch != found.info.get("External-Identifier"):
        found.fault(FaultKind.MALFORMED, form.INDEX_JSON, "移交目录里的批次与bag-info.txt里的不是同一个")
    listed = {file.path: {"sha256": file.sha256, "sm3": file.sm3} for case in index.cases for file in case.files}
    payload = found.payload.keys() - {form.INDEX_JSON, form.INDEX_CSV}
    for path in sorted(listed.keys() - payload - told):
        found.fault(FaultKind.MISSING, path, f"缺少{path}：移交目录里有，包内没有")
    for path in sorted(payload - listed.keys() - told):
        found.fault(FaultKind.UNLISTED, path, f"多出{path}：包内有，移交目录里没有")
    for path in sorted(listed.keys() & payload - told):
        if any(held.get(path, listed[path].get(name)) != listed[path].get(name) for name, held in _ours(found)):
            found.fault(FaultKind.CHANGED, path, f"{path}的摘要在移交目录里与在清单文件里不同")


def _ours(found: _Found) -> list[tuple[str, dict[str, str]]]:
    """The manifests of the algorithms that the index speaks of too."""
    return [(name, held) for name, held in found.manifests.items() if name in form.ALGORITHMS]


def _collisions(found: _Found, paths: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for path in sorted(paths):
        other = seen.setdefault(form.collision_key(path), path)
        if other != path:
            found.fault(FaultKind.UNSAFE, path, f"{path}与{other}在Windows上是同一个文件")


def _valid(found: _Found, watch: Watch) -> None:
    wanted: dict[str, dict[str, str]] = {}
    for manifests in (found.manifests, found.tags):
        for algorithm, listed in manifests.items():
            for path, expected in listed.items():
                if path in found.reader.sizes:
                    wanted.setdefault(path, {})[algorithm] = expected
    total, done = sum(found.reader.sizes[path] for path in wanted), 0

    def still_reading() -> None:
        watch(done, total)

    # A zip is read by one at a time anyway, whatever the number of threads.
    with ThreadPoolExecutor(2) as pool:
        for path, fault in pool.map(
            lambda path: (path, _checked(found, path, wanted[path], still_reading)), sorted(wanted)
        ):
            if fault is not None:
                found.faults.append(fault)
            done += found.reader.sizes[path]
            watch(done, total)


def _checked(found: _Found, path: str, expected: dict[str, str], still_reading: Callable[[], None]) -> BagFault | None:
    fed = {algorithm: digest(algorithm) for algorithm in expected}
    try:
        for number, piece in enumerate(_pieces(found, path), 1):
            for one in fed.values():
                one.update(piece)
            if number % _PIECES_UNSAID == 0:
                still_reading()
    except BROKEN:
        return BagFault(FaultKind.UNREADABLE, path, f"{path}无法读取，可能已损坏")
    wrong = [algorithm for algorithm, one in _finished(fed).items() if one != expected[algorithm]]
    if not wrong:
        return None
    return BagFault(FaultKind.CHANGED, path, f"{path}的内容被改动过（{'、'.join(wrong).upper()}不符）")


def _finished(fed: dict[str, Digest]) -> dict[str, str]:
    return {algorithm: one.hexdigest() for algorithm, one in fed.items()}


def _pieces(found: _Found, path: str) -> Iterator[bytes]:
    left = found.reader.sizes[path]
    with found.reader.open(path) as file:
        while piece := file.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise ValueError("longer than it said")
            yield piece


def _text(found: _Found, name: str) -> str | None:
    return _decoded(found, name, _content(found, name))


def _decoded(found: _Found, name: str, content: bytes | None) -> str | None:
    if content is None:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        found.fault(FaultKind.MALFORMED, name, f"{name}不是UTF-8编码")
        return None


def _content(found: _Found, name: str) -> bytes | None:
    """A tag file whole, None where it cannot be read, which is recorded."""
    if found.reader.sizes[name] > (_LARGEST_INDEX if name == form.INDEX_JSON else _LARGEST_TAG):
        found.fault(FaultKind.MALFORMED, name, f"{name}超出正常大小")
        return None
    try:
        return b"".join(_pieces(found, name))
    except BROKEN:
        found.fault(FaultKind.UNREADABLE, name, f"{name}无法读取，可能已损坏")
        return None


def _list(found: _Found, name: str) -> bytes | None:
    """A tag file with a path a line, None where it has too many; the rest is not read then."""
    if found.reader.sizes[name] > _LARGEST_LIST:
        found.fault(FaultKind.MALFORMED, name, f"{name}超出正常大小")
        return None
    pieces, lines = [], 0
    try:
        for piece in _pieces(found, name):
            pieces.append(piece)
            lines += piece.count(b"\n") or piece.count(b"\r")
            if lines > MOST_LINES:
                found.fault(FaultKind.MALFORMED, name, f"{name}超过{MOST_LINES}行，不像移交的电子数据包，没有读完")
                return None
    except BROKEN:
        found.fault(FaultKind.UNREADABLE, name, f"{name}无法读取，可能已损坏")
        return None
    return b"".join(pieces)


def recorded_index(path: Path) -> BagIndex:
    """What a package of ours holds. Raises `Refusal` for one that is not ours, newer, or cannot be read."""
    reader = reader_of(path)
    try:
        content = _content(_Found(reader), form.INDEX_JSON) if form.INDEX_JSON in reader.sizes else None
    finally:
        reader.close()
    return read_index(content or b"")
