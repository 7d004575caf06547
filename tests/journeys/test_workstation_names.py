"""Who works at a workstation stands in no file that anybody can read, once the data have a key."""

import json

import pytest

from counter_app import bootstrap, paths
from counter_app.cli.commands import workstation_file
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.headless.headless import create_sample_office
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports.keys import KeyLost
from counter_app.settings import FILE_NAME, NAMES, WorkstationFile
from counter_app.ui.shell.opening import open_backend

HERE = Workstation("陈示例", "3号窗口", "大关县公安局", zoom=120, clerks="陈示例\t\n李接班\tscrypt$1")
KEY = bytes(range(32))


def sealed(folder, key=KEY):
    return WorkstationFile(folder, lambda: key)


def lost(folder):
    def key():
        raise KeyLost("没有密钥", "输入恢复码", lambda _typed: None)

    return WorkstationFile(folder, key)


def told(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_names_are_sealed_and_the_rest_is_read_without_a_key(tmp_path):
    sealed(tmp_path).save(HERE)
    for word in ("陈示例", "李接班", "scrypt"):
        assert word.encode() not in told(tmp_path)
    assert sealed(tmp_path).load() == HERE
    assert lost(tmp_path).load() == Workstation("", "3号窗口", "大关县公安局", zoom=120)
    assert (tmp_path / NAMES).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE_NAME, NAMES]


def test_that_a_window_was_set_up_is_known_without_a_key(tmp_path):
    assert not sealed(tmp_path).was_set_up
    sealed(tmp_path).save(Workstation(window="3号窗口"))
    assert not lost(tmp_path).was_set_up
    sealed(tmp_path).save(HERE)
    assert lost(tmp_path).was_set_up


def test_what_is_saved_without_the_key_leaves_the_names_as_they_are(tmp_path):
    sealed(tmp_path).save(HERE)
    file = lost(tmp_path)
    file.save(Workstation("", "3号窗口", zoom=150))
    assert sealed(tmp_path).load() == Workstation("陈示例", "3号窗口", zoom=150, clerks=HERE.clerks)


def test_the_names_of_an_older_version_are_sealed_by_the_next_save_and_written_over(tmp_path):
    plain = WorkstationFile(tmp_path)
    plain.save(HERE)
    assert "陈示例".encode() in told(tmp_path)
    file = sealed(tmp_path)
    assert (file.load(), file.names_are_open) == (HERE, True)
    with (tmp_path / FILE_NAME).open("rb") as old:
        file.save(HERE)
        assert set(old.read()) == {0}
    assert not file.names_are_open
    assert "陈示例".encode() not in told(tmp_path)
    assert sealed(tmp_path).load() == HERE


def test_what_an_older_version_wrote_since_holds(tmp_path):
    sealed(tmp_path).save(HERE)
    content = json.loads((tmp_path / FILE_NAME).read_text("utf-8"))
    (tmp_path / FILE_NAME).write_text(json.dumps(content | {"clerk": "王敏"}), "utf-8")
    file = sealed(tmp_path)
    assert (file.load().clerk, file.names_are_open) == ("王敏", True)
    file.save(file.load())
    assert sealed(tmp_path).load().clerk == "王敏"


@pytest.mark.parametrize("spoil", ["another key", "no database", "another table"])
def test_names_that_cannot_be_read_are_told_and_filled_in_anew(tmp_path, spoil):
    sealed(tmp_path).save(HERE)
    if spoil == "no database":
        (tmp_path / NAMES).write_bytes(b"x" * 8192)
    key = bytes(32) if spoil == "another key" else KEY
    if spoil == "another table":
        from counter_app.persistence.base.encrypted_words import write_words

        write_words(tmp_path / NAMES, KEY, '{"clerk": "陈示例"}')
    file = sealed(tmp_path, key)
    assert file.load().clerk == ""
    assert f"{NAMES} 读不出" in str(file.trouble)
    file.save(Workstation("王敏", "3号窗口"))
    again = sealed(tmp_path, key)
    assert (again.load(), again.trouble) == (Workstation("王敏", "3号窗口"), None)


def test_names_that_cannot_be_written_are_told(tmp_path):
    (tmp_path / NAMES).mkdir()
    with pytest.raises(Refusal, match="本机设置没有保存"):
        sealed(tmp_path).save(HERE)
    assert [path.name for path in tmp_path.iterdir()] == [NAMES]


def test_the_first_start_seals_what_was_set_up_before_there_was_a_key(tmp_path):
    folder = tmp_path / "data"
    before = workstation_file(folder)
    before.save(HERE)
    assert before.names_are_open
    with bootstrap.keeping_backend(folder, sample=True) as backend:
        create_sample_office(backend)
        opened = open_backend(lambda: backend, before.load(), before.load)
    assert opened.workstation is None
    before.save(before.load())
    assert not before.names_are_open
    assert "陈示例".encode() not in (folder / FILE_NAME).read_bytes()
    assert workstation_file(folder).load() == HERE


def test_a_key_that_comes_back_brings_the_names_with_it(tmp_path):
    folder = tmp_path / "data"
    with bootstrap.keeping_backend(folder) as backend:
        create_sample_office(backend)
    workstation_file(folder).save(HERE)
    away = paths.keys_dir().rename(tmp_path / "away")
    beside = (folder / "keys" / "office.key").rename(tmp_path / "office.key")
    file = workstation_file(folder)
    without = file.load()
    assert (without.clerk, file.was_set_up) == ("", True)
    away.rename(paths.keys_dir())
    with bootstrap.keeping_backend(folder) as backend:
        opened = open_backend(lambda: backend, without, file.load)
    assert opened.workstation == HERE
    assert beside.exists()
