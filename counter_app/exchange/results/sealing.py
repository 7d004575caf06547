"""The key of this installation (Ed25519), kept in its data folder for its owner only, and what is signed with it."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.private_files import make_private_folder, open_private
from counter_app.services.ports import DetachedSignature

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_NAME: Final = "installation.pem"


class InstallationKey:
    """Implements `ports.Sealer`."""

    def __init__(self, data: Path) -> None:
        """Nothing is made before the first signature."""
        self._place = data / "keys" / _NAME

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

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            if not self._place.is_file():
                self._make()
            key = load_pem_private_key(self._place.read_bytes(), password=None)
        except (OSError, ValueError) as error:
            raise Refusal(
                "签名用的密钥无法读取", "从备份恢复数据文件夹中的 keys，或删除后重新生成并请对方重新核对"
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise Refusal("签名用的密钥不是本程序生成的", "从备份恢复数据文件夹中的 keys")
        return key

    def _make(self) -> None:
        """Make the key beside its place and move it there: two windows at once end with one key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        make_private_folder(self._place.parent)
        body = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        fresh = self._place.with_name(f"{_NAME}.{secrets.token_hex(4)}")
        descriptor = open_private(fresh, os.O_WRONLY | os.O_EXCL)
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, self._place)
        except FileExistsError:
            pass
        except OSError:  # a file system without links: the last one stays
            fresh.replace(self._place)
        fresh.unlink(missing_ok=True)
