"""Alembic's entry point. The program hands over a connection in a transaction; a developer names a file by `-x`.

`python -m alembic -x file=scratch.db upgrade head`, then `revision --autogenerate --rev-id 0008 -m "..."` in its place
writes the next migration. The file is opened as the program does: the system's SQLite may be too old for the search.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from counter_app.persistence.base.engine import WRITING, sqlite_engine
from counter_app.persistence.base.tables import Base


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether a table of the database is described here; FTS5 makes those of the index of words by itself."""
    return not (name or "").startswith("search_word")


def run(connection: Connection) -> None:
    """Run the steps asked for, within the transaction that `connection` is in."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,
        include_name=is_ours,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    importlib.import_module("counter_app.persistence.unit_of_work")  # with it the tables of every feature
    engine = sqlite_engine(Path(context.get_x_argument(as_dictionary=True)["file"]))
    with engine.connect().execution_options(**{WRITING: True}) as own, own.begin():
        run(own)
