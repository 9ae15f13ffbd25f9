"""The facts of a model version, as its metadata in the object store tells them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from functools import lru_cache

from api.services import Services
from speechscan.domain.ledger import known_digest
from speechscan.domain.model_facts import ModelFacts, of_metadata
from speechscan.errors import NotFound
from speechscan.storage import ObjectStore
from speechscan.storage.base import metadata_key
from speechscan.telemetry import logs

_log = logs.get("api.model_facts")


async def facts_of_version(services: Services, version: str) -> ModelFacts | None:
    """None for a version that the ledger does not know, or whose metadata is not stored or was changed."""
    decisions = await services.ledger.decisions(services.settings.model_name)
    digest = known_digest(decisions, version)
    return await facts(services, digest) if digest else None


async def facts_of_served(services: Services) -> ModelFacts | None:
    """Of the version that scores now."""
    served = next((report for report in await services.serving() if report.digest), None)
    return await facts(services, served.digest) if served and served.digest else None


async def facts(services: Services, digest: str) -> ModelFacts | None:
    try:
        # mypy takes no protocol for hashable.
        return await asyncio.to_thread(_read, services.store, digest)  # type: ignore[arg-type]
    except NotFound:
        return None
    except _Unusable as error:
        _log.warning("metadata cannot be used", digest=digest, reason=str(error))
        return None


class _Unusable(Exception):
    """Stored, but changed, or of a version with other fields than this code knows."""


@lru_cache(maxsize=16)
def _read(store: ObjectStore, digest: str) -> ModelFacts:
    """What has this digest never changes, so it is read once: reports can then be read while the store is away, too."""
    content = store.get(metadata_key(digest))
    if hashlib.sha256(content).hexdigest() != digest:
        raise _Unusable("it differs from its digest")
    try:
        return of_metadata(json.loads(content))
    except (KeyError, TypeError, ValueError) as error:
        raise _Unusable(type(error).__name__) from error
