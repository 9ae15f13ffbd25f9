"""All metrics of an app, together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest

from api.metrics.decisions import DecisionCounts
from api.metrics.disk import DiskGauges
from api.metrics.live_accuracy import LiveAccuracyGauges
from api.metrics.models import ModelGauges
from api.metrics.queue import QueueGauges
from api.metrics.regression import RegressionGauges
from api.metrics.requests import RequestCounts
from api.metrics.watch import WatchGauges
from api.metrics.webhooks import WebhookGauges
from speechscan.settings import DEFAULT_DATA_DIR

if TYPE_CHECKING:
    from api.services import Services


class Metrics:
    """One registry an app. What the database knows is read from it, so that it is right with any number of
    processes."""

    def __init__(self, data_dir: Path = DEFAULT_DATA_DIR) -> None:
        self.registry = CollectorRegistry()
        self.counts = RequestCounts(self.registry)
        self.queue, self.models, self.regression = QueueGauges(), ModelGauges(), RegressionGauges()
        self.decisions, self.live_accuracy, self.watch = DecisionCounts(), LiveAccuracyGauges(), WatchGauges()
        self.webhooks = WebhookGauges()
        for collector in (
            self.queue, self.models, self.regression, self.decisions, self.live_accuracy, self.watch,
            self.webhooks, DiskGauges(data_dir),
        ):  # fmt: skip
            self.registry.register(collector)

    async def exposition(self, services: Services) -> bytes:
        await self.queue.refresh(services.jobs)
        await self.models.refresh(services.serving)
        await self.regression.refresh(services.engine)
        await self.decisions.refresh(services.engine, services.settings.model_name)
        await self.live_accuracy.refresh(services.live_accuracy)
        await self.watch.refresh(services.reports, services.sizes)
        await self.webhooks.refresh(services.deliveries)
        self.counts.forget_dead()
        return generate_latest(self.registry)
