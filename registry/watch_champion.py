"""The first minutes of a new champion: if the serving processes refuse it, or it fails to score, the previous one comes
back by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from registry.promotion import rollback
from registry.versions.base import ModelRegistry
from speechscan.db import heartbeats
from speechscan.domain.ledger import Entry, Event
from speechscan.domain.sentence import Sentence, Wording
from speechscan.domain.serving import ServingReport
from speechscan.ledger import Ledger

ACTOR = "automatic rollback"
_REFUSED = Wording("rollback-refused", "A serving process refuses version {version}: {problem}")
_FAILED = Wording(
    "rollback-failed",
    "{failed} of {scorings} scorings by version {version} failed in the first {minutes:g} minutes; "
    "at most {allowed:.1%} may.",
)


@dataclass(frozen=True, slots=True)
class WatchBounds:
    """minutes         from the promotion on; afterwards a person decides
    max_error_rate  largest share of failed scorings, 0-1
    least_scorings  fewer tell nothing"""

    minutes: float
    max_error_rate: float
    least_scorings: int


def judge(champion: Entry, reports: Sequence[ServingReport], bounds: WatchBounds, now: datetime) -> Sentence | None:
    """Why the champion must go; None if it may stay. Only a promotion is judged: going back from a rollback would bring
    back what was rolled back."""
    if champion.event is not Event.PROMOTION or now - champion.at > timedelta(minutes=bounds.minutes):
        return None
    # What a process said before the promotion is about an earlier time.
    fresh = [report for report in reports if report.seen_at >= champion.at]
    for report in fresh:
        if report.refused_version == champion.version:
            return _REFUSED(version=champion.version, problem=report.refused_reason)
    serving = [report for report in fresh if report.version == champion.version]
    failed = sum(report.failed for report in serving)
    scorings = failed + sum(report.scored for report in serving)
    if scorings >= max(1, bounds.least_scorings) and failed / scorings > bounds.max_error_rate:
        return _FAILED(
            failed=failed,
            scorings=scorings,
            version=champion.version,
            minutes=bounds.minutes,
            allowed=bounds.max_error_rate,
        )
    return None


def watch(registry: ModelRegistry, ledger: Ledger, engine: Engine, bounds: WatchBounds) -> Entry | None:
    """To be called every few seconds. Rolls back if need be, and returns the ledger's entry then. Raises Conflict where
    there is nothing to go back to, Unavailable."""
    champion = ledger.champion_at(registry.name)
    if champion is None:
        return None
    now, reports = heartbeats.serving_now(engine, registry.name, bounds.minutes * 60)
    reason = judge(champion, reports, bounds, now)
    return None if reason is None else rollback(registry, ledger, ACTOR, reason, of=champion.version)
