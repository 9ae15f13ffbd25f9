"""What the settings say is to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.expiry import ExpiryRepository
from speechscan.db.reports import ReportRepository
from speechscan.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What ended or was made before these moments goes; None keeps everything."""

    results: datetime | None
    tombstones: datetime | None
    reports: datetime | None
    deliveries: datetime | None = None

    @property
    def batches(self) -> datetime | None:
        """They tell of their jobs, and go like them."""
        return self.results

    @classmethod
    def of(cls, settings: Settings, now: datetime | None = None) -> Plan:
        def before(days: int | None) -> datetime | None:
            return None if days is None else (now or datetime.now(UTC)) - timedelta(days=days)

        return cls(
            results=before(settings.retain_results_days),
            tombstones=before(settings.retain_tombstones_days),
            reports=before(settings.retain_reports_days),
            deliveries=before(settings.retain_deliveries_days),
        )


@dataclass(frozen=True, slots=True)
class Amounts:
    """Jobs, batches, rows, reports and deliveries of webhooks; None where everything is kept."""

    results: int | None = None
    batches: int | None = None
    tombstones: int | None = None
    reports: int | None = None
    deliveries: int | None = None


async def due(
    plan: Plan, expiry: ExpiryRepository, reports: ReportRepository, deliveries: DeliveryRepository
) -> Amounts:
    """What would go. A job that is erased now and old enough goes with its row as well: it counts once, as a result."""
    return Amounts(
        results=None if plan.results is None else await expiry.count_jobs(plan.results),
        batches=None if plan.batches is None else await expiry.count_batches(plan.batches),
        tombstones=None if plan.tombstones is None else await expiry.count_tombstones(plan.tombstones),
        reports=None if plan.reports is None else await reports.count_made_before(plan.reports),
        deliveries=None if plan.deliveries is None else await deliveries.count_ended_before(plan.deliveries),
    )
