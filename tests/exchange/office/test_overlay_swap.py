"""One folder takes the place of another: cut before any step, one of the two stands whole after the next start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.exchange.office.overlay_swap import begin_swap, finish_swap, kept_folders

ROOT = Path(__file__).parents[3]
CUT = """
import os, sys
from pathlib import Path
from counter_app.exchange.office import overlay_swap

left = int(sys.argv[2])

def counted(act):
    def call(*arguments, **named):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return act(*arguments, **named)
    return call

Path.rename, Path.mkdir, os.fsync = counted(Path.rename), counted(Path.mkdir), counted(os.fsync)
place = Path(sys.argv[1])
overlay_swap.begin_swap(place.with_name("part"), place)
"""


def folder(path, text):
    path.mkdir()
    (path / "a.toml").write_text(text)
    (path / "b.toml").write_text(text)


def content(place):
    return {path.name: path.read_text() for path in place.iterdir()}


def test_the_new_folder_stands_in_its_place_and_the_former_beside_it(tmp_path):
    place = tmp_path / "office"
    folder(place, "old")
    folder(tmp_path / "part", "new")
    kept = begin_swap(tmp_path / "part", place)
    assert content(place) == {"a.toml": "new", "b.toml": "new"}
    assert content(tmp_path / kept) == {"a.toml": "old", "b.toml": "old"}
    assert finish_swap(place) == ""


def test_those_kept_are_in_order_also_within_one_second(tmp_path):
    place = tmp_path / "office"
    folder(place, "0")
    for number in range(12):
        folder(tmp_path / "part", str(number + 1))
        begin_swap(tmp_path / "part", place)
    assert [content(path)["a.toml"] for path in kept_folders(place)] == [str(number) for number in range(12)]


def test_a_first_import_keeps_an_empty_folder_to_go_back_to(tmp_path):
    folder(tmp_path / "part", "new")
    kept = begin_swap(tmp_path / "part", tmp_path / "office")
    assert content(tmp_path / kept) == {}


def test_where_the_place_cannot_be_freed_all_is_as_it_was(tmp_path, monkeypatch):
    place = tmp_path / "office"
    folder(place, "old")
    folder(tmp_path / "part", "new")
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda self, to: _held(self, to, place, rename))
    with pytest.raises(PermissionError):
        begin_swap(tmp_path / "part", place)
    assert content(place)["a.toml"] == "old"
    assert content(tmp_path / "part")["a.toml"] == "new"
    assert finish_swap(place) == ""


def _held(source, to, place, rename):
    if source == place:
        raise PermissionError(13, "held open")
    return rename(source, to)


@pytest.mark.parametrize("step", range(8))
def test_cut_before_any_step_one_of_the_two_is_whole(tmp_path, step):
    place = tmp_path / "office"
    folder(place, "old")
    folder(tmp_path / "part", "new")
    run = [sys.executable, "-c", CUT, str(place), str(step)]
    done = subprocess.run(run, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60)
    assert done.returncode in (0, 9)
    finish_swap(place)
    [version] = set(content(place).values())
    assert len(content(place)) == 2
    assert version == ("old" if (tmp_path / "part").is_dir() else "new")
