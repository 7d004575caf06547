"""Encrypted files: whatever is changed in one is seen before any of it is believed."""

import io

import pytest

from counter_app.persistence.base import sealed_files
from counter_app.persistence.base.sealed_files import (
    CHUNK,
    HEAD_BYTES,
    Cipher,
    NotGenuine,
    Sealing,
    is_sealed,
    seal,
    unseal,
)

KEY = bytes(range(32))
BOTH = pytest.mark.parametrize("cipher", list(Cipher))


def opened(sealed, key=KEY, about=b""):
    return b"".join(unseal(io.BytesIO(sealed), key, about))


@BOTH
@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_was_encrypted_comes_back(cipher, size, monkeypatch):
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    sealing = Sealing(KEY, cipher)
    pieces = [content[start : start + 300_001] for start in range(0, size, 300_001)]
    sealed = sealing.head + b"".join(map(sealing.add, pieces)) + sealing.end()
    assert opened(sealed) == content
    chunks = max(1, -(-size // CHUNK))
    assert len(sealed) == HEAD_BYTES + size + 16 * chunks


@BOTH
def test_the_head_names_the_cipher_and_no_two_files_are_alike(cipher):
    one, two = seal(b"content", KEY, cipher), seal(b"content", KEY, cipher)
    assert one[21:32] == cipher.value
    assert is_sealed(one)
    assert not is_sealed(b"%PDF-1.4")
    assert one[HEAD_BYTES:] != two[HEAD_BYTES:]
    assert b"content" not in one


@BOTH
def test_each_changed_octet_is_seen(cipher):
    sealed = seal(b"a name and a number", KEY, cipher)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(NotGenuine):
            opened(bytes(changed))


@BOTH
def test_each_cut_is_seen(cipher):
    sealed = seal(b"a name and a number", KEY, cipher)
    for end in range(len(sealed)):
        with pytest.raises(NotGenuine):
            opened(sealed[:end])


@BOTH
def test_chunks_left_out_moved_or_of_another_file_are_seen(cipher, monkeypatch):
    monkeypatch.setattr(sealed_files, "CHUNK", 16)
    content = b"".join(b"%016d" % number for number in range(4))
    sealed = seal(content, KEY, cipher)
    assert opened(sealed) == content
    head, chunks = sealed[:HEAD_BYTES], [sealed[start : start + 32] for start in range(HEAD_BYTES, len(sealed), 32)]
    assert len(chunks) == 4
    other = seal(content, KEY, cipher)[HEAD_BYTES:][:32]
    for order in (chunks[:3], chunks[1:], [chunks[1], chunks[0], *chunks[2:]], [other, *chunks[1:]], [*chunks, other]):
        with pytest.raises(NotGenuine):
            opened(head + b"".join(order))


@BOTH
def test_another_key_or_another_name_opens_nothing(cipher):
    sealed = seal(b"content", KEY, cipher, b"a.jpg")
    assert opened(sealed, about=b"a.jpg") == b"content"
    for key, about in ((bytes(32), b"a.jpg"), (KEY, b"b.jpg"), (KEY, b"")):
        with pytest.raises(NotGenuine):
            opened(sealed, key, about)
