"""The database of this data folder as updates see it: its revision, and a verified copy of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.copy_before_update import copy_before_update
from counter_app.persistence.base.driver_words import refusal_for
from counter_app.persistence.base.engine import connector
from counter_app.persistence.base.office_traces import DATABASE
from counter_app.persistence.trail.chain import Chain
from counter_app.persistence.update import downgrade
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.update import Downgrade


class SqliteDataCopies:
    """Implements `ports.DataCopies`. Opens the file by the driver alone: its revision may be unknown here."""

    def __init__(self, data: Path, key: bytes | None = None, chain: Chain | None = None) -> None:
        """`key` opens an encrypted database; `chain` links what is recorded in the history."""
        self._file = data / DATABASE
        self._key = key
        self._chain = chain

    def schema(self) -> str | None:
        if not self._file.is_file() or self._file.stat().st_size == 0:
            return None
        try:
            with closing(self._connect(self._file)) as opened:
                return revision_of(opened)
        except dbapi2.Error as error:
            raise refusal_for(error, self._file) or error from error

    def copy(self) -> Path | None:
        revision = self.schema()
        if revision is None:
            return None
        return copy_before_update(self._file, revision, self._key)

    def preview_downgrade(self) -> Downgrade:
        here = self.schema()
        if here is None:
            raise Refusal("这个数据文件夹里没有数据", "核对 --data 指定的文件夹")
        return downgrade.preview(self._file, here, self._key)

    def downgrade(self, what: Downgrade, kept: str, reason: str, entry: HistoryEntry) -> Path:
        return downgrade.exchange(self._file, what, kept, (reason, entry), self._key, self._chain)

    def _connect(self, file: Path) -> Any:  # noqa: ANN401 - the driver ships no types
        return connector(file, self._key)()


def revision_of(opened: Any) -> str | None:  # noqa: ANN401 - see above
    """The revision of an open database, None where it has no tables. Raises `Refusal` where it is none of ours."""
    tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise Refusal("数据文件不是本程序的", "核对数据文件夹")
    return str(opened.execute("SELECT version_num FROM alembic_version").fetchone()[0])
