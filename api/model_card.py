"""The card of a model version: what it was made for, on whose voices, and how often it is wrong."""

from __future__ import annotations

import asyncio

from api.services import Services
from speechscan.errors import NotFound
from speechscan.storage.base import card_key


async def model_card(services: Services, digest: str | None) -> str | None:
    """Markdown; None where it is not stored. Raises Unavailable."""
    if not digest:
        return None
    try:
        return (await asyncio.to_thread(services.store.get, card_key(digest))).decode()
    except NotFound:
        return None
