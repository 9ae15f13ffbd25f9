"""Many recordings at once: uploaded past the API, started together, read together."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, Security
from starlette.responses import StreamingResponse

from api import cursor, openapi
from api.auth import CallerDep, described
from api.batches.making import new_batch
from api.batches.results import csv_lines, json_lines
from api.document import body_of, read_document
from api.erasure import erase_cancelled
from api.idempotency import DocumentKeyHeader, identity_of, mark_replayed
from api.services import ServicesDep
from api.submission import require_model
from api.v1.batch_examples import ROW
from api.v1.batch_models import (
    BatchIn,
    BatchListQuery,
    BatchOut,
    BatchPage,
    ItemListQuery,
    ItemOut,
    ItemPage,
    MadeBatchOut,
    MadeItemOut,
    ResultsQuery,
)
from speechscan.db.batches import BatchFilter
from speechscan.telemetry import logs

# A thousand items with the longest subjects, in UTF-8.
_MAX_BODY = 1024 * 1024
_FIRST = -1

router = APIRouter(prefix="/v1/batches", tags=["batches"], dependencies=[Security(described)])
_log = logs.get("api.batches")

_NEW: dict[str, Any] = {
    "responses": {201: openapi.MADE_ONCE, **openapi.problems(401, 403, 404, 422, 503)},
    "openapi_extra": body_of(BatchIn),
}


@router.post("", status_code=201, **_NEW)
async def make_batch(
    request: Request,
    response: Response,
    services: ServicesDep,
    caller: CallerDep,
    idempotency_key: DocumentKeyHeader = None,
) -> MadeBatchOut:
    """An open batch, with a form for each recording. Repeated with its `Idempotency-Key`, the same batch with fresh
    forms, or with none once it is started or cancelled. Needs the scope `jobs:write`."""
    sent = await read_document(request, BatchIn, max_bytes=_MAX_BODY)
    made = await new_batch(services, caller, sent, identity_of(services, caller, idempotency_key, sent))
    if made.replayed:
        mark_replayed(response)
    items = [MadeItemOut.made(item, form) for item, form in zip(made.items, made.forms, strict=True)]
    return MadeBatchOut.made(made.batch, items, _root_path(request))


@router.get("", responses=openapi.problems(401, 403, 422, 503))
async def list_batches(
    request: Request, services: ServicesDep, caller: CallerDep, query: Annotated[BatchListQuery, Query()]
) -> BatchPage:
    """The caller's batches, newest first. Needs the scope `jobs:read`."""
    after = None if query.cursor is None else cursor.decode(query.cursor)
    # One more than asked for tells whether there is another page.
    found = await services.batches.list(caller.owner, BatchFilter(after, query.limit + 1))
    page, next_cursor = cursor.page(found, query.limit, lambda batch: (batch.created_at, batch.id))
    return BatchPage(batches=[BatchOut.of(batch, _root_path(request)) for batch in page], next_cursor=next_cursor)


@router.get("/{batch_id}", responses=openapi.problems(401, 403, 404, 422, 503))
async def read_batch(request: Request, services: ServicesDep, caller: CallerDep, batch_id: UUID) -> BatchOut:
    """State, and how many items are in which state. Needs the scope `jobs:read`."""
    return BatchOut.of(await services.batches.get(caller.owner, batch_id), _root_path(request))


@router.get("/{batch_id}/items", responses=openapi.problems(401, 403, 404, 422, 503))
async def list_batch_items(
    services: ServicesDep, caller: CallerDep, batch_id: UUID, query: Annotated[ItemListQuery, Query()]
) -> ItemPage:
    """The batch's items by index. Needs the scope `jobs:read`."""
    await services.batches.get(caller.owner, batch_id)
    after = _FIRST if query.cursor is None else int(query.cursor)
    found = await services.batches.items(caller.owner, batch_id, after, query.limit + 1)
    page = found[: query.limit]
    return ItemPage(
        items=[ItemOut.of(item) for item in page],
        next_cursor=str(page[-1].position) if len(found) > len(page) else None,
    )


@router.post("/{batch_id}/start", status_code=202, responses=openapi.problems(401, 403, 404, 409, 422, 503))
async def start_batch(request: Request, services: ServicesDep, caller: CallerDep, batch_id: UUID) -> BatchOut:
    """What was uploaded becomes jobs, what was not is `missing`; that happens even if this process dies. Again is the
    same as once. Needs the scope `jobs:write`."""
    await require_model(services)
    batch = await services.batch_steps.start(caller.owner, batch_id)
    services.intake.wake()
    _log.info("batch started", batch_id=str(batch_id))
    return BatchOut.of(batch, _root_path(request))


@router.post("/{batch_id}/cancel", responses=openapi.problems(401, 403, 404, 409, 422, 503))
async def cancel_batch(request: Request, services: ServicesDep, caller: CallerDep, batch_id: UUID) -> BatchOut:
    """Ends what waits or runs and erases what was uploaded for it; what is finished stays. Again is the same as once.
    Needs the scope `jobs:write`."""
    batch = await services.batch_steps.cancel(caller.owner, batch_id)
    await erase_cancelled(services, batch_id)
    return BatchOut.of(batch, _root_path(request))


@router.get(
    "/{batch_id}/results",
    response_class=Response,
    responses={
        200: {
            "description": "A row for each item, by index, also while the batch runs.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/jsonl": {"schema": {"type": "string"}, "example": json.dumps(ROW)},
            },
        },
        **openapi.problems(401, 403, 404, 422, 503),
    },
)
async def read_batch_results(
    services: ServicesDep, caller: CallerDep, batch_id: UUID, query: Annotated[ResultsQuery, Query()]
) -> StreamingResponse:
    """CSV, or JSON lines with `format=jsonl`. Needs the scope `jobs:read`."""
    await services.batches.get(caller.owner, batch_id)
    lines, media_type = (csv_lines, "text/csv; charset=utf-8; header=present")
    if query.format == "jsonl":
        lines, media_type = (json_lines, "application/jsonl")
    name = f"batch-{batch_id}.{query.format}"
    return StreamingResponse(
        lines(services, caller.owner, batch_id),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _root_path(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")
