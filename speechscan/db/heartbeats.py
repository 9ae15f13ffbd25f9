"""What is served, and whether it is ready: written by every serving process, read by the API before it accepts work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, delete, func, null, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import model_heartbeats as table
from speechscan.domain.result import ModelRef
from speechscan.domain.serving import ServingReport, ServingState

_FORGOTTEN_AFTER = timedelta(days=1)


def beat(db: Connection, instance: str, state: ServingState) -> None:
    """Synchronous: called from a thread of the serving process. The caller commits."""
    row = {
        "model_name": state.model_name,
        "seen_at": func.now(),
        "model_version": state.version,
        "model_digest": state.digest,
        "ready_at": null() if state.version is None else func.now(),
        "scored": state.scored,
        "failed": state.failed,
        "refused_version": state.refused_version,
        "refused_reason": state.refused_reason,
    }
    db.execute(
        insert(table).values(instance=instance, **row).on_conflict_do_update(index_elements=["instance"], set_=row)
    )
    db.execute(delete(table).where(table.c.seen_at < func.now() - _FORGOTTEN_AFTER))


async def latest(engine: AsyncEngine, window_s: float) -> ModelRef | None:
    """The model that was ready most recently, if that was within `window_s`."""
    with translated():
        async with autocommit(engine).connect() as db:
            row = (
                await db.execute(
                    select(table)
                    .where(table.c.ready_at > func.now() - timedelta(seconds=window_s))
                    .order_by(table.c.ready_at.desc())
                    .limit(1)
                )
            ).one_or_none()
    return ModelRef(row.model_name, row.model_version) if row else None


async def serving(engine: AsyncEngine, model_name: str, window_s: float) -> list[ServingReport]:
    """What each process said last, if that was within `window_s`; the latest first."""
    with translated():
        async with autocommit(engine).connect() as db:
            return [_report(row) for row in await db.execute(_recent(model_name, window_s))]


def serving_now(engine: Engine, model_name: str, window_s: float) -> tuple[datetime, list[ServingReport]]:
    """The same for those that block, and the database's time."""
    with translated(), engine.connect() as db:
        now: datetime = db.execute(select(func.now())).scalar_one()
        return now, [_report(row) for row in db.execute(_recent(model_name, window_s))]


def _recent(model_name: str, window_s: float) -> Select[Any]:
    recent = table.c.seen_at > func.now() - timedelta(seconds=window_s)
    return select(table).where(table.c.model_name == model_name, recent).order_by(table.c.seen_at.desc())


def _report(row: Row[Any]) -> ServingReport:
    return ServingReport(
        instance=row.instance,
        seen_at=row.seen_at,
        model_name=row.model_name,
        version=row.model_version,
        digest=row.model_digest,
        scored=row.scored,
        failed=row.failed,
        refused_version=row.refused_version,
        refused_reason=row.refused_reason,
    )
