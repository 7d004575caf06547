"""What one workstation keeps for itself, in a small JSON file beside the database."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.private_files import make_private_folder, write_private
from counter_app.services.office.workstation import Workstation
from counter_app.written_tables import read_json_object

FILE_NAME: Final = "workstation.json"


class WorkstationFile:
    """`WorkstationStore` on one file. Unknown keys are left out, so that an older program reads a newer file."""

    def __init__(self, data: Path) -> None:
        """`data` is the data folder; it need not exist yet."""
        self._path = data / FILE_NAME
        self.trouble: Refusal | None = None
        self._unread = False

    def load(self) -> Workstation:
        """What was kept; the defaults where nothing was, or where it cannot be read: then `trouble` says why."""
        self.trouble, self._unread = None, False
        if not self._path.exists():
            return Workstation()
        try:
            content = read_json_object(self._path)
        except CatalogueError as error:
            self.trouble, self._unread = Refusal(error.sentence, "本机设置先按默认使用；在设置中重新填写后保存"), True
            return Workstation()
        kept: dict[str, Any] = {}
        for field in fields(Workstation):
            value = content.get(field.name, field.default)
            if type(value) is type(field.default):
                kept[field.name] = value
            elif self.trouble is None:
                self.trouble = Refusal(
                    f"{self._path} 中 {field.name}：写法不对", "该项先按默认使用；在设置中重新选择后保存"
                )
        return Workstation(**kept)

    def save(self, workstation: Workstation) -> None:
        """Save it whole or not at all. Raises `Refusal` where it cannot be written.

        A file that could not be read is put aside under another name, for whoever looks into it.
        """
        content = json.dumps(asdict(workstation), ensure_ascii=False, indent=1).encode("utf-8")
        try:
            make_private_folder(self._path.parent)
            if self._unread:
                self._path.replace(self._path.with_suffix(".damaged"))
                self._unread = False
            write_private(self._path, content)
        except OSError as error:
            raise Refusal(f"本机设置没有保存：{error.strerror}", "检查数据文件夹的剩余空间和写入权限后再试") from error
