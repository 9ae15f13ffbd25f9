"""The flow `retention`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from prefect import State, flow, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed
from pydantic import PositiveInt
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.retention import removal
from flows.retention.plan import Amounts, Plan, due
from flows.retention.removal import Told
from flows.retention.summary import markdown, sentence
from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.engine import connected
from speechscan.db.expiry import ExpiryRepository
from speechscan.db.jobs import JobRepository
from speechscan.db.reports import ReportRepository
from speechscan.db.sizes import SizeRepository
from speechscan.settings import Settings
from speechscan.storage import S3Store

T = TypeVar("T")


@flow(name="retention", persist_result=False)
async def retention(dry_run: bool = False, most: PositiveInt = 20_000) -> State[None]:
    """Removes what is older than the settings SPEECHSCAN_RETAIN_... keep; without them, nothing.

    Args:
        dry_run: only says what would go
        most: of each kind in one run; the next run goes on
    """
    plan = Plan.of(Settings.load())
    amounts = await count_due(plan) if dry_run else await remove_due(plan, most)
    await tell(plan, amounts, dry_run)
    return Completed(message=sentence(amounts, dry_run))


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def count_due(plan: Plan) -> Amounts:
    async def count(engine: AsyncEngine) -> Amounts:
        return await due(plan, ExpiryRepository(engine), ReportRepository(engine), DeliveryRepository(engine))

    return await _with_database(count)


async def remove_due(plan: Plan, most: int) -> Amounts:
    """Jobs first: their rows may be old enough to go with the tombstones at once."""
    results = await erase_old_results(plan.results, most) if plan.results else None
    batches = await remove_old_batches(plan.batches, most) if plan.batches else None
    tombstones = await remove_old_tombstones(plan.tombstones, most) if plan.tombstones else None
    reports = await remove_old_reports(plan.reports, most) if plan.reports else None
    deliveries = await remove_old_deliveries(plan.deliveries, most) if plan.deliveries else None
    await remove_lost_files()
    await vacuum_tables()
    return Amounts(results=results, batches=batches, tombstones=tombstones, reports=reports, deliveries=deliveries)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def erase_old_results(before: datetime, most: int) -> int:
    store, told = S3Store(Settings.load()), _told("jobs erased")

    async def erase(engine: AsyncEngine) -> int:
        return await removal.erase_jobs(ExpiryRepository(engine), JobRepository(engine), store, before, most, told)

    return await _with_database(erase)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def remove_old_batches(before: datetime, most: int) -> int:
    told = _told("batches removed")
    return await _with_database(lambda engine: removal.remove_batches(ExpiryRepository(engine), before, most, told))


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def remove_old_tombstones(before: datetime, most: int) -> int:
    told = _told("rows removed")
    return await _with_database(lambda engine: removal.remove_tombstones(ExpiryRepository(engine), before, most, told))


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def remove_old_reports(before: datetime, most: int) -> int:
    store, told = S3Store(Settings.load()), _told("reports removed")
    return await _with_database(
        lambda engine: removal.remove_reports(ReportRepository(engine), store, before, most, told)
    )


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def remove_old_deliveries(before: datetime, most: int) -> int:
    told = _told("deliveries removed")
    return await _with_database(
        lambda engine: removal.remove_deliveries(DeliveryRepository(engine), before, most, told)
    )


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def remove_lost_files() -> int:
    store = S3Store(Settings.load())
    return await _with_database(lambda engine: removal.remove_lost_files(ReportRepository(engine), store))


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def vacuum_tables() -> None:
    await _with_database(lambda engine: SizeRepository(engine).vacuum())


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def tell(plan: Plan, amounts: Amounts, dry_run: bool) -> None:
    async def sizes(engine: AsyncEngine) -> dict[str, dict[str, int]]:
        found = SizeRepository(engine)
        return {"table": await found.tables(), "database": await found.databases()}

    text = markdown(plan, amounts, dry_run, await _with_database(sizes))
    await acreate_markdown_artifact(text, key="retention", description=sentence(amounts, dry_run))


async def _with_database(work: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    async with connected(Settings.load()) as engine:
        return await work(engine)


def _told(what: str) -> Told:
    logger = get_run_logger()
    return lambda done: logger.info("%d %s so far", done, what)
