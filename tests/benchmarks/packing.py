"""Packing 500 cases with 2,000 scans, 2 GB, beside `cp -r` and `sha256sum` of the same scans; and its memory.

The goal is 60 % of their speed and 200 MB. Papers are drawn once by the first run (cold) and remembered for the next.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from counter_app.exchange.bag import BagFiles
from tests.exchange.bag.one_packer import content_of

CASES, SCANS, GOAL, BUDGET_MB = 500, 2_000, 0.6, 200


def measure(octets: int = 2_000_000_000) -> dict[str, object]:
    """Seconds of each, the ratio of the speeds, megabytes at most; folder and zip."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("COUNTER_APP_BENCH_DIR")) as folder:
        scans = Path(folder) / "scans"
        scans.mkdir()
        _write_scans(scans, octets)
        floor = _floor(scans, Path(folder) / "copy")
        figures: dict[str, object] = {"goal": GOAL, "budget_mb": BUDGET_MB, "cp_and_sha256sum_s": round(floor, 2)}
        for name in ("bag", "bag.zip"):
            run = [sys.executable, "-m", __name__, str(scans), str(Path(folder) / name)]
            said = json.loads(subprocess.run(run, capture_output=True, check=True, timeout=900).stdout)
            figures[name] = {**said, "of_their_speed": round(floor / said["seconds"], 2)}
            _drop(Path(folder) / name)
        figures["papers"] = _papers(Path(folder))
        return figures


def _papers(folder: Path) -> dict[str, float]:
    """Seconds of packing the receipts of a batch without scans: each drawn first, then each remembered."""
    from counter_app import bootstrap
    from counter_app.services.filing import cases
    from counter_app.services.headless.headless import create_sample_office
    from counter_app.services.papers import issuing
    from counter_app.services.transfer import batch_closing, batches, packing

    taken: dict[str, float] = {"cases": CASES}
    with bootstrap.keeping_backend(folder / "data", sample=True) as backend:
        post = create_sample_office(backend)
        intake = replace(bootstrap.demo_intakes(backend)[0][1], received_on=None)
        batch_id = batches.open_batch(backend, post=post).batch.batch_id
        for _number in range(CASES):
            reference = cases.open_case(backend, post=post, intake=intake).filing.reference
            receipt, _sheet = issuing.issue_receipt(backend, reference, post=post)
            batches.scan(backend, batch_id, receipt.number.barcode, post=post)
        batch_closing.close_batch(backend, batch_id, post=post)
        for name in ("cold", "warm"):
            begun = time.perf_counter()
            packing.pack(backend, batch_id, folder / name, lambda _done, _total: None, post=post)
            taken[f"{name}_s"] = round(time.perf_counter() - begun, 2)
    return taken


def _write_scans(scans: Path, octets: int) -> None:
    import hashlib

    chance = random.Random(1)
    block = chance.randbytes(1 << 20)
    for _number in range(SCANS):
        body = chance.randbytes(64) + (block * (octets // SCANS // len(block) + 1))[: octets // SCANS - 64]
        (scans / f"{hashlib.sha256(body).hexdigest()}.pdf").write_bytes(body)
    os.sync()


def _floor(scans: Path, copy: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(["cp", "-r", str(scans), str(copy)], check=True)
    names = sorted(str(path) for path in copy.iterdir())
    subprocess.run(["sha256sum", *names], check=True, stdout=subprocess.DEVNULL)
    taken = time.perf_counter() - begun
    shutil.rmtree(copy)
    return taken


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _pack(scans: str, target: str) -> None:
    content = content_of(Path(scans), CASES)
    begun = time.perf_counter()
    BagFiles().pack(content, Path(target), lambda _done, _total: None)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(seconds, 2), "peak_mb": round(peak)}))


if __name__ == "__main__":
    _pack(*sys.argv[1:])
