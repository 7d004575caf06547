"""Brings a database to the newest revision. Alembic is imported only when there is something to do (269 ms)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.engine import WRITING

REVISIONS: Final = tuple(f"{number:04d}" for number in range(1, 16))
"""Every revision there ever was, oldest first; a test holds it against the migrations."""

NEWEST: Final = REVISIONS[-1]

MIGRATIONS: Final = Path(__file__).resolve().parents[1] / "migrations"


def stored_revision(connection: Connection) -> str | None:
    """The revision of the database, None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def older_revision(engine: Engine) -> str | None:
    """The revision of a database that `bring_up_to_date` would change; None for a new, a current and a newer one."""
    with engine.connect() as connection:
        stored = stored_revision(connection)
    return stored if stored in REVISIONS[:-1] else None


def bring_up_to_date(engine: Engine) -> bool:
    """Run what migrations are missing, all in one transaction; returns whether there were any.

    Raises `Refusal` for a database that a newer version of this program has written.
    """
    with engine.connect() as connection:
        if stored_revision(connection) == NEWEST:
            return False
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        stored = stored_revision(connection)  # asked again: another process may have been faster
        if stored == NEWEST:
            return False
        if stored is not None and stored not in REVISIONS:
            raise Refusal(
                "这份数据由更新版本的程序保存，这个版本无法打开",
                "数据没有改动；安装新版本的程序后再打开，"
                "确要用旧版本的，由维护人员用 counter-app update go-back 退回升级前的数据",
            )
        migrate(connection, NEWEST)
        return True


def migrate(connection: Connection, revision: str) -> None:
    """Go up or down to `revision` (`base` for nothing at all) within the transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    stored = stored_revision(connection)
    upwards = _rank(revision) > _rank(stored)
    (command.upgrade if upwards else command.downgrade)(config, revision)


def _rank(revision: str | None) -> int:
    return REVISIONS.index(revision) if revision in REVISIONS else -1
