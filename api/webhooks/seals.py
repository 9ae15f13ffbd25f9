"""Before a sender begins: all secrets under the present key, and a word about those that no key opens."""

from __future__ import annotations

from speechscan.db.webhooks import WebhookRepository
from speechscan.telemetry import logs

_log = logs.get("api.webhooks")


async def renew_seals(webhooks: WebhookRepository) -> None:
    """Raises Unavailable."""
    found = await webhooks.reseal()
    if found.renewed:
        _log.info("secrets_sealed", webhooks=found.renewed)
    if found.unreadable:
        _log.error("secrets_unreadable", webhooks=found.unreadable, settings="WEBHOOK_KEY, WEBHOOK_PREVIOUS_KEY")
