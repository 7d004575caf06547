"""The department's result as a small signed file: written where the package was received, read at the window."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.transfer.batch import ItemDecision
from counter_app.services.office.offices import act
from counter_app.services.office.signed_files import is_signed, not_trusted, signed_file, take_signature
from counter_app.services.ports import Backend, TrustedKey
from counter_app.services.transfer import receiving
from counter_app.services.transfer.batches import BatchView
from counter_app.typed_data import read_record

FORMAT: Final = "counter-transfer-result"
VERSION: Final = 1
LARGEST: Final = 5_000_000


class UnknownKey(Refusal):
    """Nobody here has confirmed the key of the one who signed. `fingerprint` is to be compared by telephone."""

    def __init__(self, fingerprint: str, name: str) -> None:
        """`name` is what the file says of its maker, which proves nothing."""
        super().__init__("签名这份接收结果的密钥没有在本机确认，或已撤销信任", "电话核对下面的密钥指纹，一致的再确认")
        self.fingerprint = fingerprint
        self.name = name


@frozen
class Result:
    """What a result file says. `sha256` is the digest of the package it is about; `by` who received it."""

    batch: str
    office: str
    sha256: str
    by: str
    at: datetime
    decisions: Mapping[str, ItemDecision]
    made_by: str = ""


def written(backend: Backend, result: Result) -> bytes:
    """The result as the bytes of a file, signed by this installation. Raises `Refusal`."""
    content, _seal = signed_file(backend.sealer, _plain(result))
    return content


def read(backend: Backend, content: bytes) -> tuple[Result, str]:
    """What a file says, and the fingerprint of who signed it.

    Raises `Refusal` for what is no result, a newer one, or one that was changed by as much as a bit.
    """
    if len(content) > LARGEST:
        raise Refusal("这个文件太大，不是接收结果", "选择科技信息化部门交回的结果文件")
    try:
        signed = json.loads(content.decode("utf-8"))
        kind, version = signed["format"], signed["version"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_result() from error
    if kind != FORMAT or not isinstance(version, int):
        raise _no_result()
    if version > VERSION:
        raise Refusal("这份接收结果由更新版本的程序写出", "把本机程序升级到新版本后再导入")
    try:
        seal = take_signature(signed)
        if not is_signed(backend.sealer, signed, seal):
            raise Refusal("接收结果被改动过，或传输不完整，签名不符", "向科技信息化部门重新索取结果文件")
        return _result(signed), backend.sealer.fingerprint(seal.public_key)
    except (msgspec.ValidationError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _no_result() from error


def import_result(backend: Backend, content: bytes, *, trust: str = "", post: Post) -> BatchView:
    """Record what a result file says upon our batch; what was recorded before stays, and is not recorded twice.

    `trust` is the fingerprint that a person just compared. Raises `UnknownKey`, `Refusal` for a file that is not
    about a batch of ours as it was handed over, or about cases that are not in it, and as `receiving.decide`.
    """
    result, fingerprint = read(backend, content)
    _demand_trust(backend, result, fingerprint, trust, post)
    with act(backend, post) as now:
        number = Number.scanned(result.batch)
        batch_id = now.work.transfers.numbered(number) if number is not None else None
        if batch_id is None or result.office != now.office.name:
            raise Refusal(f"本机没有编号为{result.batch}的批次", "核对是不是本机关移交的批次")
        batch = now.work.transfers.get(batch_id)
        if batch.number != number:
            raise Refusal(f"{result.batch}已经作废，该批次解锁过", "请科技信息化部门按现在的清单和电子数据包重新接收")
        if batch.package is None or batch.package.sha256 != result.sha256:
            raise Refusal(
                "结果所依据的电子数据包与本批次的不一致",
                "核对电子数据包摘要，请科技信息化部门按正确的电子数据包重新接收",
            )
        receiving.refuse_unreceivable(batch)
        strangers = [reference for reference in result.decisions if batch.item(reference) is None]
        if strangers:
            raise Refusal(f"结果里有{len(strangers)}件不在本批次中", "向科技信息化部门核对后重新索取结果文件")
        open_here = [item.reference for item in batch.undecided]
        fresh = {reference: decision for reference, decision in result.decisions.items() if reference in open_here}
    if not fresh:
        raise Refusal("这份接收结果已经导入过", "在批次里查看每一件的结果")
    return receiving.decide(backend, batch_id, fresh, by=result.by, post=post)


def is_result(path: Path) -> bool:
    """Whether a file calls itself a result. Raises `Refusal` where it cannot be read."""
    return f'"{FORMAT}"'.encode() in load(path)


def trusted_keys(backend: Backend) -> list[TrustedKey]:
    """Whose results are believed, the oldest first."""
    with backend.work() as work:
        return work.trusted_keys.all()


def withdraw_trust(backend: Backend, fingerprint: str, *, post: Post) -> None:
    """Believe no more results of this key; what was recorded of it stays. Raises `Refusal` where it is not trusted."""
    with act(backend, post) as now:
        if now.work.trusted_keys.get(fingerprint) is None:
            raise not_trusted()
        now.work.trusted_keys.remove(fingerprint)
        now.record("key.withdrawn", details={"fingerprint": fingerprint})
        now.commit()


def load(path: Path) -> bytes:
    """The bytes of a file. Raises `Refusal` where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal("这个文件太大，不是接收结果", "选择科技信息化部门交回的结果文件")
        return path.read_bytes()
    except OSError as error:
        raise Refusal("结果文件无法读取", "检查U盘是否插好，或重新拷贝一份") from error


def _demand_trust(backend: Backend, result: Result, fingerprint: str, trust: str, post: Post) -> None:
    with act(backend, post) as now:
        if now.work.trusted_keys.get(fingerprint) is not None:
            return
        if trust != fingerprint:
            raise UnknownKey(fingerprint, result.made_by)
        now.work.trusted_keys.add(TrustedKey(fingerprint, result.made_by, now.at, post.clerk, post.window))
        now.record("key.trusted", details={"fingerprint": fingerprint})
        now.commit()


def _no_result() -> Refusal:
    return Refusal("这个文件不是接收结果，或已损坏", "选择科技信息化部门交回的结果文件")


def _plain(result: Result) -> dict[str, Any]:
    decisions = [
        {"reference": reference, **msgspec.to_builtins(decision, order="deterministic")}
        for reference, decision in sorted(result.decisions.items())
    ]
    return {"format": FORMAT, "version": VERSION, **msgspec.to_builtins(result), "decisions": decisions}


def _result(body: Mapping[str, Any]) -> Result:
    return read_record({**body, "decisions": {one["reference"]: one for one in body["decisions"]}}, Result)
