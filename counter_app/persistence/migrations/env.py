"""Alembic's entrance. The program hands over a connection in a transaction; a developer names a database by `-x`.

`alembic -x url=sqlite:///scratch.db revision --autogenerate -m "..."` writes the next step.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from counter_app.persistence.base.tables import Base


def run(connection: Connection) -> None:
    """Run the steps asked for, within the transaction that `connection` is in."""
    context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as own:
        run(own)
