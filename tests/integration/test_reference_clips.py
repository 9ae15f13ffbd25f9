"""Which jobs can become clips, and how the clips of erased jobs leave the sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.housekeeping.withdrawal import withdraw
from regression.references.store import ReferenceStore
from speechscan.db.jobs import JobRepository
from speechscan.db.keys import KeyRepository
from speechscan.db.outcomes import OutcomeRepository
from speechscan.db.reference_clips import LabelledFilter, ReferenceClipRepository
from speechscan.db.tables import jobs, results
from speechscan.domain.outcome import Confirmation, Label, LabelledJob
from speechscan.storage import MemoryStore
from tests.cohorts import cohort_folder

DAY = datetime(2026, 10, 1, tzinfo=UTC)


async def _completed(engine: AsyncEngine, owner: str = "clinic", *, day: int = 0, version: str = "1") -> UUID:
    job_id = uuid4()
    row = {"id": job_id, "owner": owner, "state": "completed", "format": "wav", "size_bytes": 1, "object_key": "k"}
    result = {"job_id": job_id, "status": "healthy", "probability": 0.1, "document": {}, "model_name": "speechscan"}
    async with engine.begin() as db:
        await db.execute(insert(jobs).values(row | {"user_hash": "a" * 64, "created_at": DAY + timedelta(days=day)}))
        await db.execute(insert(results).values(result | {"model_version": version}))
    return job_id


async def test_only_labelled_jobs_with_their_current_outcome_and_all_conditions_hold(engine: AsyncEngine) -> None:
    key, _ = await KeyRepository(engine).create("clinic", ["annotate"])
    outcomes, clips = OutcomeRepository(engine), ReferenceClipRepository(engine)
    first, second = await _completed(engine, day=0), await _completed(engine, day=1, version="2")
    foreign, _ = await _completed(engine, "other", day=2), await _completed(engine, day=3)
    for job_id, owner in ((first, "clinic"), (second, "clinic"), (foreign, "other")):
        await outcomes.record(owner, job_id, Confirmation(Label.HEALTHY), key_id=key.id)
    await outcomes.record("clinic", second, Confirmation(Label.DYSARTHRIC, task="word"), key_id=key.id)

    async def found(**conditions: object) -> list[UUID]:
        return [job.job_id for job in await clips.labelled(LabelledFilter(**conditions))]  # type: ignore[arg-type]

    assert await found() == [first, second, foreign]
    assert (await clips.labelled(LabelledFilter()))[1] == LabelledJob(
        second, "clinic", "a" * 64, Label.DYSARTHRIC, "word"
    )
    assert await found(since=DAY + timedelta(days=1)) == [second, foreign]
    assert await found(until=DAY + timedelta(days=1)) == [first]
    assert await found(model_version="2") == [second]
    assert await found(owners=("other",)) == [foreign]
    assert await found(owners=("other",), model_version="2") == []


async def test_a_clip_goes_when_all_jobs_that_it_came_from_are_erased(engine: AsyncEngine) -> None:
    clips, repository = ReferenceClipRepository(engine), JobRepository(engine)
    alone, one, two = [await _completed(engine) for _ in range(3)]
    await clips.link([(alone, "a" * 64), (one, "b" * 64), (two, "b" * 64)])
    await clips.link([(alone, "a" * 64)])

    assert await clips.erased() == set()
    await repository.erase("clinic", alone)
    await repository.erase("clinic", one)
    assert await clips.erased() == {"a" * 64}
    await clips.forget({"a" * 64})
    assert await clips.erased() == set()
    # What is left is the note of the job that keeps the clip in.
    async with engine.connect() as db:
        assert list(await db.scalars(text("select job_id from reference_clips"))) == [two]
    await repository.erase("clinic", two)
    assert await clips.erased() == {"b" * 64}


async def test_an_erased_jobs_clip_leaves_its_set(engine: AsyncEngine, tmp_path: Path) -> None:
    clips, objects = ReferenceClipRepository(engine), MemoryStore()
    store = ReferenceStore(objects)
    added = store.add("lived", cohort_folder(tmp_path, 8, seed=3))
    ids = [await _completed(engine) for _ in added.clips]
    await clips.link(zip(ids, (clip.sha256 for clip in added.clips), strict=True))
    assert await withdraw(objects, clips) == []

    await JobRepository(engine).erase("clinic", ids[0])

    assert await withdraw(objects, clips) == ["lived@1 erased, lived@2 made"]
    assert store.find("lived").clips == added.clips[1:]
    assert await withdraw(objects, clips) == []
    async with engine.connect() as db:
        assert await db.scalar(text("select count(*) from reference_clips")) == len(ids) - 1
