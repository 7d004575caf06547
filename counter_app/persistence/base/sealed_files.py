"""Files that are kept encrypted: in chunks, so that a large one is never held whole, the algorithm named in the head.

The head is 64 octets: what this is, its version and the algorithm (32), then random octets (32). Of the latter and the
key for files each file gets a key of its own. Then the chunks, each with its mark of 16 octets; the nonce of a chunk is
its place and whether it is the last, so that none can be left out, moved or cut off. Which file it is stands in no
chunk: whoever reads it checks that by its content, or names it by `about`.
"""

from __future__ import annotations

import hmac
import io
import secrets
from collections.abc import Callable, Iterator
from enum import Enum
from typing import BinaryIO, Final

from counter_app.domain.basics.records import frozen

HEAD_BYTES: Final = 64
CHUNK: Final = 1 << 20

_MAGIC: Final = b"counter-app sealed 1\n"
_NAME_BYTES: Final = 11
_SALT_BYTES: Final = 32
_TAG_BYTES: Final = 16

Crypt = Callable[[bytes, bytes, bytes], bytes]
"""Nonce, content and what the mark vouches for beside it; the reading one raises `NotGenuine`."""


class Cipher(Enum):
    """How a file is encrypted; the value stands in its head."""

    AES = b"AES-256-GCM"
    SM4 = b"SM4-128-GCM"


class NotGenuine(ValueError):  # noqa: N818 - as what it says is asked for
    """It was changed or cut off since it was written, was written with another key, or is none of these files."""


def is_sealed(beginning: bytes) -> bool:
    """Whether a file that begins so is an encrypted one."""
    return beginning.startswith(_MAGIC)


def seal(content: bytes, key: bytes, cipher: Cipher, about: bytes = b"") -> bytes:
    """A whole file. `about` is what it will be asked for by, where its content does not tell that."""
    sealing = Sealing(key, cipher, about)
    return b"".join((sealing.head, sealing.add(content), sealing.end()))


def unseal(sealed: BinaryIO, key: bytes, about: bytes = b"") -> Iterator[bytes]:
    """The content, chunk by chunk, each as it was written. Raises `NotGenuine`, `OSError`."""
    head = sealed.read(HEAD_BYTES)
    cipher = _cipher_of(head)
    decrypt = _crypts(cipher, _own_key(key, head, about)).decrypt
    chunk, place = sealed.read(CHUNK + _TAG_BYTES), 0
    while chunk:
        following = sealed.read(CHUNK + _TAG_BYTES)
        yield decrypt(_nonce(place, last=not following), chunk, head)
        chunk, place = following, place + 1
    if not place:
        raise NotGenuine


def unseal_whole(sealed: bytes, key: bytes, about: bytes = b"") -> bytes:
    """What `seal` was given. Raises `NotGenuine`."""
    return b"".join(unseal(io.BytesIO(sealed), key, about))


class Sealing:
    """Encrypts one file: what `head`, each `add` and `end` give, one behind the other."""

    def __init__(self, key: bytes, cipher: Cipher, about: bytes = b"") -> None:
        """`key` is that of the office for files, of 32 octets."""
        self.head: Final = _MAGIC + cipher.value + secrets.token_bytes(_SALT_BYTES)
        self._encrypt = _crypts(cipher, _own_key(key, self.head, about)).encrypt
        self._left = b""
        self._place = 0

    def add(self, content: bytes) -> bytes:
        """What can be written by now; the rest waits for what follows."""
        waiting = self._left + content
        whole = max(len(waiting) - 1, 0) // CHUNK * CHUNK  # one chunk at least is left for the end
        self._left = waiting[whole:]
        return b"".join(self._chunk(waiting[start : start + CHUNK], last=False) for start in range(0, whole, CHUNK))

    def end(self) -> bytes:
        """The last chunk."""
        return self._chunk(self._left, last=True)

    def _chunk(self, content: bytes, *, last: bool) -> bytes:
        made = self._encrypt(_nonce(self._place, last=last), content, self.head)
        self._place += 1
        return made


@frozen
class _Crypts:
    encrypt: Crypt
    decrypt: Crypt


def _crypts(cipher: Cipher, key: bytes) -> _Crypts:
    return _aes(key) if cipher is Cipher.AES else _sm4(key)


def _aes(key: bytes) -> _Crypts:
    from cryptography.exceptions import InvalidTag  # 0.05 s, only where a file is read or written
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    aes = AESGCM(key)

    def decrypt(nonce: bytes, content: bytes, head: bytes) -> bytes:
        try:
            return aes.decrypt(nonce, content, head)
        except InvalidTag as error:
            raise NotGenuine from error

    return _Crypts(aes.encrypt, decrypt)


def _sm4(key: bytes) -> _Crypts:
    from cryptography.exceptions import InvalidTag  # as above
    from cryptography.hazmat.primitives.ciphers import Cipher as Pair
    from cryptography.hazmat.primitives.ciphers import algorithms, modes

    sm4 = algorithms.SM4(key[:16])

    def encrypt(nonce: bytes, content: bytes, head: bytes) -> bytes:
        made = Pair(sm4, modes.GCM(nonce)).encryptor()
        made.authenticate_additional_data(head)
        return made.update(content) + made.finalize() + made.tag

    def decrypt(nonce: bytes, content: bytes, head: bytes) -> bytes:
        if len(content) < _TAG_BYTES:
            raise NotGenuine
        made = Pair(sm4, modes.GCM(nonce, content[-_TAG_BYTES:])).decryptor()
        made.authenticate_additional_data(head)
        try:
            return made.update(content[:-_TAG_BYTES]) + made.finalize()
        except InvalidTag as error:
            raise NotGenuine from error

    return _Crypts(encrypt, decrypt)


def _cipher_of(head: bytes) -> Cipher:
    if len(head) != HEAD_BYTES or not is_sealed(head):
        raise NotGenuine
    try:
        return Cipher(head[len(_MAGIC) :][:_NAME_BYTES])
    except ValueError as error:
        raise NotGenuine from error


def _own_key(key: bytes, head: bytes, about: bytes) -> bytes:
    """The key of one file: the block of HKDF-Expand (RFC 5869) over its head and what it is asked for by."""
    return hmac.digest(key, head + about + b"\x01", "sha256")


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
