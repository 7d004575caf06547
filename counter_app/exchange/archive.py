"""Opens a zip archive that may be a bomb: what comes out of it is measured as it comes out, not as it claims."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.incoming import MEGABYTE

LARGEST_UNPACKED: Final = 300 * MEGABYTE
"""All parts of a workbook together; 100,000 rows of 15 columns come to 70 MB."""

_MOST_PARTS: Final = 5000
_OTHER_METHODS: Final = frozenset({9, 12, 14, 93, 95, 97, 98})
"""Deflate64, bzip2, LZMA, Zstandard, xz, WavPack, PPMd: no office program writes or reads them."""
_LOCAL_HEADER: Final = struct.Struct("<26xHH")
_PIECE: Final = 64 * 1024
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, OSError, LookupError, OverflowError),
    *(NotImplementedError, RuntimeError),
)


def damaged() -> Refusal:
    """The file began as a workbook and cannot be read as one."""
    return Refusal("工作簿已损坏，无法读取", "用 Excel 或 WPS 打开并另存一份，或由提交人重新发送")


def too_much() -> Refusal:
    """The file is small and would unpack to more than any filing needs."""
    return Refusal(
        f"工作簿展开后超过{LARGEST_UNPACKED // MEGABYTE}兆字节，不读入", "只留下需要的行，另存为新的工作簿后再导入"
    )


class Archive:
    """The parts of a zip archive held in memory."""

    def __init__(self, content: bytes, largest: int = LARGEST_UNPACKED) -> None:
        """Read the list of parts. Raises `Refusal` where it is broken, encrypted, or claims more than `largest`."""
        self._content = memoryview(content)
        self._left = largest
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._parts = archive.infolist()
        except _BROKEN as error:
            raise damaged() from error
        if any(part.flag_bits & 1 for part in self._parts):
            raise Refusal("文件加了密码，无法读取", "由提交人去掉密码后重新保存，再导入")
        methods = {part.compress_type for part in self._parts}
        if not methods <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, *_OTHER_METHODS}:
            raise damaged()
        if methods & _OTHER_METHODS:
            raise Refusal(
                "工作簿的压缩方式无法读取，或者已损坏", "由提交人用 Excel 或 WPS 打开原来的文件，另存一份后重新发送"
            )
        if len(self._parts) > _MOST_PARTS or sum(part.file_size for part in self._parts) > largest:
            raise too_much()

    @property
    def names(self) -> list[str]:
        """The names of the parts, with forward slashes."""
        return [part.filename.replace("\\", "/") for part in self._parts]

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each part's name and its content in pieces. Raises `Refusal` where it is damaged or grows past the limit."""
        for part, name in zip(self._parts, self.names, strict=True):
            yield name, self._pieces(part)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of one part once more, in pieces."""
        wanted = next(part for part, known in zip(self._parts, self.names, strict=True) if known == name)
        self._left += wanted.file_size
        return self._pieces(wanted)

    def _pieces(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            unpacked, checksum = 0, 0
            for piece in self._unpack(part):
                unpacked += len(piece)
                checksum = zlib.crc32(piece, checksum)
                if unpacked > part.file_size:  # more than the list of parts admits
                    raise zipfile.BadZipFile
                yield piece
            if checksum != part.CRC:  # the reader itself does not compare it
                raise zipfile.BadZipFile
        except _BROKEN as error:
            raise damaged() from error
        self._left -= unpacked
        if self._left < 0:
            raise too_much()

    def _unpack(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        names, extra = _LOCAL_HEADER.unpack_from(self._content, part.header_offset)
        start = part.header_offset + 30 + names + extra
        packed = self._content[start : start + part.compress_size]
        if len(packed) != part.compress_size:
            raise zipfile.BadZipFile
        pieces = (packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE))
        if part.compress_type == zipfile.ZIP_STORED:
            yield from map(bytes, pieces)
            return
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        for packed_piece in pieces:
            # 64 KB unpack to 66 MB at the most; a tail is left over only then.
            piece = stream.decompress(packed_piece, MEGABYTE)
            while piece:
                yield piece
                piece = stream.decompress(stream.unconsumed_tail, MEGABYTE) if stream.unconsumed_tail else b""
            if stream.eof:
                return
        yield stream.flush()
        if not stream.eof:
            raise zipfile.BadZipFile
