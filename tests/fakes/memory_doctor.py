"""An installation to be looked at, set by a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.doctor import Cache, NamedScans


@dataclass
class MemoryExaminer:
    """Nothing is wrong with it until a test says so."""

    broken: Refusal | None = None
    plain: bool = False
    named: list[str] = field(default_factory=list)
    open_files: int = 0
    free: int = 50_000_000_000
    cached: Cache = field(default_factory=lambda: Cache(3, 1_200_000, 2))
    reports: dict[str, bytes] = field(default_factory=dict)
    packed: dict[Path, dict[str, bytes]] = field(default_factory=dict)

    def damage(self) -> Refusal | None:
        return self.broken

    def is_plain(self) -> bool:
        return self.plain

    def scans(self) -> NamedScans:
        return NamedScans(self.named, 4_000_000)

    def open_to_others(self) -> int:
        return self.open_files

    def free_bytes(self) -> int:
        return self.free

    def database_bytes(self) -> int:
        return 1_200_000

    def cache(self) -> Cache:
        return self.cached

    def logs(self) -> Mapping[str, bytes]:
        return self.reports

    def layout(self) -> Mapping[str, str]:
        return {"counter.db": "-rw------- 1200000"}

    def hidden(self, words: str) -> str:
        return words.replace("/home/zhangsan", "<home>")

    def write(self, path: Path, files: Mapping[str, bytes]) -> None:
        self.packed[path] = dict(files)
