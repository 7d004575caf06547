"""The key that signs is encrypted with the key of the office, and signs the same as before."""

import stat

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.results.sealing import InstallationKey

PASSWORD = b"6b" * 32


@pytest.fixture
def place(tmp_path):
    return tmp_path / "keys" / "installation.pem"


def locked(data):
    return InstallationKey(data, lambda: PASSWORD)


def test_a_new_key_is_encrypted_for_its_owner_only(tmp_path, place):
    seal = locked(tmp_path).seal(b"content")
    assert locked(tmp_path).holds(b"content", seal)
    assert place.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_a_key_of_older_versions_signs_and_is_encrypted_without_becoming_another(tmp_path, place):
    before = InstallationKey(tmp_path).seal(b"content")
    assert place.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert locked(tmp_path).seal(b"content") == before
    locked(tmp_path).protect()
    assert place.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    locked(tmp_path).protect()
    assert locked(tmp_path).seal(b"content") == before
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_nothing_is_protected_where_there_is_no_key_or_no_password(tmp_path, place):
    locked(tmp_path).protect()
    assert not place.exists()
    InstallationKey(tmp_path).seal(b"content")
    InstallationKey(tmp_path).protect()
    assert place.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")


@pytest.mark.parametrize("password", [None, b"other"])
def test_with_another_password_it_cannot_be_read_and_is_not_made_anew(tmp_path, place, password):
    locked(tmp_path).seal(b"content")
    kept = place.read_bytes()
    with pytest.raises(Refusal, match="签名用的密钥无法读取"):
        InstallationKey(tmp_path, lambda: password).seal(b"content")
    assert place.read_bytes() == kept
