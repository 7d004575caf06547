"""10,000 mutated files of seven kinds: each is read or refused in words, in time and memory, and nothing of it stays.

Each kind is read in a process of its own with 1 GB of addresses and 5 seconds a file; one that ends the process or
takes longer fails the trial. The seed is printed; `COUNTER_APP_SOAK_SEED` repeats a run, `COUNTER_APP_SOAK_FILES` is
how many files there are.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import string
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from counter_app.child_process import ChildProcess, Limits
from counter_app.domain.basics.refusal import Refusal
from tests.fakes.memory_backend import shipped_form
from tests.soak.killing import ROOT, seed
from tests.soak.mutated_reader import Reader, sample_manifest, sample_package, sample_workbook

SEED = int(seed())
FILES = int(os.environ.get("COUNTER_APP_SOAK_FILES", "10000"))
LIMITS = Limits(
    5.0,
    1 << 30,
    too_long=Refusal("took too long"),
    too_much=Refusal("ended the process"),
    not_started=Refusal("not started"),
)
FAULTS = {"took too long", "ended the process", "not started"}
PARTS = 5
"""So that none takes as long as a test may."""

SHARES = {
    "workbook": 0.25,
    "json": 0.25,
    "package": 0.15,
    "overlay": 0.1,
    "notice": 0.1,
    "settings": 0.1,
    "manifest": 0.05,
}
ODD = (
    *("", " ", "0", "-1", "1e999", "NaN", "9" * 400, "\x00", "\ufeff", "\u202e", "\ud7ff", "=1+1", "../../x"),
    *("a" * 70_000, "中" * 5_000, "[" * 3_000, "<" * 3_000, "{" * 3_000, '"""', "'", "\\", "2026-02-30"),
    *("2026年13月40日", "𠮷" * 999),
)


@dataclass
class Dice:
    """What is changed in a file, drawn from a seed."""

    random: random.Random

    def octets(self, content: bytes) -> bytes:
        """Some octets changed, left out, put in or repeated; or the end cut off."""
        made = bytearray(content)
        for _ in range(self.random.randint(1, 8)):
            at = self.random.randrange(len(made) + 1)
            length = min(self.random.choice((1, 2, 8, 64, 1024)), len(made) - at)
            match self.random.randrange(6):
                case 0:
                    made[at : at + length] = self.random.randbytes(length)
                case 1:
                    del made[at : at + length]
                case 2:
                    made[at:at] = self.random.randbytes(self.random.choice((1, 4, 100)))
                case 3:
                    made[at:at] = made[at : at + length] * self.random.choice((1, 2, 500))
                case 4:
                    made[at : at + length] = self.random.choice((b"\x00", b"\xff", b"\x80")) * length
                case _:
                    if self.random.random() < 0.2:
                        del made[at:]
        return bytes(made) or b"\x00"

    def text(self, text: str) -> str:
        """Words exchanged for odd ones, lines repeated, numbers made huge."""
        made = text
        for _ in range(self.random.randint(1, 5)):
            at = self.random.randrange(len(made) + 1)
            end = min(len(made), at + self.random.choice((0, 1, 3, 20, 200)))
            put = self.random.choice((*ODD, made[at:end] * 300, "".join(self.random.choices(string.printable, k=9))))
            made = made[:at] + put + made[end:]
        return made[:4_000_000]

    def tree(self, value: object) -> object:
        """Something within what was read from JSON exchanged for something odd."""
        if isinstance(value, dict) and value and self.random.random() < 0.85:
            key = self.random.choice(list(value))
            if self.random.random() < 0.1:
                return {**value, self.random.choice(ODD)[:300]: value[key]}
            return {**value, key: self.tree(value[key])}
        if isinstance(value, list) and value and self.random.random() < 0.7:
            place = self.random.randrange(len(value))
            if self.random.random() < 0.1:
                return value * self.random.choice((2, 50, 3_000))
            return [*value[:place], self.tree(value[place]), *value[place + 1 :]]
        deep: object = []
        for _ in range(self.random.choice((1, 30, 900))):
            deep = [deep] if self.random.random() < 0.5 else {"a": deep}
        return self.random.choice((*ODD, None, True, 0, -1, 10**300, 1.5, [], {}, deep, [value] * 40, {"": value}))

    def archive(self, content: bytes, folder: Path) -> bytes:
        """A member of a zip changed, left out or renamed, and all packed again; or the zip itself changed."""
        if self.random.random() < 0.3:
            return self.octets(content)
        source, made = folder / "source.zip", folder / "made.zip"
        source.write_bytes(content)
        with zipfile.ZipFile(source) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as write:
            names = read.namelist()
            chosen = self.random.choice(names)
            for name in names:
                body = read.read(name)
                if name != chosen:
                    write.writestr(name, body)
                elif self.random.random() < 0.05:
                    continue
                elif self.random.random() < 0.05:
                    odd = self.random.choice(("../x", "/etc/x", f"{name}\n", name.upper(), "a" * 300, "con"))
                    write.writestr(name if odd in names else odd, body)
                elif self.random.random() < 0.6:
                    text = self.text(body.decode("utf-8", "replace"))
                    write.writestr(name, text.encode("utf-8", "surrogatepass"))
                else:
                    write.writestr(name, self.octets(body))
        return made.read_bytes()


def mutants(kind: str, dice: Dice, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files of one kind, each with its name, without end."""
    faults, forms = ROOT / "tests" / "faults", ROOT / "forms"
    settings = b'{"clerk": "a", "window": "3", "zoom": 100, "theme": "light", "continuous": false, "clerks": "a\\t"}'
    sources = {
        "workbook": lambda: [("x.xlsx", sample_workbook(shipped_form(), folder))],
        "json": lambda: [("x.json", path.read_bytes()) for path in (ROOT / "tests" / "samples").glob("[0-9]*.json")],
        "package": lambda: [("x.zip", sample_package(folder))],
        "overlay": lambda: [
            ("@".join(path.relative_to(forms).parts), path.read_bytes()) for path in forms.glob("*/2025-05/*.toml")
        ],
        "notice": lambda: (
            [("x.txt", path.read_bytes()) for path in faults.glob("*notice*.txt")]
            + [("x.toml", path.read_bytes()) for path in (ROOT / "resources" / "working_days").glob("*.toml")]
        ),
        "settings": lambda: [("workstation.json", settings)],
        "manifest": lambda: [("x.json", sample_manifest())],
    }[kind]()
    while True:
        name, source = dice.random.choice(sorted(sources))
        if kind in ("workbook", "package"):
            yield name, dice.archive(source, folder)
        elif dice.random.random() < 0.3:
            yield name, dice.octets(source)
        elif name.endswith(".json"):
            made = json.dumps(dice.tree(json.loads(source)), ensure_ascii=dice.random.random() < 0.5)
            yield name, made.encode("utf-8", "surrogatepass")
        else:
            yield name, dice.text(source.decode("utf-8")).encode("utf-8", "surrogatepass")


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", SHARES)
def test_whatever_is_in_a_file_it_is_read_or_refused_in_words(tmp_path, kind, part, capsys):
    count = round(FILES * SHARES[kind] / PARTS)
    dice = Dice(random.Random(f"{SEED} {kind} {part}"))
    made_in, read_in = tmp_path / "made", tmp_path / "read"
    made_in.mkdir()
    read_in.mkdir()
    child = ChildProcess(Reader, LIMITS)
    with contextlib.suppress(Refusal):  # a busy machine starts a process in over a minute
        child.ask("most_memory")
    outcomes: Counter[str] = Counter()
    slowest, faults = 0.0, []
    for number, (name, content) in zip(range(count), mutants(kind, dice, made_in), strict=False):
        begun = time.monotonic()
        try:
            said = child.ask("read", kind, name, content, read_in)
        except Refusal as refusal:
            said = refusal.sentence
        slowest = max(slowest, time.monotonic() - begun)
        outcomes["read" if said == "read" else "refused"] += 1
        if said in FAULTS or said.startswith("crashed") or list(read_in.iterdir()):
            faults.append((number, said, [path.name for path in read_in.iterdir()]))
            (made_in / f"{number}").write_bytes(content)
            shutil.rmtree(read_in)
            read_in.mkdir()
    most = child.ask("most_memory")
    child.close()
    with capsys.disabled():
        print(f"\nseed {SEED} {kind} {part}: {count} files, {dict(outcomes)}, slowest {slowest:.2f} s, {most} MB")
    assert faults == []
