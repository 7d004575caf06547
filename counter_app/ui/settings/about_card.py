"""关于本程序: what runs here, to be told to whoever helps; and the licences of everything that is shipped."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from counter_app import paths
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.selectable import scrolled_by_keys, selectable

_FORMS: Final = (("filing", "备案"), ("inspection", "检查"), ("transfer", "移交"))
_WIDTH: Final = 760
_SHORT: Final = 12
"""Characters of a commit's name: enough to find it."""


def build_of() -> str:
    """The commit and the day that this program was built from; a source tree says that it is one."""
    with suppress(OSError, ValueError, KeyError):
        said = json.loads(paths.build_file("build.json").read_text("utf-8"))
        return f"{said['version']}，{said['day']}，{said['commit'][:_SHORT]}"
    return "由源代码运行"


def facts(backend: Backend, data_dir: Path) -> list[tuple[str, str]]:
    """What to tell whoever helps; nothing of it is about a person."""
    editions = [f"{words} {backend.forms.current(kind).edition}" for kind, words in _FORMS]
    return [
        ("版本", paths.version()),
        ("构建", build_of()),
        ("表单版本", "、".join(editions)),
        ("运行环境", f"Python {platform.python_version()}，Qt {qVersion()}"),
        ("系统", platform.platform()),
        ("数据文件夹", str(data_dir)),
    ]


def licences() -> list[str]:
    """A line for each part of the program: name, version, licence; its own text first."""
    own = paths.build_file("LICENSE")
    text = own.read_text("utf-8").strip() if own.is_file() else "MIT"
    return [f"本程序：{text.splitlines()[0]}", "", *_parts(), "", text]


def _parts() -> list[str]:
    with suppress(OSError, ValueError, KeyError):
        components = json.loads(paths.build_file("sbom.cdx.json").read_text("utf-8"))["components"]
        return [
            "　".join(filter(None, (one["name"], one.get("version", ""), _licence(one))))
            for one in components
            if one["type"] != "file" or "licenses" in one
        ]
    from importlib import metadata  # 20 ms, and only in a source tree

    return sorted(f"{one.metadata['Name']}　{one.version}" for one in metadata.distributions())


def _licence(component: Mapping[str, Any]) -> str:
    said = component.get("licenses") or [{}]
    return str(said[0].get("expression") or said[0].get("license", {}).get("name", ""))


class AboutCard(SectionCard):
    """Tells, and copies what it tells."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Reads nothing from the disk before something is asked of it but the version."""
        super().__init__("关于本程序", "反映问题时，把这些告诉维护人员", parent=parent)
        self._notifier = notifier
        self.facts = facts(station.backend, station.data_dir)
        self.told = selectable("\n".join(f"{what}：{words}" for what, words in self.facts))
        self.told.setAccessibleName(self.told.text())
        self.copy_button = QPushButton("复制")
        when_pressed(self.copy_button, self.copy)
        self.licences_button = QPushButton("许可")
        when_pressed(self.licences_button, self.show_licences)
        self.add_wide(self.told)
        self.add_wide(side_by_side(self.copy_button, self.licences_button))

    def copy(self) -> None:
        """Put what is told into the clipboard."""
        QGuiApplication.clipboard().setText(self.told.text())
        self._notifier.confirm("已复制，可以发给维护人员")

    def show_licences(self) -> None:
        """Show the licences of everything that is shipped."""
        LicencesDialog(self.window()).open()


class LicencesDialog(Dialog):
    """A list to be scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Reads the list now."""
        super().__init__("许可", "本程序和其中各部分的许可", parent)
        text = selectable("\n".join(licences()))
        mark(text, role="quiet")
        self.body.addWidget(scrolled_by_keys(text))
        self.add_button("关闭", self.accept, keys="Esc", default=True)
        grid.fix(self, width=_WIDTH)
