"""What goes by policy, and what must stay."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.retention import removal
from flows.retention.plan import Amounts, Plan, due
from flows.retention.removal import (
    erase_jobs,
    remove_batches,
    remove_deliveries,
    remove_lost_files,
    remove_reports,
    remove_tombstones,
)
from flows.retention.summary import markdown, sentence
from speechscan.db.batch_steps import BatchSteps
from speechscan.db.batches import BatchRepository
from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.engine import sync_engine
from speechscan.db.expiry import ExpiryRepository
from speechscan.db.jobs import JobRepository
from speechscan.db.ledger import PostgresLedger
from speechscan.db.reference_clips import ReferenceClipRepository
from speechscan.db.reports import ReportFilter, ReportRepository, add
from speechscan.db.sizes import SizeRepository
from speechscan.db.webhooks import WebhookRepository
from speechscan.domain.batch import NewItem
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.domain.report import Report, ReportKind
from speechscan.domain.webhook import Wanted
from speechscan.errors import Unavailable
from speechscan.seal import Seal
from speechscan.settings import Settings
from speechscan.storage import MemoryStore, canonical_key, report_key, upload_key
from tests.integration.screened import CLIPS, NOON, Row, put

DAY = timedelta(days=1)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def reports(engine: AsyncEngine) -> ReportRepository:
    return ReportRepository(engine)


def in_state(state: str):
    def change(job: Row, result: Row) -> None:
        job["state"] = state
        if state == "running":
            job.update(lease_token=uuid4(), finished_at=None)
        if state == "queued":
            job.update(started_at=None, finished_at=None)
        if state != "completed":
            result.clear()

    return change


async def put_jobs(engine: AsyncEngine, store: MemoryStore, days: int, state: str = "completed", count: int = 1):
    made = await put(engine, CLIPS[:count], NOON - days * DAY, in_state(state))
    for job_id in made:
        store.put(upload_key(job_id), b"upload")
        store.put(canonical_key(job_id), b"flac")
    return made


async def states(engine: AsyncEngine) -> dict[UUID, str]:
    async with engine.connect() as db:
        return {row.id: row.state for row in await db.execute(text("select id, state from jobs"))}


async def erase(engine: AsyncEngine, store: MemoryStore, most: int = 1000) -> int:
    told: list[int] = []
    done = await erase_jobs(ExpiryRepository(engine), JobRepository(engine), store, NOON - 30 * DAY, most, told.append)
    assert told == sorted(told)
    assert done == (told[-1] if told else 0)
    return done


async def test_old_jobs_go_with_recording_and_result(engine: AsyncEngine, store: MemoryStore) -> None:
    (old,), (young,) = await put_jobs(engine, store, 31), await put_jobs(engine, store, 29)

    assert await erase(engine, store) == 1

    assert await states(engine) == {old: "deleted", young: "completed"}
    assert set(store.objects) == {upload_key(young), canonical_key(young)}
    async with engine.connect() as db:
        assert (await db.scalars(text("select job_id from results"))).all() == [young]
        assert (await db.scalar(text("select sha256 from jobs where state = 'deleted'"))) is None
    assert await erase(engine, store) == 0


@pytest.mark.parametrize("state", ["queued", "running"])
async def test_a_job_that_has_not_ended_stays_however_old_it_is(
    engine: AsyncEngine, store: MemoryStore, state: str
) -> None:
    (job,) = await put_jobs(engine, store, 300, state)
    assert await erase(engine, store) == 0
    assert await states(engine) == {job: state}
    assert len(store.objects) == 2


@pytest.mark.parametrize("state", ["failed", "cancelled"])
async def test_jobs_without_a_result_go_too(engine: AsyncEngine, store: MemoryStore, state: str) -> None:
    await put_jobs(engine, store, 300, state)
    assert await erase(engine, store) == 1
    assert store.objects == {}


async def test_a_run_is_bounded_and_the_next_goes_on_with_the_oldest(
    engine: AsyncEngine, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "_BATCH", 2)
    oldest, *others = [(await put_jobs(engine, store, 40 - days))[0] for days in range(7)]
    assert await erase(engine, store, most=1) == 1
    assert (await states(engine))[oldest] == "deleted"
    assert await erase(engine, store, most=5) == 5
    assert [(await states(engine))[job] for job in others].count("completed") == 1
    assert await erase(engine, store) == 1


async def test_a_run_that_broke_off_is_finished_by_the_next(engine: AsyncEngine, store: MemoryStore) -> None:
    await put_jobs(engine, store, 40, count=3)
    store.away = True
    with pytest.raises(Unavailable):
        await erase(engine, store)
    assert set((await states(engine)).values()) == {"completed"}
    store.away = False
    assert await erase(engine, store) == 3


async def test_old_tombstones_go_and_nothing_else(engine: AsyncEngine, store: MemoryStore) -> None:
    await put_jobs(engine, store, 40, "deleted", count=3)
    (young,), (kept,) = await put_jobs(engine, store, 20, "deleted"), await put_jobs(engine, store, 40)
    expiry = ExpiryRepository(engine)
    assert await remove_tombstones(expiry, NOON - 30 * DAY, 2, lambda _: None) == 2
    assert await remove_tombstones(expiry, NOON - 30 * DAY, 1000, lambda _: None) == 1
    assert await states(engine) == {young: "deleted", kept: "completed"}


async def test_a_tombstone_stays_until_its_clip_has_left_the_reference_sets(
    engine: AsyncEngine, store: MemoryStore
) -> None:
    (job,), expiry = await put_jobs(engine, store, 40, "deleted"), ExpiryRepository(engine)
    clips, before = ReferenceClipRepository(engine), NOON - 30 * DAY
    await clips.link([(job, "a" * 64)])
    assert await remove_tombstones(expiry, before, 1000, lambda _: None) == 0
    assert await expiry.count_tombstones(before) == 0
    await clips.forget({"a" * 64})
    assert await remove_tombstones(expiry, before, 1000, lambda _: None) == 1


def report(days: int, kind: ReportKind = ReportKind.DRIFT) -> Report:
    report_id = uuid4()
    keys = {"html_key": report_key(kind, report_id, "report.html"), "json_key": report_key(kind, report_id, "r.json")}
    return Report(id=report_id, kind=kind, made_at=NOON - days * DAY, outcome="x", **keys)


async def put_batches(engine: AsyncEngine, count: int) -> None:
    """All were cancelled at once, so each has ended as a whole."""
    batches, steps = BatchRepository(engine), BatchSteps(engine)
    for _ in range(count):
        batch_id = uuid4()
        await batches.create("clinic", batch_id, None, [NewItem(user_hash=None)] * 2)
        await steps.cancel("clinic", batch_id)


async def test_batches_go_in_bounded_runs_that_say_how_many(engine: AsyncEngine) -> None:
    await put_batches(engine, 5)
    plan = Plan.of(Settings(retain_results_days=30), datetime.now(UTC) + 40 * DAY)
    expiry, told = ExpiryRepository(engine), list[int]()
    assert plan.batches is not None

    amounts = await due(plan, expiry, ReportRepository(engine), DeliveryRepository(engine))

    assert amounts == Amounts(results=0, batches=5)
    assert sentence(amounts, dry_run=True) == "0 jobs with recording and result, 5 batches would go."
    assert f"| batches | {plan.batches:%Y-%m-%d %H:%M} UTC | 5 |" in markdown(plan, amounts, True, {})
    assert await remove_batches(expiry, plan.batches, 3, told.append) == 3
    assert await remove_batches(expiry, plan.batches, 1000, told.append) == 2
    assert told == [3, 2]


async def test_old_reports_go_with_their_files_but_the_newest_of_a_kind(
    store: MemoryStore, reports: ReportRepository
) -> None:
    made = [report(days, kind) for kind in (ReportKind.DRIFT, ReportKind.VALIDATION) for days in (50, 40)]
    made.append(report(3))
    for one in made:
        await reports.add(one)
        for key in (one.html_key, one.json_key):
            store.put(str(key), b"x")

    assert await remove_reports(reports, store, NOON - 30 * DAY, 1000, lambda _: None) == 3

    kept = {made[3].id, made[4].id}
    assert {one.id for one in await reports.list(ReportFilter())} == kept
    assert set(store.objects) == {key for one in made if one.id in kept for key in (one.html_key, one.json_key)}


def gate_report(days: int) -> Report:
    folder = f"gate/{'c' * 64}/{days:016x}"
    return replace(report(days, ReportKind.GATE), html_key=f"{folder}/report.html", json_key=f"{folder}/report.json")


async def test_a_gate_report_stays_as_long_as_the_ledger_names_it(
    engine: AsyncEngine, settings: Settings, store: MemoryStore, reports: ReportRepository
) -> None:
    decided, undecided, newest = gate_report(60), gate_report(50), gate_report(40)
    for one in (decided, undecided, newest):
        await reports.add(one)
        for key in (one.html_key, one.json_key):
            store.put(str(key), b"x")
    entry = NewEntry(
        event=Event.GATE,
        actor="test",
        model_name="m",
        version="4",
        digest="c" * 64,
        outcome=GateOutcome.FAIL,
        report_key=decided.html_key,
    )
    there = sync_engine(settings)
    PostgresLedger(there).append(entry)
    there.dispose()

    assert await reports.count_made_before(NOON - 30 * DAY) == 1
    assert await remove_reports(reports, store, NOON - 30 * DAY, 1000, lambda _: None) == 1
    assert await remove_lost_files(reports, store, older_than=timedelta(0)) == 0

    assert {one.id for one in await reports.list(ReportFilter(kinds=(ReportKind.GATE,)))} == {decided.id, newest.id}
    kept = {str(key) for one in (decided, newest) for key in (one.html_key, one.json_key)}
    assert set(store.objects) == kept


async def test_a_report_that_is_made_again_takes_its_own_place(settings: Settings, reports: ReportRepository) -> None:
    first = report(2)
    again = replace(first, outcome="y", made_at=NOON, summary={"reasons": ["z"]})
    await reports.add(first)
    there = sync_engine(settings)
    add(there, again)
    there.dispose()
    assert await reports.list(ReportFilter()) == [again]


async def test_files_of_a_report_that_has_no_row_go(store: MemoryStore, reports: ReportRepository) -> None:
    kept = report(1)
    await reports.add(kept)
    for key in (
        str(kept.html_key),
        report_key("drift", uuid4(), "report.html"),
        "reports/other/readme",
        "recordings/x",
    ):
        store.put(key, b"x")
    assert await remove_lost_files(reports, store) == 0  # written just now
    assert await remove_lost_files(reports, store, older_than=timedelta(0)) == 1
    assert set(store.objects) == {kept.html_key, "reports/other/readme", "recordings/x"}


async def test_old_deliveries_that_have_ended_go(engine: AsyncEngine, store: MemoryStore) -> None:
    (job,), deliveries = await put_jobs(engine, store, 40), DeliveryRepository(engine)
    await WebhookRepository(engine, Seal("key")).put("clinic", Wanted(None))
    added = "insert into webhook_deliveries (id, owner, host, job_id, event, state, ended_at) values "
    async with engine.begin() as db:
        for state, days in (("delivered", 40), ("dead", 40), ("dead", 20), ("pending", None)):
            ended_at = None if days is None else NOON - days * DAY
            row = "(gen_random_uuid(), 'clinic', '', :job, 'job.completed', :state, :ended_at)"
            await db.execute(text(added + row), {"job": job, "state": state, "ended_at": ended_at})
    plan = Plan.of(Settings(retain_deliveries_days=30), NOON)
    amounts = await due(plan, ExpiryRepository(engine), ReportRepository(engine), deliveries)
    assert (amounts, sentence(amounts, dry_run=True)) == (
        Amounts(deliveries=2),
        "2 deliveries of webhooks would go.",
    )
    assert plan.deliveries is not None
    assert await remove_deliveries(deliveries, plan.deliveries, 1, lambda _: None) == 1
    assert await remove_deliveries(deliveries, plan.deliveries, 1000, lambda _: None) == 1
    assert await deliveries.count_by_state() == {"pending": 1, "delivered": 0, "dead": 1}


async def test_by_default_everything_is_kept(engine: AsyncEngine, store: MemoryStore) -> None:
    await put_jobs(engine, store, 3000)
    plan = Plan.of(Settings())
    assert (plan, plan.batches) == (Plan(None, None, None), None)
    amounts = await due(plan, ExpiryRepository(engine), ReportRepository(engine), DeliveryRepository(engine))
    assert amounts == Amounts()
    assert sentence(amounts, dry_run=True).startswith("Everything is kept")
    assert "| reports | kept | - |" in markdown(plan, amounts, True, {})


async def test_what_would_go_is_what_goes(engine: AsyncEngine, store: MemoryStore, reports: ReportRepository) -> None:
    await put_jobs(engine, store, 40, count=3)
    await put_jobs(engine, store, 40, "deleted", count=2)
    for days in (50, 40):
        await reports.add(report(days))
    settings = Settings(retain_results_days=30, retain_tombstones_days=30, retain_reports_days=30)
    plan, expiry = Plan.of(settings, NOON), ExpiryRepository(engine)

    amounts = await due(plan, expiry, reports, DeliveryRepository(engine))

    assert amounts == Amounts(results=3, batches=0, tombstones=2, reports=1)
    assert set((await states(engine)).values()) == {"completed", "deleted"}  # nothing has gone
    assert sentence(amounts, dry_run=True).endswith("1 reports would go.")
    assert plan.tombstones is not None
    assert await remove_tombstones(expiry, plan.tombstones, 1000, lambda _: None) == amounts.tombstones
    assert await erase(engine, store) == amounts.results
    text = markdown(plan, amounts, False, {"table": {"jobs": 2_000_000, "results": 7_000_000}})
    assert "| jobs with recording and result | 2026-10-21 12:00 UTC | 3 |" in text
    assert text.index("| results | 7.0 |") < text.index("| jobs | 2.0 |")


async def test_all_tables_are_vacuumed(engine: AsyncEngine) -> None:
    await SizeRepository(engine).vacuum()
    async with engine.connect() as db:
        # PostgreSQL tells its statistics a moment after the command.
        query = text("select relname from pg_stat_user_tables where vacuum_count = 0 and relname <> 'alembic_version'")
        end = asyncio.get_running_loop().time() + 10
        while (left := (await db.scalars(query)).all()) and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.05)
            await db.rollback()
    assert left == []
