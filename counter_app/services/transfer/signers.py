"""Whose signed files are believed here, whatever they sign; trust is withdrawn in the same way for each."""

from __future__ import annotations

from enum import Enum

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.services.office import office_packs
from counter_app.services.ports import Backend, TrustedKey
from counter_app.services.transfer import results


class Signs(Enum):
    """What a key is believed for; a key for one is not believed for the other."""

    OFFICE_PACKS = "配置包"
    RESULTS = "接收结果"


@frozen
class Signer:
    """One key that is believed."""

    signs: Signs
    key: TrustedKey

    @property
    def name(self) -> str:
        """Whose it is, as the first file said."""
        return self.key.name or "（没有记下名称）"


def signers(backend: Backend) -> list[Signer]:
    """Every key that was confirmed here and still holds: those of packs first, the oldest first."""
    packs = [Signer(Signs.OFFICE_PACKS, key) for key in office_packs.trusted_signers(backend)]
    return packs + [Signer(Signs.RESULTS, key) for key in results.trusted_keys(backend)]


def withdraw_trust(backend: Backend, signer: Signer, *, post: Post) -> None:
    """Believe no more files of this key; what was imported stays. Raises `Refusal` where it is not trusted any more."""
    withdraw = office_packs.withdraw_trust if signer.signs is Signs.OFFICE_PACKS else results.withdraw_trust
    withdraw(backend, signer.key.fingerprint, post=post)
