"""Keeping: tables, repositories, unit of work, migrations. Private but for `database.open_database`."""
