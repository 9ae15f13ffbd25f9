"""Alembic's entry: online only, one transaction, guarded by an advisory lock so that two starters do not race."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

from speechscan.db.tables import metadata

_LOCK = 0x5350_4545_4348  # "SPEECH"

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.run_migrations()
engine.dispose()
