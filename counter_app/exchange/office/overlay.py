"""The office's own folder on the disk: read, checked beside its place, exchanged whole."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.domain.office.office_pack import LARGEST_FILE, PATH, refuse_path
from counter_app.exchange.office.overlay_swap import NOTE, begin_swap, kept_folders, sync_all, write_synced
from counter_app.exchange.outgoing import words_for
from counter_app.private_files import make_private_folder
from counter_app.services.ports.overlay import FileTables, OverlayNote
from counter_app.typed_data import read_json
from counter_app.written_tables import read_toml_table

_LARGEST_NOTE: Final = 1 << 20


class OfficeFolder:
    """Implements `ports.Overlay` on one folder."""

    def __init__(self, place: Path, shipped: Path, check: Callable[[Path], None]) -> None:
        """`shipped` holds `forms/` and `resources/`; `check` loads everything with another folder in the place of ours.

        `check` raises `CatalogueError`.
        """
        self._place = place
        self._shipped = shipped
        self._check = check

    def files(self) -> dict[str, str]:
        found = {}
        for path in sorted(self._place.rglob("*.toml")):
            name = path.relative_to(self._place).as_posix()
            if PATH.fullmatch(name):
                found[name] = _text_of(path, name)
        return found

    def tables(self, files: Mapping[str, str]) -> dict[str, FileTables]:
        try:
            with tempfile.TemporaryDirectory(prefix="counter-app-") as place:
                staged = Path(place) / "office"
                _write_all(staged, files)
                return self._tables(staged, files)
        except OSError as error:
            raise words_for(error) from error

    def _tables(self, staged: Path, files: Mapping[str, str]) -> dict[str, FileTables]:
        try:
            tables = {name: read_toml_table(staged / name) for name in files}
            self._check(staged)
        except CatalogueError as error:
            file = error.file.replace(f"{staged}/", "").replace(f"{staged}\\", "").replace("\\", "/")
            raise Refusal(
                f"配置包不能采用：{file} 中 {error.key or '文件'}：{error.reason}", "由制作配置包的机关改正后重新导出"
            ) from error
        return {name: FileTables(table, self._shipped_table(name)) for name, table in tables.items()}

    def replace(self, files: Mapping[str, str], note: OverlayNote) -> str:
        part = self._place.with_name(f".{self._place.name}-{secrets.token_hex(6)}.part")
        try:
            make_private_folder(self._place.parent)
            _write_all(part, files)
            write_synced(part / NOTE, msgspec.json.encode(note))
            sync_all(part)
            return begin_swap(part, self._place)
        except OSError as error:
            raise words_for(error) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def put_back(self, note: OverlayNote | None) -> str:
        kept = kept_folders(self._place)
        if not kept:
            raise Refusal("没有导入前的配置可以恢复", "导入过配置包以后才有")
        try:
            (kept[-1] / NOTE).unlink(missing_ok=True)
            if note is not None:
                write_synced(kept[-1] / NOTE, msgspec.json.encode(note))
            sync_all(kept[-1])
            return begin_swap(kept[-1], self._place)
        except OSError as error:
            raise words_for(error) from error

    def discard(self, kept: str) -> None:
        shutil.rmtree(self._place.with_name(kept), ignore_errors=True)

    def note(self) -> OverlayNote | None:
        path = self._place / NOTE
        with contextlib.suppress(OSError, msgspec.DecodeError):
            if path.is_file() and path.stat().st_size <= _LARGEST_NOTE:
                return read_json(path.read_bytes(), OverlayNote)
        return None

    def last_kept(self) -> str:
        kept = kept_folders(self._place)
        return kept[-1].name if kept else ""

    def _shipped_table(self, name: str) -> Mapping[str, object] | None:
        path = self._shipped / name
        return read_toml_table(path) if path.is_file() else None


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder that is made for them. Raises `OSError`, and `Refusal` for a name that leads out."""
    make_private_folder(folder)
    for name, text in files.items():
        refuse_path(name)
        write_synced(folder / name, text.encode("utf-8"))


def _text_of(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refusal(f"{name} 超过{LARGEST_FILE >> 20}兆字节", "改小该文件后再导出")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refusal(f"{name} 无法读取：{error.strerror}", "检查文件的读取权限后再导出") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} 不是UTF-8编码的文本", "用UTF-8编码另存该文件后再导出") from error
