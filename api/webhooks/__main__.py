"""`python -m api.webhooks`: sends what the outbox holds, until TERM or Ctrl-C. Any number of them may run."""

from __future__ import annotations

import asyncio
import signal

from api.webhooks.address import Reach
from api.webhooks.backoff import backoff
from api.webhooks.network import Resolver
from api.webhooks.post import Poster
from api.webhooks.sender import Sender
from speechscan.background import running
from speechscan.db.deliveries import WEBHOOK_CHANNEL
from speechscan.db.engine import async_engine, psycopg_url
from speechscan.db.jobs import JobRepository
from speechscan.db.notify import Bell, ring_when_notified
from speechscan.db.outbox import Outbox
from speechscan.db.webhooks import WebhookRepository
from speechscan.seal import Seal
from speechscan.settings import Settings
from speechscan.telemetry import logs

# Beyond an attempt's own limit: to write its end on a busy machine.
_MARGIN_S = 20.0
# A lookup cannot be ended, and a name server that does not answer holds its thread for up to 30 s (three servers asked
# twice for 5 s each), longer than the attempt its place.
_LOOKUPS_A_PLACE = 4


async def send(settings: Settings) -> None:
    engine, resolve = async_engine(settings), Resolver(_LOOKUPS_A_PLACE * settings.webhook_concurrency)
    seal = Seal.of(settings)
    outbox = Outbox(engine, seal, hold_s=settings.webhook_timeout_s + _MARGIN_S)
    bell = Bell()
    post = Poster(
        Reach.of(settings), resolve, timeout_s=settings.webhook_timeout_s, places=settings.webhook_concurrency
    )
    try:
        async with post, running(ring_when_notified(bell, psycopg_url(settings), WEBHOOK_CHANNEL)):
            sender = Sender(
                outbox,
                JobRepository(engine),
                WebhookRepository(engine, seal),
                post,
                backoff(settings),
                bell.listener(),
                concurrency=settings.webhook_concurrency,
            )
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, sender.stop)
            await sender.run()
    finally:
        resolve.close()
        await engine.dispose()


def main() -> None:
    settings = Settings.load()
    logs.configure("webhook-sender", settings.log_level)
    asyncio.run(send(settings))


if __name__ == "__main__":
    main()
