"""The outbox of webhooks, as the database has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from api.metrics.snapshot import SnapshotCollector
from speechscan.db.deliveries import DeliveryRepository
from speechscan.domain.webhook import DeliveryState


@dataclass(frozen=True, slots=True)
class _Snapshot:
    by_state: Mapping[DeliveryState, int]
    oldest_pending_s: float


class WebhookGauges(SnapshotCollector[_Snapshot]):
    def __init__(self) -> None:
        super().__init__(_families)

    async def refresh(self, deliveries: DeliveryRepository) -> None:
        async def read() -> _Snapshot:
            return _Snapshot(await deliveries.count_by_state(), await deliveries.oldest_pending_s())

        await self._refresh(read)


def _families(snapshot: _Snapshot | None) -> Iterable[Metric]:
    count = GaugeMetricFamily(
        "speechscan_webhook_deliveries", "Deliveries of webhooks in the database by state.", labels=["state"]
    )
    age = GaugeMetricFamily(
        "speechscan_oldest_pending_delivery_seconds",
        "For how long the oldest pending delivery has been tried; 0 when none is pending.",
    )
    if snapshot is not None:
        for state, deliveries in snapshot.by_state.items():
            count.add_metric([state], deliveries)
        age.add_metric([], snapshot.oldest_pending_s)
    return count, age
