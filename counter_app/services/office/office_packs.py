"""An office's forms, code lists, settings and printer as one signed file: written here, imported elsewhere.

What is signed names each file with its digest, so that a file that was changed is refused by its name. Whose packs are
believed stands in the history: a supervisor confirmed the fingerprint once. Keys that are believed for the results of a
department are not believed for this.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.office_pack import LARGEST_PACK, OfficePack, made_of, refuse_unusable
from counter_app.domain.office.table_changes import TableChange, table_changes
from counter_app.services.office.files import write_atomically
from counter_app.services.office.offices import ActContext, OfficeContext, act, at_office
from counter_app.services.office.signed_files import is_signed, not_trusted, signed_file, take_signature
from counter_app.services.office.supervision import Permission, check_supervisor
from counter_app.services.ports import Backend, HistoryEntry, TrustedKey
from counter_app.services.ports.overlay import FileTables, OverlayNote
from counter_app.typed_data import read_record

FORMAT: Final = "counter-office-pack"
VERSION: Final = 1
SUFFIX: Final = ".office-pack"
LARGEST: Final = 2 * LARGEST_PACK
IMPORTED: Final = "office_pack.imported"
PUT_BACK: Final = "office_pack.put_back"
_TRUSTED: Final = "office_pack.signer_trusted"
_WITHDRAWN: Final = "office_pack.signer_withdrawn"
_SIGNER: Final = "KEY-"
_NEW_EXPORT: Final = "向制作配置包的机关重新索取"


class UnknownSigner(Refusal):
    """No supervisor here has confirmed the key of the one who signed."""

    def __init__(self, fingerprint: str, name: str) -> None:
        """`name` is what the file says of its maker, which proves nothing before the fingerprint was compared."""
        super().__init__(
            f"第一次收到“{name}”签名的配置包，本机还没有确认过它的密钥",
            "打电话向该机关核对密钥指纹，一致的由负责人确认后导入",
        )
        self.fingerprint = fingerprint
        self.name = name


class WithdrawnSigner(UnknownSigner):
    """The key was confirmed once, and trust in it was withdrawn since."""

    def __init__(self, fingerprint: str, name: str, day: date) -> None:
        """`day` is when trust was withdrawn."""
        super().__init__(fingerprint, name)
        self.sentence = f"对“{name}”所用密钥的信任已于{day}撤销，配置包没有导入"
        self.remedy = "向该机关索取用新密钥签名的配置包；确要恢复信任的，打电话核对密钥指纹，由负责人确认"
        self.args = (self.sentence, self.remedy)


@frozen
class SignedPack:
    """A pack whose signature holds, and the fingerprint of the key."""

    pack: OfficePack
    fingerprint: str


@frozen
class PackedFile:
    """A file of a pack: how it differs from the one that ships (None: none ships), and whether it is new here."""

    name: str
    changes: tuple[TableChange, ...] | None
    is_new: bool


@frozen
class PackPreview:
    """What an import would do. `settings` are label, before, after; `dropped` files of ours that would not hold on."""

    signed: SignedPack
    is_trusted: bool
    files: tuple[PackedFile, ...]
    dropped: tuple[str, ...]
    settings: tuple[tuple[str, str, str], ...]
    withdrawn_on: date | None = None
    """When trust in the signer was withdrawn, where it was."""

    def lines(self) -> list[str]:
        """What would change, a line each, for people."""
        told = []
        for file in self.files:
            here = "" if file.is_new else "（本机已在使用）"
            if file.changes is None:
                told.append(f"{file.name}：出厂版本没有这个文件{here}")
            elif file.changes:
                told.append(f"{file.name}：与出厂版本有{len(file.changes)}处不同{here}")
                told += [f"    {change.words}" for change in file.changes]
            else:
                told.append(f"{file.name}：与出厂版本相同{here}")
        told += [f"{name}：配置包中没有，导入后停用，按出厂版本办理" for name in self.dropped]
        told += [f"设置 {label}：{before} → {after}" for label, before, after in self.settings]
        return told or ["没有自定的文件，设置与本机相同"]


@frozen
class ImportedPack:
    """What an import came to: where the former folder lies, the office as it is now, a printer for who has none."""

    kept: str
    office: Office
    printer: str = ""


# Writing ----------------------------------------------------------------------------------------------------------


def export_pack(backend: Backend, path: Path, *, program: str, printer: str, post: Post) -> SignedPack:
    """Write what is in force here into a file, signed by this installation. Raises `Refusal`."""
    files = backend.overlay.files()
    backend.overlay.tables(files)  # what does not load here is handed to nobody
    with act(backend, post) as now:
        pack = OfficePack(made_of(now.office), now.at, program, files, printer)
        refuse_unusable(pack)
        manifest = _manifest(pack)
        content, seal = signed_file(backend.sealer, manifest, {"contents": dict(files)})
        write_atomically(path, content)
        now.record("office_pack.exported", details={"files": len(files)})
        now.commit()
    return SignedPack(pack, backend.sealer.fingerprint(seal.public_key))


# Reading ----------------------------------------------------------------------------------------------------------


def load(path: Path) -> bytes:
    """The bytes of a file. Raises `Refusal` where it cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise _no_pack()
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Refusal("配置包无法读取", "检查U盘是否插好，或重新拷贝一份") from error


def read(backend: Backend, content: bytes) -> SignedPack:
    """What a file holds, and who signed it.

    Raises `Refusal` for what is no pack, a newer one, one whose signature does not hold, or naming the file within it
    that was changed.
    """
    if len(content) > LARGEST:
        raise _no_pack()
    try:
        signed = json.loads(content.decode("utf-8"))
        kind, version = signed["format"], signed["version"]
        if kind != FORMAT or not isinstance(version, int):
            raise _no_pack()
        if version > VERSION:
            raise Refusal("这个配置包由更新版本的程序导出", "把本机程序升级到新版本后再导入")
        seal = take_signature(signed)
        contents: dict[str, str] = read_record(signed.pop("contents"), dict[str, str])
        if not is_signed(backend.sealer, signed, seal):
            raise Refusal("配置包被改动过，或没有拷贝完整，签名不符", _NEW_EXPORT)
        pack = _pack(signed, contents)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ArithmeticError) as error:
        raise _no_pack() from error
    refuse_unusable(pack)
    return SignedPack(pack, backend.sealer.fingerprint(seal.public_key))


def preview(backend: Backend, content: bytes) -> PackPreview:
    """What importing a pack would change; nothing is changed. Raises `Refusal` as `read`, or where it does not load."""
    signed = read(backend, content)
    present = backend.overlay.files()
    tables = backend.overlay.tables(signed.pack.files_over(present))
    files = tuple(
        PackedFile(name, _shipped_changes(tables[name]), is_new=present.get(name) != text)
        for name, text in sorted(signed.pack.files.items())
    )
    with at_office(backend) as now:
        trusted, withdrawn_on = _standing(now, signed.fingerprint)
        changed = signed.pack.settings_for(now.office)
        settings = tuple(
            (_LABELS[name], _said(getattr(now.office, name)), _said(value)) for name, value in changed.items()
        )
    return PackPreview(signed, trusted, files, tuple(signed.pack.dropped(present)), settings, withdrawn_on)


# Importing --------------------------------------------------------------------------------------------------------


def import_pack(
    backend: Backend, content: bytes, *, allowed_by: Permission | None = None, trust: str = "", post: Post
) -> ImportedPack:
    """Let the files of a pack take the place of the office's own, and its settings hold: all of it, or nothing.

    `trust` is the fingerprint that was just compared, `allowed_by` the supervisor who answers for that. Raises
    `UnknownSigner`, `WrongPin`, `NoSupervisor`, and `Refusal` for a pack that cannot be read, does not load or cannot
    be written here.
    """
    signed = read(backend, content)
    pack = signed.pack
    files = pack.files_over(backend.overlay.files())
    backend.overlay.tables(files)
    _demand_trust(backend, signed, allowed_by if trust == signed.fingerprint else None, post)
    with act(backend, post) as now:
        settings = pack.settings_for(now.office)
        before = {name: getattr(now.office, name) for name in settings}
        note = _note(IMPORTED, post, settings, before)
        office = _follow(now, note)
        kept = backend.overlay.replace(files, note)
        _commit_or_put_back(now)
    return ImportedPack(kept, office, pack.printer if pack.is_of(office) else "")


def put_back(backend: Backend, *, post: Post) -> ImportedPack:
    """Let the folder that was kept last take the place of this one, with the settings of then. Raises `Refusal`."""
    with act(backend, post) as now:
        present = backend.overlay.note()
        settings, before = (present.before, present.settings) if present is not None else ({}, {})
        note = _note(PUT_BACK, post, settings, before)
        office = _follow(now, note)
        kept = backend.overlay.put_back(note)
        _commit_or_put_back(now)
    return ImportedPack(kept, office)


def settle(backend: Backend) -> None:
    """Let the database follow a folder that took its place before a cut. Raises `Refusal`; it is tried again then."""
    note = backend.overlay.note()
    if note is None:
        return
    with act(backend, Post(note.clerk, note.window)) as now:
        if not now.work.history.of_case(note.reference):
            _follow(now, note)
            now.commit()


def trusted_signers(backend: Backend) -> list[TrustedKey]:
    """Whose packs are believed, besides one's own, the oldest first; `name` as the pack said when it was confirmed."""
    with backend.work() as work:
        entries = work.history.of_references(_SIGNER)
    last = {str(entry.details.get("fingerprint")): entry for entry in entries if entry.act in (_TRUSTED, _WITHDRAWN)}
    return [
        TrustedKey(fingerprint, str(entry.details.get("office", "")), entry.at, entry.clerk, entry.window)
        for fingerprint, entry in last.items()
        if entry.act == _TRUSTED
    ]


def withdraw_trust(backend: Backend, fingerprint: str, *, post: Post) -> None:
    """Believe no more packs of this key; what was imported stays. Raises `Refusal` where it is not trusted."""
    with act(backend, post) as now:
        entry = _last_said(now, fingerprint)
        if entry is None or entry.act != _TRUSTED:
            raise not_trusted()
        now.record(_WITHDRAWN, _signer(fingerprint), dict(entry.details))
        now.commit()


def own_fingerprint(backend: Backend) -> str:
    """The fingerprint of this installation's key, which the other office is told by telephone."""
    return backend.sealer.fingerprint(backend.sealer.seal(b"").public_key)


# Inside -----------------------------------------------------------------------------------------------------------


def _shipped_changes(tables: FileTables) -> tuple[TableChange, ...] | None:
    return None if tables.shipped is None else tuple(table_changes(tables.shipped, tables.table))


def _follow(now: ActContext, note: OverlayNote) -> Office:
    """Record the act, and the settings that come with the folder."""
    plain = {**_plain_office(now.office), **note.settings}
    office = read_record(plain, Office)
    now.work.office.save(office)
    now.record(note.act, note.reference)
    return office


def _commit_or_put_back(now: ActContext) -> None:
    try:
        now.commit()
    except BaseException:
        now.backend.overlay.discard(now.backend.overlay.put_back(None))
        raise


def _note(kind: str, post: Post, settings: Mapping[str, Any], before: Mapping[str, Any]) -> OverlayNote:
    plain = [msgspec.to_builtins(dict(one), order="deterministic") for one in (settings, before)]
    return OverlayNote(f"PACK-{secrets.token_hex(8)}", kind, post.clerk, post.window, *plain)


def _demand_trust(backend: Backend, signed: SignedPack, allowed_by: Permission | None, post: Post) -> None:
    name = signed.pack.office.name
    with act(backend, post) as now:
        trusted, withdrawn_on = _standing(now, signed.fingerprint)
        if trusted:
            return
        if allowed_by is None and withdrawn_on is not None:
            raise WithdrawnSigner(signed.fingerprint, name, withdrawn_on)
        if allowed_by is None:
            raise UnknownSigner(signed.fingerprint, name)
        check_supervisor(now, allowed_by)
        now.record(_TRUSTED, _signer(signed.fingerprint), {"fingerprint": signed.fingerprint, "office": name})
        now.commit()


def _standing(now: OfficeContext, fingerprint: str) -> tuple[bool, date | None]:
    """Whether the packs of a key are believed, and the day on which that was withdrawn."""
    entry = _last_said(now, fingerprint)
    if entry is not None and entry.act == _WITHDRAWN:
        return False, entry.at.astimezone(now.zone).date()
    return entry is not None or fingerprint == own_fingerprint(now.backend), None


def _last_said(now: OfficeContext, fingerprint: str) -> HistoryEntry | None:
    said = [
        entry
        for entry in now.work.history.of_case(_signer(fingerprint))
        if entry.act in (_TRUSTED, _WITHDRAWN) and entry.details.get("fingerprint") == fingerprint
    ]
    return said[-1] if said else None


def _signer(fingerprint: str) -> str:
    return f"{_SIGNER}{fingerprint[:16]}"


def _manifest(pack: OfficePack) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": pack.made_at.isoformat(),
        "program": pack.program,
        "office": _plain_office(pack.office),
        "printer": pack.printer,
        "files": {name: _digest(text) for name, text in pack.files.items()},
    }


def _pack(manifest: Mapping[str, Any], contents: Mapping[str, str]) -> OfficePack:
    """The pack. Raises `Refusal` naming a file that is not what was signed."""
    digests = read_record(manifest["files"], dict[str, str])
    for name in sorted({*digests, *contents}):
        if name not in contents:
            raise Refusal(f"配置包缺少文件 {name[:80]}", _NEW_EXPORT)
        if name not in digests or _digest(contents[name]) != digests[name]:
            raise Refusal(f"配置包中的 {name[:80]} 被改动过", _NEW_EXPORT)
    return read_record({**manifest, "files": contents}, OfficePack)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_office(office: Office) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(office, order="deterministic")
    return plain


def _no_pack() -> Refusal:
    return Refusal("这个文件不是配置包，或已损坏", f"选择机关导出的配置包文件（{SUFFIX}）")


_LABELS: Final = {
    "shared_keys": "部门共享的事项",
    "platform_number_format": "备案编号格式",
    "online_address": "备案平台网址",
    "division": "行政区划代码",
    "prefix": "编号前缀",
    "phone": "电话",
    "hours": "办公时间",
    "address": "地址",
    "department": "接收部门",
    "reconsideration": "行政复议机关",
    "court": "人民法院",
    "supervision_phone": "监督电话",
    "area": "辖区范围",
    "series_words": "编号用字",
}


def _said(value: object) -> str:
    match value:
        case frozenset():
            return "、".join(sorted(map(str, value))) or "无"
        case str():
            return value or "无"
        case Mapping():
            return "、".join(f"{series} {word}" for series, word in sorted(value.items())) or "无"
        case _:
            return "经度{west}至{east}，纬度{south}至{north}".format_map(msgspec.to_builtins(value))
