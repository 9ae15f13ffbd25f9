"""How much room tables and databases take on the server's disk, and giving room of removed rows back to tables."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import metadata

# With indexes and what PostgreSQL keeps of large values beside the table.
_TABLES = text(
    "select relname, pg_total_relation_size(pg_class.oid) from pg_class "
    "join pg_namespace on pg_namespace.oid = relnamespace "
    "where nspname = current_schema() and relkind in ('r', 'p')"
)
# PostgreSQL tells the size of a database only to those who may connect to it.
_DATABASES = text(
    "select datname, pg_database_size(oid) from pg_database "
    "where not datistemplate and has_database_privilege(oid, 'CONNECT')"
)


class SizeRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._autocommit = autocommit(engine)

    async def tables(self) -> dict[str, int]:
        """Bytes by table of our own database."""
        return await self._read(_TABLES)

    async def databases(self) -> dict[str, int]:
        """Bytes by database of the same server: ours, and Prefect's and MLflow's where they are there too."""
        return await self._read(_DATABASES)

    async def vacuum(self) -> None:
        """Makes the room of removed rows free for new ones, and tells PostgreSQL's planner what is left. It does so by
        itself only some time after a fifth of a table has changed."""
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(text(f"vacuum (analyze) {names}"))

    async def _read(self, query: object) -> dict[str, int]:
        with translated():
            async with self._autocommit.connect() as db:
                return {str(name): int(size) for name, size in await db.execute(query)}  # type: ignore[call-overload]
