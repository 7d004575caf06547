"""The key of this installation (Ed25519), kept encrypted in its data folder, and what is signed with it."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.private_files import make_private_folder, replace_and_wipe, write_new
from counter_app.services.ports import DetachedSignature

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_NAME: Final = "installation.pem"
_PLAIN: Final = b"-----BEGIN PRIVATE KEY-----"


class InstallationKey:
    """Implements `ports.Sealer`."""

    def __init__(self, data: Path, password: Callable[[], bytes | None] = lambda: None) -> None:
        """Nothing is made before the first signature. `password` encrypts the key; None: it is kept as it is."""
        self._place = data / "keys" / _NAME
        self._password = password

    def seal(self, content: bytes) -> DetachedSignature:
        """Sign `content`. Raises `Refusal` where the key cannot be kept or read."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        key = self._key()
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return DetachedSignature(public.hex(), key.sign(content).hex())

    def holds(self, content: bytes, seal: DetachedSignature) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        if seal != DetachedSignature(seal.public_key.lower(), seal.signature.lower()):
            return False  # we write small letters: whatever else stands there was changed
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.public_key))
            key.verify(bytes.fromhex(seal.signature), content)
        except (InvalidSignature, ValueError):
            return False
        return True

    def fingerprint(self, public_key: str) -> str:
        """The SHA-256 of the key."""
        return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()

    def protect(self) -> None:
        """Encrypt a key that older versions kept as it was. Raises `OSError`."""
        if self._password() is None or not self._place.is_file() or not self._place.read_bytes().startswith(_PLAIN):
            return
        fresh = self._written(self._key())
        try:
            replace_and_wipe(fresh, self._place)
        finally:
            fresh.unlink(missing_ok=True)

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            if not self._place.is_file():
                self._make()
            kept = self._place.read_bytes()
            key = load_pem_private_key(kept, password=None if kept.startswith(_PLAIN) else self._password())
        except (OSError, ValueError, TypeError) as error:  # the last one where the password is missing
            raise Refusal(
                "签名用的密钥无法读取", "从备份恢复数据文件夹中的 keys，或删除后重新生成并请对方重新核对"
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise Refusal("签名用的密钥不是本程序生成的", "从备份恢复数据文件夹中的 keys")
        return key

    def _make(self) -> None:
        """Make the key beside its place and move it there: two windows at once end with one key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        make_private_folder(self._place.parent)
        fresh = self._written(Ed25519PrivateKey.generate())
        try:
            os.link(fresh, self._place)
        except FileExistsError:
            pass
        except OSError:  # a file system without links: the last one stays
            fresh.replace(self._place)
        fresh.unlink(missing_ok=True)

    def _written(self, key: Ed25519PrivateKey) -> Path:
        """The key in a file beside its place, on the disk."""
        from cryptography.hazmat.primitives.serialization import (
            BestAvailableEncryption,
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        password = self._password()
        how = NoEncryption() if password is None else BestAvailableEncryption(password)
        fresh = self._place.with_name(f"{_NAME}.{secrets.token_hex(4)}")
        write_new(fresh, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how))
        return fresh
