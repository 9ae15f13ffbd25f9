"""Batches, as their owner sees them: made, read, listed. `batch_steps` starts and cancels them.

Nothing about a batch's progress is stored with it: states and counts follow from its items and their jobs, in one
query, so that they agree with each other and with the jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, insert, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.idempotency import made_before, make_once
from speechscan.db.tables import batch_items, batches, jobs, results
from speechscan.domain.batch import Batch, BatchItem, ItemError, ItemStage, ItemState, NewItem
from speechscan.domain.idempotency import Identity
from speechscan.errors import NotFound

Batches = list[Batch]
Items = list[BatchItem]
Names = list[str]
NO_SUCH_BATCH = "There is no such batch. Check the id; a batch can be read only with a key of the caller that made it."

_items_with_jobs = batch_items.outerjoin(jobs, batch_items.c.job_id == jobs.c.id)
# A job whose empty row is gone was deleted.
_state: Any = case(
    (batch_items.c.stage == ItemStage.ADMITTED, func.coalesce(jobs.c.state, ItemState.DELETED.value)),
    (batch_items.c.stage == ItemStage.STARTED, ItemState.AWAITING.value),
    else_=batch_items.c.stage,
)


@dataclass(frozen=True, slots=True)
class BatchFilter:
    """`after` is the (created_at, id) of the last batch of the page before."""

    after: tuple[datetime, UUID] | None = None
    limit: int = 20


class BatchRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)

    async def create(
        self,
        owner: str,
        batch_id: UUID,
        label: str | None,
        items: Sequence[NewItem],
        identity: Identity | None = None,
    ) -> Batch:
        """One of another id if the same request has made it before. Raises IdempotencyMismatch."""
        rows = [_row(batch_id, position, item) for position, item in enumerate(items)]
        with translated():
            async with self._engine.begin() as db:
                made = await make_once(db, batches, owner, identity, {"id": batch_id, "label": label})
                if made == batch_id:
                    await db.execute(insert(batch_items), rows)
                return await read_batch(db, owner, made)

    async def made_before(self, owner: str, identity: Identity | None) -> Batch | None:
        """By the same request. Raises IdempotencyMismatch."""
        with translated():
            async with self._autocommit.connect() as db:
                found = await made_before(db, batches, owner, identity)
                return None if found is None else await read_batch(db, owner, found)

    async def get(self, owner: str, batch_id: UUID) -> Batch:
        """Raises NotFound, also for a batch of somebody else."""
        with translated():
            async with self._autocommit.connect() as db:
                return await read_batch(db, owner, batch_id)

    async def list(self, owner: str, wanted: BatchFilter) -> Batches:
        """Newest first, at most `wanted.limit`."""
        query = select(batches).where(batches.c.owner == owner)
        if wanted.after:
            query = query.where(tuple_(batches.c.created_at, batches.c.id) < tuple_(*map(literal, wanted.after)))
        query = query.order_by(batches.c.created_at.desc(), batches.c.id.desc()).limit(wanted.limit)
        with translated():
            async with self._autocommit.connect() as db:
                return _summaries((await db.execute(_summarised(query))).all())

    async def items(self, owner: str, batch_id: UUID, after: int, limit: int) -> Items:
        """Those behind the position `after`, in order. Empty for a batch of somebody else."""
        columns = ("position", "task", "job_id")
        query = (
            select(
                *(batch_items.c[name] for name in columns),
                _state.label("state"),
                func.coalesce(batch_items.c.error_code, jobs.c.error_code).label("error_code"),
                func.coalesce(batch_items.c.error_detail, jobs.c.error_detail).label("error_detail"),
            )
            .select_from(_items_with_jobs.join(batches, batches.c.id == batch_items.c.batch_id))
            .where(batches.c.id == batch_id, batches.c.owner == owner, batch_items.c.position > after)
            .order_by(batch_items.c.position)
            .limit(limit)
        )
        with translated():
            async with self._autocommit.connect() as db:
                return [_item(row) for row in await db.execute(query)]

    async def measured(self, owner: str, batch_id: UUID) -> Names:
        """Names of the measurements that the results so far have, in order."""
        names = func.jsonb_object_keys(results.c.document["measurements"]).label("name")
        query = (
            select(names)
            .select_from(batches.join(batch_items).join(results, results.c.job_id == batch_items.c.job_id))
            .where(batches.c.id == batch_id, batches.c.owner == owner)
            .distinct()
            .order_by(names)
        )
        with translated():
            async with self._autocommit.connect() as db:
                return list((await db.scalars(query)).all())


def _row(batch_id: UUID, position: int, item: NewItem) -> dict[str, Any]:
    refused = item.refused
    return {
        "batch_id": batch_id,
        "position": position,
        "stage": ItemStage.AWAITING if refused is None else ItemStage.REFUSED,
        "source_key": item.source_key if refused is None else None,
        "user_hash": item.user_hash if refused is None else None,
        "webhook_url": item.webhook_url if refused is None else None,
        "task": item.task,
        "error_code": None if refused is None else refused.code,
        "error_detail": None if refused is None else refused.detail,
    }


async def read_batch(db: AsyncConnection, owner: str, batch_id: UUID) -> Batch:
    mine = select(batches).where(batches.c.id == batch_id, batches.c.owner == owner)
    found = _summaries((await db.execute(_summarised(mine))).all())
    if not found:
        raise NotFound(NO_SUCH_BATCH)
    return found[0]


def _summarised(wanted: Any) -> Any:
    """A row for each batch and state that items of it have."""
    page = wanted.cte("page")
    state = _state.label("item_state")
    return (
        select(
            page,
            state,
            func.count().label("items"),
            func.max(func.coalesce(jobs.c.finished_at, batch_items.c.settled_at)).label("last_ended_at"),
        )
        .select_from(page.join(_items_with_jobs, batch_items.c.batch_id == page.c.id))
        .group_by(*page.c, state)
        .order_by(page.c.created_at.desc(), page.c.id.desc())
    )


def _summaries(rows: Sequence[Row[Any]]) -> Batches:
    return [_batch(list(of_one)) for _, of_one in groupby(rows, key=lambda row: row.id)]


def _batch(rows: Sequence[Row[Any]]) -> Batch:
    one = rows[0]
    return Batch(
        id=one.id,
        owner=one.owner,
        label=one.label,
        created_at=one.created_at,
        started_at=one.started_at,
        cancelled_at=one.cancelled_at,
        counts={ItemState(row.item_state): row.items for row in rows},
        last_ended_at=max((row.last_ended_at for row in rows if row.last_ended_at), default=None),
    )


def _item(row: Row[Any]) -> BatchItem:
    error = None if row.error_code is None else ItemError(row.error_code, row.error_detail or "")
    return BatchItem(row.position, ItemState(row.state), row.task, row.job_id, error)
