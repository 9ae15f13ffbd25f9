"""A new batch, and the forms by which its recordings are uploaded past the API."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from api.auth import Caller
from api.batches.manifest import read_manifest
from api.person import person_hash
from api.services import Services
from api.spoken import sane_subject
from api.upload import too_large
from api.v1.batch_models import BatchIn, ItemIn
from api.webhooks.of_job import agreed_url
from speechscan.domain.batch import Batch, ItemError, NewItem
from speechscan.storage import UploadForm, item_key
from speechscan.telemetry import logs

Forms = list[UploadForm | None]
_log = logs.get("api.batches.making")


async def new_batch(services: Services, caller: Caller, sent: BatchIn) -> tuple[Batch, Forms]:
    """A form for each item; none for those that are refused already or lie in the bucket. Raises Forbidden,
    InvalidRequest, NotFound, Unavailable."""
    webhook_url = await agreed_url(services, caller, sent.webhook)
    if sent.manifest_key is not None:
        found = await asyncio.to_thread(read_manifest, services.store, caller.owner, sent.manifest_key)
        items = [NewItem(_hashed(services, caller, one.subject), one.task, one.key) for one in found]
    else:
        items = [_item(services, caller, item) for item in sent.items or []]
    items = [replace(item, webhook_url=webhook_url) for item in items]
    batch_id = uuid4()
    batch = await services.batches.create(caller.owner, batch_id, sent.label, items)
    _log.info("batch made", batch_id=str(batch_id), items=len(items))
    sizes = [item.size_bytes for item in sent.items or []]
    # 1,000 of them take a moment of signing.
    return batch, await asyncio.to_thread(_forms, services, batch_id, items, sizes)


def form_for(services: Services, batch_id: UUID, position: int, size_bytes: int | None) -> UploadForm:
    """With a declared size the form takes no more than that."""
    settings = services.settings
    most = settings.max_upload_bytes if size_bytes is None else min(size_bytes, settings.max_upload_bytes)
    valid_for = timedelta(seconds=settings.upload_window_s)
    return services.store.upload_form(item_key(batch_id, position), max_bytes=most, valid_for=valid_for)


def _forms(services: Services, batch_id: UUID, items: Sequence[NewItem], sizes: Sequence[int | None]) -> Forms:
    if not sizes:
        return [None] * len(items)
    return [
        form_for(services, batch_id, position, size) if item.refused is None else None
        for position, (item, size) in enumerate(zip(items, sizes, strict=True))
    ]


def _item(services: Services, caller: Caller, sent: ItemIn) -> NewItem:
    most, refused = services.settings.max_upload_bytes, None
    if sent.size_bytes is not None and sent.size_bytes > most:
        error = too_large(most)
        refused = ItemError(error.code, error.detail)
    subject = None if sent.subject is None else sane_subject(sent.subject.encode())
    return NewItem(_hashed(services, caller, subject), sent.task, refused=refused)


def _hashed(services: Services, caller: Caller, subject: str | None) -> str | None:
    return None if subject is None else person_hash(services, caller, subject)
