"""What one workstation keeps for itself, in a small JSON file beside the database."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

from counter_app.domain.refusal import Refusal
from counter_app.private_files import make_private_folder, write_private
from counter_app.services.workstation import Workstation

FILE_NAME: Final = "workstation.json"


class WorkstationFile:
    """`WorkstationBook` on one file. Unknown keys are left out, so that an older program reads a newer file."""

    def __init__(self, data: Path) -> None:
        """`data` is the data folder; it need not exist yet."""
        self._path = data / FILE_NAME

    def load(self) -> Workstation:
        """What was kept; the defaults where nothing was, or where it cannot be read."""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Workstation()
        if not isinstance(content, dict):
            return Workstation()
        kept: dict[str, Any] = {}
        for field in fields(Workstation):
            value = content.get(field.name)
            if type(value) is type(field.default):
                kept[field.name] = value
        return Workstation(**kept)

    def save(self, workstation: Workstation) -> None:
        """Put it down whole or not at all. Raises `Refusal` where it cannot be written."""
        content = json.dumps(asdict(workstation), ensure_ascii=False, indent=1).encode("utf-8")
        try:
            make_private_folder(self._path.parent)
            write_private(self._path, content)
        except OSError as error:
            raise Refusal(f"本机设置没有保存：{error.strerror}", "检查数据文件夹的剩余空间和写入权限后再试") from error
