"""Prometheus: what was decided about versions, counted from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from prometheus_client.core import CounterMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy.ext.asyncio import AsyncEngine

from api.metrics.snapshot import SnapshotCollector
from speechscan.db.ledger import LedgerReader
from speechscan.domain.ledger import Event, GateOutcome

Counts = Mapping[tuple[Event, GateOutcome | None], int]


class DecisionCounts(SnapshotCollector[Counts]):
    def __init__(self) -> None:
        super().__init__(_families)

    async def refresh(self, engine: AsyncEngine, model_name: str) -> None:
        await self._refresh(partial(LedgerReader(engine).counts, model_name))


def _families(counts: Counts | None) -> Iterable[Metric]:
    decisions = CounterMetricFamily(
        "speechscan_model_decisions",
        "Entries of the ledger of model versions; outcome is empty where the event has none.",
        labels=["event", "outcome"],
    )
    # All events from the start: a counter that appears with its first event has no increase to alert on.
    for event in Event if counts is not None else ():
        outcomes: tuple[GateOutcome | None, ...] = tuple(GateOutcome) if event is Event.GATE else (None,)
        for outcome in outcomes:
            decisions.add_metric([event, outcome or ""], _count(counts or {}, event, outcome))
    return (decisions,)


def _count(counts: Counts, event: Event, outcome: GateOutcome | None) -> int:
    """Of an event other than the gate whatever its outcome was."""
    return sum(n for (kind, found), n in counts.items() if kind is event and outcome in (None, found))
