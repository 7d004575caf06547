"""JSON files that this installation signs and another one checks: results of a hand-over, office packs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.results import DetachedSignature, Sealer


def signed_file(
    sealer: Sealer, body: Mapping[str, Any], beside: Mapping[str, Any] | None = None
) -> tuple[bytes, DetachedSignature]:
    """The file, and its signature; what stands `beside` the body is not signed itself. Raises `Refusal`."""
    seal = sealer.seal(_canonical(body))
    signed = {**body, "public_key": seal.public_key, "signature": seal.signature, **(beside or {})}
    return json.dumps(signed, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n", seal


def take_signature(signed: dict[str, Any]) -> DetachedSignature:
    """Take the signature out of what stands in a file. Raises `KeyError`."""
    return DetachedSignature(str(signed.pop("public_key")), str(signed.pop("signature")))


def is_signed(sealer: Sealer, body: Mapping[str, Any], seal: DetachedSignature) -> bool:
    """Whether `seal` was made for this very body."""
    return sealer.holds(_canonical(body), seal)


def not_trusted() -> Refusal:
    """A key of which trust is to be withdrawn has none."""
    return Refusal("这个密钥没有在本机确认过，或已撤销信任", "在已确认的密钥中选择")


def _canonical(body: Mapping[str, Any]) -> bytes:
    """What is signed: the same for every way of writing the same JSON."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
