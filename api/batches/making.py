"""A new batch, and the forms by which its recordings are uploaded past the API."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from api.auth import Caller
from api.batches.manifest import read_manifest
from api.person import hash_if_told
from api.services import Services
from api.spoken import naming, sane_subject
from api.upload import too_large
from api.v1.batch_models import BatchIn, ItemIn
from api.webhooks.of_job import agreed_url
from speechscan.domain.batch import MAX_ITEMS, Batch, BatchItem, BatchState, ItemError, ItemState, NewItem
from speechscan.domain.idempotency import Identity
from speechscan.settings import Settings
from speechscan.storage import UploadForm, item_key
from speechscan.telemetry import logs

Forms = list[UploadForm | None]
_BEFORE_THE_FIRST = -1
_log = logs.get("api.batches.making")


@dataclass(frozen=True, slots=True)
class MadeBatch:
    """A form for each item; none where nothing is to be uploaded. replayed: the same request had made it before."""

    batch: Batch
    items: list[BatchItem]
    forms: Forms
    replayed: bool


async def new_batch(services: Services, caller: Caller, sent: BatchIn, identity: Identity | None) -> MadeBatch:
    """Raises Forbidden, InvalidRequest, NotFound, IdempotencyMismatch, Unavailable."""
    batch_id = uuid4()
    # First, since a manifest may have gone when its request is repeated.
    batch = await services.batches.made_before(caller.owner, identity)
    if batch is None:
        new = await _new_items(services, caller, sent)
        batch = await services.batches.create(caller.owner, batch_id, sent.label, new, identity)
    items = await services.batches.items(caller.owner, batch.id, _BEFORE_THE_FIRST, MAX_ITEMS)
    _log.info("batch made", batch_id=str(batch.id), items=len(items), replayed=batch.id != batch_id)
    sizes = [item.size_bytes for item in sent.items or []]
    # 1,000 of them take a moment of signing.
    forms = await asyncio.to_thread(_forms, services, batch, items, sizes)
    return MadeBatch(batch, items, forms, replayed=batch.id != batch_id)


def form_for(
    services: Services, batch_id: UUID, position: int, size_bytes: int | None, made_at: datetime
) -> UploadForm:
    """With a declared size the form takes no more than that."""
    settings = services.settings
    most = settings.max_upload_bytes if size_bytes is None else min(size_bytes, settings.max_upload_bytes)
    valid_for = form_validity(settings, datetime.now(UTC) - made_at)
    return services.store.upload_form(item_key(batch_id, position), max_bytes=most, valid_for=valid_for)


def form_validity(settings: Settings, age: timedelta) -> timedelta:
    """Of a form for what was made so long ago: a request may be repeated late, and what is uploaded after the end of
    what it belongs to is lost. Never less than a second, since housekeeping may come late too."""
    left = timedelta(seconds=settings.upload_keep_s) - age
    return max(min(timedelta(seconds=settings.upload_window_s), left), timedelta(seconds=1))


def _forms(services: Services, batch: Batch, items: Sequence[BatchItem], sizes: Sequence[int | None]) -> Forms:
    if not sizes or batch.state is not BatchState.OPEN:
        return [None] * len(items)
    return [
        form_for(services, batch.id, item.position, size, batch.created_at)
        if item.state is ItemState.AWAITING
        else None
        for item, size in zip(items, sizes, strict=True)
    ]


async def _new_items(services: Services, caller: Caller, sent: BatchIn) -> list[NewItem]:
    webhook_url = await agreed_url(services, caller, sent.webhook)
    if sent.manifest_key is None:
        items = [_item(services, caller, item, f"items[{index}]") for index, item in enumerate(sent.items or [])]
    else:
        found = await asyncio.to_thread(read_manifest, services.store, caller.owner, sent.manifest_key)
        items = [NewItem(hash_if_told(services, caller, one.subject), one.task, one.key) for one in found]
    return [replace(item, webhook_url=webhook_url) for item in items]


def _item(services: Services, caller: Caller, sent: ItemIn, where: str) -> NewItem:
    most, refused = services.settings.max_upload_bytes, None
    if sent.size_bytes is not None and sent.size_bytes > most:
        error = too_large(most)
        refused = ItemError(error.code, error.detail)
    with naming(where):
        subject = None if sent.subject is None else sane_subject(sent.subject.encode())
    return NewItem(hash_if_told(services, caller, subject), sent.task, refused=refused)
