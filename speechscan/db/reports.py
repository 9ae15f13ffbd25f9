"""Reports of the gate and of the flows that watch: read by the API and by the metrics, removed by retention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, delete, exists, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import model_ledger, reports
from speechscan.domain.report import Report, ReportKind
from speechscan.errors import NotFound

Reports = list[Report]


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """All conditions must hold. `after` is the (made_at, id) of the last report of the page before."""

    kinds: tuple[ReportKind, ...] = ()
    after: tuple[datetime, UUID] | None = None
    limit: int = 20


def add(engine: Engine, report: Report) -> None:
    """For those that block. In the place of the one with its id, if there is one."""
    with translated(), engine.begin() as db:
        db.execute(_added(report))


class ReportRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._autocommit = autocommit(engine)

    async def add(self, report: Report) -> None:
        """In the place of the one with its id, if there is one."""
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(_added(report))

    async def get(self, report_id: UUID) -> Report:
        """Raises NotFound."""
        with translated():
            async with self._autocommit.connect() as db:
                row = (await db.execute(select(reports).where(reports.c.id == report_id))).one_or_none()
        if row is None:
            raise NotFound("There is no such report. GET /v1/reports lists those that are kept.")
        return _report(row)

    async def list(self, wanted: ReportFilter) -> Reports:
        """Newest first, at most `wanted.limit`."""
        query = select(reports)
        if wanted.kinds:
            query = query.where(reports.c.kind.in_(wanted.kinds))
        if wanted.after:
            query = query.where(tuple_(reports.c.made_at, reports.c.id) < tuple_(*map(literal, wanted.after)))
        query = query.order_by(reports.c.made_at.desc(), reports.c.id.desc()).limit(wanted.limit)
        return await self._read(query)

    async def latest(self, kind: ReportKind) -> Report | None:
        found = await self.list(ReportFilter(kinds=(kind,), limit=1))
        return found[0] if found else None

    async def kept(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those that there are."""
        with translated():
            async with self._autocommit.connect() as db:
                return set((await db.scalars(select(reports.c.id).where(reports.c.id.in_(list(ids))))).all())

    async def made_before(self, moment: datetime, limit: int) -> Reports:
        """The oldest first, without the newest of each kind, which the metrics show, and without those that the ledger
        names."""
        query = select(reports).where(*_outdated(moment)).order_by(reports.c.made_at, reports.c.id).limit(limit)
        return await self._read(query)

    async def count_made_before(self, moment: datetime) -> int:
        """As many as `made_before` would find without a limit."""
        with translated():
            async with self._autocommit.connect() as db:
                query = select(func.count()).select_from(reports).where(*_outdated(moment))
                return int(await db.scalar(query) or 0)

    async def remove(self, report_id: UUID) -> None:
        """The row. The caller has erased the objects."""
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(delete(reports).where(reports.c.id == report_id))

    async def _read(self, query: Any) -> Reports:
        with translated():
            async with self._autocommit.connect() as db:
                return [_report(row) for row in await db.execute(query)]


def _added(report: Report) -> Insert:
    values = {name: getattr(report, name) for name in Report.__dataclass_fields__}
    added = insert(reports).values({**values, "summary": dict(report.summary)})
    return added.on_conflict_do_update(
        index_elements=[reports.c.id], set_={name: added.excluded[name] for name in values if name != "id"}
    )


def _outdated(moment: datetime) -> tuple[Any, ...]:
    newest = select(reports.c.id).distinct(reports.c.kind).order_by(reports.c.kind, reports.c.made_at.desc())
    # The ledger is for ever, and so is the page on which a decision rests.
    decided_by = exists().where(model_ledger.c.report_key == reports.c.html_key)
    return (reports.c.made_at < moment, reports.c.id.not_in(newest), ~decided_by)


def _report(row: Row[Any]) -> Report:
    values = {name: getattr(row, name) for name in Report.__dataclass_fields__}
    return Report(**{**values, "kind": ReportKind(row.kind)})
