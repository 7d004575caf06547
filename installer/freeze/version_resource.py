"""What Windows shows of the program: properties, icon, the picture of its setup. Read by the spec on Windows."""

import tomllib
from pathlib import Path
from typing import Any

from PIL import Image
from PyInstaller.utils.win32 import versioninfo

_CHINESE, _UNICODE = 0x0804, 1200
_SIZES = (16, 24, 32, 48, 64, 128, 256)
_WELCOME, _DRAWN = (164, 314), 96
_GROUND = "#17304f"
"""The rail's, of resources/theme."""


def of(project: Path) -> Any:  # noqa: ANN401 - PyInstaller has no types
    """Return the version resource for what `pyproject.toml` states."""
    version = tomllib.loads(project.read_text("utf-8"))["project"]["version"]
    numbers = (*map(int, version.split(".")), 0)
    said = {
        "FileDescription": "公共安全视频系统备案窗口",
        "ProductName": "公共安全视频系统备案窗口",
        "ProductVersion": version,
        "FileVersion": version,
        "InternalName": "counter-app",
        "LegalCopyright": "the counter-app authors, MIT",
    }
    strings = [versioninfo.StringStruct(name, words) for name, words in said.items()]
    return versioninfo.VSVersionInfo(
        ffi=versioninfo.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            versioninfo.StringFileInfo([versioninfo.StringTable(f"{_CHINESE:04X}{_UNICODE:04X}", strings)]),
            versioninfo.VarFileInfo([versioninfo.VarStruct("Translation", [_CHINESE, _UNICODE])]),
        ],
    )


def write_icon(picture: Path, icon: Path) -> None:
    """Write the icon in every size that Windows asks for."""
    icon.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(picture) as drawn:
        drawn.save(icon, sizes=[(size, size) for size in _SIZES])


def write_welcome(picture: Path, bitmap: Path) -> None:
    """Write the picture at the side of the setup's first and last page: the icon on the ground of the rail."""
    welcome = Image.new("RGB", _WELCOME, _GROUND)
    with Image.open(picture) as drawn:
        icon = drawn.convert("RGBA").resize((_DRAWN, _DRAWN), Image.Resampling.LANCZOS)
    welcome.paste(icon, ((_WELCOME[0] - _DRAWN) // 2, (_WELCOME[0] - _DRAWN) // 2), icon)
    welcome.save(bitmap)
