"""Where the key of an office lies, and how it is taken back."""

import os
import threading

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import recovery_code
from counter_app.persistence.keys.key_note import read_note
from counter_app.persistence.keys.key_places import BESIDE, KeyPlaces
from counter_app.persistence.keys.office_key import OfficeKey, Purpose
from counter_app.services.ports.keys import KeyLost


@pytest.fixture
def places(tmp_path):
    return KeyPlaces(tmp_path / "config" / "keys")


def file_of(places, key):
    return places._keys._folder / f"{key.id}.key"


def without_the_one_beside(data):
    """As after the recovery code was printed."""
    (data / "keys" / BESIDE).unlink()


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_a_folder_without_a_note_has_no_key(places, data):
    assert places.key_of(data) is None
    assert list(data.iterdir()) == []


def test_a_key_is_found_again_by_another_program(places, data, tmp_path):
    made = places.make(data)
    without_the_one_beside(data)
    assert KeyPlaces(tmp_path / "config" / "keys").key_of(data) == made
    with pytest.raises(KeyLost):
        KeyPlaces(None).key_of(data)


def test_the_data_folder_tells_nothing_of_the_key(places, data):
    made = places.make(data)
    places.take_out(data)
    assert not places.is_beside(data)
    for file in data.rglob("*"):
        if file.is_file():
            assert made.secret.hex() not in file.read_text("ascii")
    assert repr(made) == f"OfficeKey(id='{made.id}')"


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_the_key_is_for_its_owner_only(places, data):
    file = file_of(places, places.make(data))
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_of_windows_that_begin_at_once_all_have_one_key(data, tmp_path):
    found = []
    windows = [
        threading.Thread(target=lambda: found.append(KeyPlaces(tmp_path / "config" / "keys").make(data).id))
        for _ in range(8)
    ]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert set(found) == {read_note(data).id}
    assert len(found) == 8


def test_a_lost_key_is_told_and_taken_back_by_the_code(places, data):
    made = places.make(data)
    without_the_one_beside(data)
    file_of(places, made).unlink()
    anew = KeyPlaces(file_of(places, made).parent)
    with pytest.raises(KeyLost, match="没有这份数据的密钥") as anew_told:
        anew.key_of(data)
    assert not anew.was_typed(data)
    anew_told.value.take_back(recovery_code(made.secret))
    assert anew.was_typed(data), "its sheet is there"
    assert KeyPlaces(file_of(places, made).parent).key_of(data) == made


def test_another_key_is_told_apart_from_damage(places, data):
    made = places.make(data)
    without_the_one_beside(data)
    file_of(places, made).write_text("ab" * 32)
    anew = KeyPlaces(file_of(places, made).parent)
    with pytest.raises(KeyLost, match="不是这份数据的密钥") as lost:
        anew.key_of(data)
    with pytest.raises(Refusal, match="不是这份数据的") as told:
        lost.value.take_back(recovery_code(b"x" * 32))
    assert "恢复单" in told.value.remedy


def test_a_key_file_that_holds_none_counts_as_lost(places, data):
    made = places.make(data)
    without_the_one_beside(data)
    file_of(places, made).write_text("nothing\n")
    with pytest.raises(KeyLost, match="没有这份数据的密钥"):
        KeyPlaces(file_of(places, made).parent).key_of(data)


def test_a_slip_in_the_code_is_named(places, data):
    made = places.make(data)
    without_the_one_beside(data)
    groups = recovery_code(made.secret).split(" ")
    groups[4] = groups[4][:4] + ("0" if groups[4][4] != "0" else "2")
    with pytest.raises(KeyLost) as lost:
        KeyPlaces(None).key_of(data)
    with pytest.raises(Refusal, match="第5组"):
        lost.value.take_back(" ".join(groups))
    with pytest.raises(Refusal, match="13组"):
        lost.value.take_back("0000")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"id": 5}', '{"id": "../x", "check": "00"}', "[" * 5000])
def test_a_spoilt_note_is_laid_anew_once_a_key_opens_the_data(places, data, content):
    made = places.make(data)
    note = data / "keys" / "office-key.json"
    note.write_text(content)
    anew = KeyPlaces(file_of(places, made).parent)
    assert anew.key_of(data) is None
    with pytest.raises(KeyLost, match="没有这份数据的密钥，或者"):
        anew.find_by_trying(data, lambda _key: False)
    assert anew.find_by_trying(data, lambda key: key.secret == made.secret) == made
    assert KeyPlaces(file_of(places, made).parent).key_of(data) == made


def test_without_note_and_key_the_code_brings_both_back(places, data):
    made = places.make(data)
    (data / "keys" / "office-key.json").unlink()
    without_the_one_beside(data)
    elsewhere = KeyPlaces(file_of(places, made).parent.parent / "other")
    with pytest.raises(KeyLost) as lost:
        elsewhere.find_by_trying(data, lambda key: key.secret == made.secret)
    with pytest.raises(Refusal, match="打不开数据"):
        lost.value.take_back(recovery_code(b"y" * 32))
    lost.value.take_back(recovery_code(made.secret))
    assert elsewhere.find_by_trying(data, lambda key: key.secret == made.secret).secret == made.secret
    assert read_note(data) is not None
    assert elsewhere.was_typed(data)


def test_each_use_has_a_key_of_its_own():
    key = OfficeKey("ab", b"k" * 32)
    derived = {key.derived(purpose) for purpose in Purpose}
    assert len(derived) == len(Purpose)
    assert key.secret not in derived
    # Never to change: what was encrypted would not open any more.
    assert key.derived(Purpose.DATABASE).hex() == "9307acef6915b40d56c4e741ceb589b5393241db1b9db0e1fadaeefc9a9107a7"
    assert key.check_value == OfficeKey("ab", b"k" * 32).check_value != OfficeKey("ac", b"k" * 32).check_value


def test_a_folder_that_cannot_be_written_is_told(places, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(Refusal, match="无法写入数据文件夹"):
        places.make(file)


def test_until_the_code_is_printed_a_lost_profile_loses_nothing(places, data, tmp_path):
    made = places.make(data)
    assert places.is_beside(data)
    elsewhere = KeyPlaces(tmp_path / "another" / "keys")
    assert elsewhere.key_of(data) == made
    elsewhere.take_out(data)
    assert KeyPlaces(tmp_path / "another" / "keys").key_of(data) == made
    assert not elsewhere.is_beside(data)


def test_another_key_beside_the_data_counts_for_none(places, data):
    made = places.make(data)
    (data / "keys" / BESIDE).write_text("ab" * 32)
    assert not places.is_beside(data)
    (data / "keys" / BESIDE).write_text(made.secret.hex())
    assert places.is_beside(data)


def test_the_last_key_is_not_taken_out(data, tmp_path):
    made = KeyPlaces(tmp_path / "config" / "keys").make(data)
    KeyPlaces(None).take_out(data)
    assert KeyPlaces(None).key_of(data) == made


def test_the_key_beside_the_data_is_found_without_its_note(places, data, tmp_path):
    made = places.make(data)
    (data / "keys" / "office-key.json").unlink()
    elsewhere = KeyPlaces(tmp_path / "another" / "keys")
    found = elsewhere.find_by_trying(data, lambda key: key.secret == made.secret)
    assert elsewhere.key_of(data) == found
