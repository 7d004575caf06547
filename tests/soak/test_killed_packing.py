"""kill -9 at random moments of packing: the next run finishes it, and `verify` never passes a half package."""

import random
import time

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag import BagFiles
from tests.exchange.bag.one_packer import content_of
from tests.soak.killing import begin, ends, rounds, seed

SEED = int(seed("20261124"))
ROUNDS = rounds(50)
BAGS = BagFiles()


def _quiet(_done, _total):
    """Watch nothing."""


def _start(scans, target, cases):
    return begin("tests.exchange.bag.one_packer", scans, target, cases)


def _is_half(target):
    """Whether something stands under the name that is not a whole package."""
    if not target.exists():
        return False
    return not BAGS.verify(target, _quiet).valid


@pytest.mark.soak
@pytest.mark.parametrize("name", ["BY2026-0001", "BY2026-0001.zip"])
def test_killed_at_any_moment_of_packing_nothing_half_ever_passes(tmp_path, name):
    chance = random.Random(SEED)
    scans = tmp_path / "scans"
    scans.mkdir()
    for number in range(60):
        (scans / f"{number:03d}.pdf").write_bytes(chance.randbytes(chance.randrange(200_000, 900_000)))
    cases = 20
    whole = BAGS.pack(content_of(scans, cases), tmp_path / f"whole-{name}", _quiet)
    target = tmp_path / "stick" / name
    target.parent.mkdir()
    with _start(scans, target, cases) as process:
        begun = time.monotonic()
        assert process.wait(60) == 0
        whole_run = time.monotonic() - begun
    _remove(target)
    killed_under_way = finished = 0
    while killed_under_way < ROUNDS:
        if not ends(_start(scans, target, cases), chance.uniform(0.0, whole_run)):
            killed_under_way += 1
        assert not _is_half(target)
        partial = target.with_name(f"{name}.partial")
        if partial.exists():
            try:
                assert not BAGS.verify(partial, _quiet).valid
            except Refusal:
                pass  # no zip at all yet
            except AssertionError:
                # All is written and read back; only its name is missing. It is whole, though nobody is shown it.
                assert BAGS.verify(partial, _quiet).sha256 == whole.sha256
        if target.exists():
            finished += 1
            assert finished < 20 * ROUNDS
            assert BAGS.verify(target, _quiet).sha256 == whole.sha256
            _remove(target)
    process = _start(scans, target, cases)
    said, _nothing = process.communicate(timeout=60)
    assert said == f"packed {whole.sha256}\n"
    assert [path.name for path in target.parent.iterdir()] == [name]
    print(f"\n{name}: {killed_under_way} killed under way, {finished} runs had finished before")


def _remove(target):
    if target.is_dir():
        for path in sorted(target.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        target.rmdir()
    else:
        target.unlink()
