"""Files named at a start of the program: each goes to the page that opens its kind, once the office is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.file_types import FILE_TYPES
from counter_app.ui.base.notifier import Notifier
from counter_app.ui.base.station import Station
from counter_app.ui.window.feature import Opener


class FilesAtStart:
    """Keeps files until the window can be worked with, then opens them and all that come later."""

    def __init__(
        self, station: Station, notifier: Notifier, intake: Callable[[Path], None], openers: Mapping[str, Opener]
    ) -> None:
        """`intake` opens what an applicant filled in; `openers` are those of the features, by the kind they open."""
        self._station = station
        self._notifier = notifier
        self._intake = intake
        self._openers = openers
        self._begun = False
        self._waiting: list[Path] = []

    def open(self, files: Sequence[Path]) -> None:
        """Open files, now or as soon as there is an office."""
        self._waiting += files
        if self._begun:
            self.begin()

    def begin(self) -> None:
        """The office is open."""
        self._begun = True
        waiting, self._waiting = self._waiting, []
        for file in waiting:
            self._open(file)

    def _open(self, file: Path) -> None:
        suffix = file.suffix.lower()
        if file.is_dir() or suffix == ".zip":
            self._openers["package"](file)
        elif not file.is_file():
            self._notifier.refuse(Refusal(f"没有文件 {file.name}", "检查文件是否已移走，或U盘是否插好"))
        elif suffix == ".office-pack":
            self._openers["office-pack"](file)
        elif suffix == ".json":
            self._open_json(file)
        elif suffix == ".xlsx":
            self._intake(file)
        else:
            own = "、".join(f"{kind.words}（{kind.suffix}）" for kind in FILE_TYPES)
            words = f"可以打开{own}；扫描件先打开业务，再附到材料上"
            self._notifier.refuse(Refusal(f"不能打开 {file.name}", words))

    def _open_json(self, file: Path) -> None:
        """What an applicant filled in, or what the department decided."""
        from counter_app.services.transfer import results

        def known(is_result: bool) -> None:  # noqa: FBT001 - what a query found
            (self._openers["result"] if is_result else self._intake)(file)

        self._station.job(
            lambda _backend, _steps: results.is_result(file), done=known, failed=lambda _refusal: self._intake(file)
        )
