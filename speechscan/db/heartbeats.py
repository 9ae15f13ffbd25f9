"""Which model was ready, and when: written by every serving process, read by the API before it accepts work."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import model_heartbeats
from speechscan.domain.result import ModelRef

_FORGOTTEN_AFTER = timedelta(days=1)


def beat(db: Connection, instance: str, model: ModelRef) -> None:
    """Synchronous: called from a thread of the serving process. The caller commits."""
    row = {"model_name": model.name, "model_version": model.version, "ready_at": func.now()}
    db.execute(
        insert(model_heartbeats)
        .values(instance=instance, **row)
        .on_conflict_do_update(index_elements=["instance"], set_=row)
    )
    db.execute(delete(model_heartbeats).where(model_heartbeats.c.ready_at < func.now() - _FORGOTTEN_AFTER))


async def latest(engine: AsyncEngine, window_s: float) -> ModelRef | None:
    """The model that was ready most recently, if that was within `window_s`."""
    with translated():
        async with autocommit(engine).connect() as db:
            row = (
                await db.execute(
                    select(model_heartbeats)
                    .where(model_heartbeats.c.ready_at > func.now() - timedelta(seconds=window_s))
                    .order_by(model_heartbeats.c.ready_at.desc())
                    .limit(1)
                )
            ).one_or_none()
    return ModelRef(row.model_name, row.model_version) if row else None
