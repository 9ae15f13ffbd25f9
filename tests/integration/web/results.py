"""Results with the numbers of real training clips, as the screening would have stored them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncEngine

from registry import bundle, cards
from registry.measures.measurement import NAMES
from registry.profile import ProfiledClip
from speechscan.db import heartbeats
from speechscan.db.ledger import PostgresLedger
from speechscan.db.queue import Finished, JobQueue
from speechscan.domain.explanation import Contribution
from speechscan.domain.ledger import Event, NewEntry
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef, Score, screening_result
from speechscan.domain.serving import ServingState
from speechscan.domain.verdict import Status
from speechscan.storage import ObjectStore, canonical_key
from tests.integration.screened import CLIPS

SHIPPED = bundle.read(bundle.SHIPPED)


def clip_that_is(status: Status) -> ProfiledClip:
    bounds = SHIPPED.policy
    said = {
        Status.HEALTHY: lambda p: p <= bounds.abstain_low,
        Status.DYSARTHRIC: lambda p: p >= bounds.abstain_high,
        Status.INCONCLUSIVE: lambda p: bounds.abstain_low < p < bounds.abstain_high,
    }[status]
    return next(clip for clip in CLIPS if said(clip.probability) and clip.familiar)


def result_of(clip: ProfiledClip, *, familiar: bool = True, **quality: float) -> dict[str, object]:
    """quality: what is to differ from the clip's."""
    moved = [
        Contribution(name, clip.measurements[name], shift, *SHIPPED.healthy[name])
        for name, shift in zip(SHIPPED.measures[:2], (0.8, -0.4), strict=True)
    ]
    score = Score(
        probability=clip.probability,
        familiar=familiar,
        measurements=dict(clip.measurements),
        unmeasured=dict.fromkeys(sorted(set(NAMES) - clip.measurements.keys()), "A sustained vowel has no syllables."),
        model=ModelRef("speechscan", "1"),
        policy=SHIPPED.policy,
        contributions=tuple(moved),
    )
    return screening_result(score, replace(Quality(**clip.quality), **quality), QualityGate())


def serve_shipped(engine: AsyncEngine, store: ObjectStore) -> None:
    """The shipped version is champion and serves, as far as the API can see."""
    cards.keep(store, SHIPPED)
    told = {"model_name": "speechscan", "version": "1", "digest": SHIPPED.digest}
    blocking = create_engine(engine.url)
    PostgresLedger(blocking).append(NewEntry(event=Event.BOOTSTRAP, actor="test", **told))
    with blocking.begin() as db:
        heartbeats.beat(db, "test", ServingState(**told))
    blocking.dispose()


async def complete(
    engine: AsyncEngine, store: ObjectStore, result: dict[str, object], voice: bytes | None = None
) -> None:
    """What a worker does to all that waits. voice: the recordings as FLAC."""
    queue = JobQueue(engine, lease_s=30, max_attempts=3)
    leases = await queue.claim("test", 64, alone=True)
    for lease in leases:
        if voice is not None:
            store.put(canonical_key(lease.job_id), voice)
    await queue.complete([Finished(lease, result, {"store": 4.0}) for lease in leases])
