"""A verified copy of the database, made before migrations change it: the way back to the version before.

By SQLite's own backup, which holds what stands in the write-ahead log too; a copied file would lack it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.copied_database import copy_database, read_copy
from counter_app.persistence.base.driver_files import remove_database
from counter_app.persistence.base.driver_words import refusal_for
from counter_app.persistence.base.engine import connector
from counter_app.persistence.base.page_check import found_damage
from counter_app.private_files import sync_folder

_MARK: Final = ".revision-"
_STORED: Final = "SELECT version_num FROM alembic_version"


def copy_before_update(file: Path, revision: str, key: bytes | None) -> Path:
    """Copy the database beside itself under the `revision` that it has, and remove copies of other revisions.

    The copy is looked through before it gets its name. Raises `Refusal` where it cannot be made; then the database must
    not be changed.
    """
    place = file.with_name(f"{file.name}{_MARK}{revision}")
    part = file.with_name(f".{secrets.token_hex(6)}.part")
    try:
        copy_database(connector(file, key), part, key)
        with read_copy(part, key) as copy:
            damage = found_damage(copy)
            if damage is not None:
                raise damage
            if copy.execute(_STORED).fetchone()[0] != revision:  # another window has migrated meanwhile
                return place
        part.replace(place)
        sync_folder(place.parent)
    except (OSError, dbapi2.Error) as error:
        why = error.strerror if isinstance(error, OSError) else (refusal_for(error) or error)
        raise Refusal(
            f"升级前的数据备份没有做成：{why}", "数据没有改动；腾出磁盘空间、检查数据文件夹的写入权限后再打开"
        ) from error
    finally:
        remove_database(part)
    for other in file.parent.glob(f"{file.name}{_MARK}*"):
        if other != place:
            remove_database(other)
    return place


def copies_of(file: Path) -> list[tuple[Path, str]]:
    """The copies that lie beside the database, each with the revision it was made of."""
    stem = f"{file.name}{_MARK}"
    found = [(path, path.name.removeprefix(stem)) for path in file.parent.glob(f"{stem}*")]
    return [(path, revision) for path, revision in found if revision.isascii() and revision.isdecimal()]
