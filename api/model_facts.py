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
        content = await asyncio.to_thread(services.store.get, metadata_key(digest))
    except NotFound:
        return None
    if hashlib.sha256(content).hexdigest() != digest:
        _log.warning("metadata differs from its digest", digest=digest)
        return None
    return _parsed(content)


@lru_cache(maxsize=16)
def _parsed(content: bytes) -> ModelFacts | None:
    try:
        return of_metadata(json.loads(content))
    except (KeyError, TypeError, ValueError) as error:
        # Of a version with other fields than this code knows.
        _log.warning("metadata cannot be read", error=type(error).__name__)
        return None
