"""A process that packs a batch of random scans again and again, to be killed: `one_packer.py SCANS TARGET CASES`."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from counter_app.exchange.bag import BagFiles
from counter_app.exchange.bag.digests import digests_of
from counter_app.services.ports import BagContent, BagFile, PackedCase, ScanSource

DAY = date(2026, 3, 2)


def content_of(scans: Path, cases: int, *, drawn: bool = True) -> BagContent:
    """A batch of `cases` cases over the files in `scans`, shared out in order; with a drawn paper for each."""
    files = sorted(scans.iterdir())
    each = max(1, len(files) // cases)
    made = []
    for position in range(1, cases + 1):
        held = files[(position - 1) * each : position * each]
        sheets = [
            BagFile(f"scan-{number:02d}.pdf", "扫描件", "application/pdf", 1, source_of(path), sha256_of(path))
            for number, path in enumerate(held, 1)
        ]
        if drawn:
            body = b"%PDF" + str(position).encode() * 9_000
            sheets.append(BagFile("paper-01.pdf", "收件凭证", "application/pdf", 1, lambda body=body: body))
        about = ("单位", "题名", "首次备案", "已备案", DAY, DAY, DAY, 2)
        number = f"备收〔2026〕{position:04d}号"
        made.append(
            PackedCase(position, f"AJ{position}", number, f"BS2026-{position:04d}", *about, files=tuple(sheets))
        )
    return BagContent("BY2026-0001", "移字〔2026〕1号", "大关县公安局", "科信", DAY, tuple(made))


def source_of(path: Path) -> ScanSource:
    """A file as the packer is given it."""

    def pieces() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(1 << 20), b"")

    return ScanSource(path.stat().st_size, pieces)


def sha256_of(path: Path) -> str:
    """The digest a scan was attached with; its name where it is one already."""
    return path.stem if len(path.stem) == 64 else digests_of(path.read_bytes(), ("sha256",))["sha256"]


def main(scans: str, target: str, cases: str) -> None:
    """Pack, and say when it stands."""
    content = content_of(Path(scans), int(cases))
    print("ready", flush=True)
    packed = BagFiles().pack(content, Path(target), lambda _done, _total: None)
    print(f"packed {packed.sha256}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
