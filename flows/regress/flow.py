"""The flow `regression`, nightly and by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from prefect import State, flow, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from sqlalchemy import Engine

from flows.process_logs import configure_logs
from flows.regress.champion import served_champion
from flows.regress.kept import kept
from flows.regress.report import changes, markdown, sentence
from flows.regress.rerun import Rerun, rerun
from flows.regress.sets import jobs
from regression.gate import policy
from regression.gate.policy import Policy
from regression.golden.command import Job
from regression.scoring import ModelSwapped
from speechscan.db.engine import connected, sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.db.reports import ReportRepository
from speechscan.domain.regression_run import RegressionOutcome
from speechscan.domain.report import Report
from speechscan.errors import SpeechScanError
from speechscan.scorer import HttpScorer
from speechscan.settings import Settings
from speechscan.storage import S3Store
from speechscan.telemetry import logs

_log = logs.get(__name__)
# Each time a set is begun anew because the champion changed meanwhile.
_MOST_SWAPS = 3


@dataclass(frozen=True, slots=True)
class _Bench:
    settings: Settings
    objects: S3Store
    engine: Engine
    scorer: HttpScorer
    policy: Policy


@flow(name="regression", persist_result=False)
async def regression(references: list[str] | None = None) -> State[None]:
    """Scores the reference sets through the running service: says how good the champion is, and fails if it does not
    say what it said when it was promoted.

    Args:
        references: names of reference sets; by default the phantoms and each set in use
    """
    settings = Settings.load()
    configure_logs("regression", settings)
    try:
        async with _bench(settings) as bench:
            chosen = await asyncio.to_thread(jobs, bench.objects, references)
            runs = [await _rescored(bench, job) for job in chosen]
            await _told(bench, runs, whole=references is None)
    except SpeechScanError as error:
        _log.error("regression_failed", reason=error.detail)
        return Failed(message=error.detail)
    return _ended(runs)


def _ended(runs: Sequence[Rerun]) -> State[None]:
    """That the champion misses the policy's floor fails no run: nothing has moved, and there is an alert for it."""
    missed = [f"{run.reference.title}: {told}" for run in runs for told in run.missed]
    if missed:
        _log.error("champion_below_policy", reasons=missed)
    different = [run for run in runs if run.outcome is RegressionOutcome.DIFFERENT]
    if not different:
        return Completed(message="; ".join([*map(sentence, runs), *missed]))
    for run in different:
        _log.error(
            "regression_failed",
            reference=run.reference.title,
            version=run.champion.model.version,
            differing=len(run.differing),
            clips=list(dict.fromkeys(one.clip for one in run.listing.listed)),
            changes=changes(run),
        )
    return Failed(message="; ".join(f"{sentence(run)} (changed since: {changes(run)})" for run in different))


async def _rescored(bench: _Bench, job: Job) -> Rerun:
    @task(
        name=f"score {job.reference.title}",
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=2,
        retry_delay_seconds=10,
    )
    async def score() -> Rerun:
        ledger = PostgresLedger(bench.engine)
        for swaps_left in reversed(range(_MOST_SWAPS)):
            champion = await served_champion(ledger, bench.scorer, bench.settings.model_name)
            try:
                return await rerun(job, champion, bench.scorer, bench.settings.quality_gate, bench.policy)
            except ModelSwapped:
                if not swaps_left:
                    raise
                _log.warning("champion_changed", reference=job.reference.title, version=champion.model.version)
        raise AssertionError("not reached")

    return await score()


async def _told(bench: _Bench, runs: Sequence[Rerun], *, whole: bool) -> None:
    run_id = UUID(flow_run.id) if flow_run.id else None

    @task(name="record", cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=5)
    async def record() -> Report:
        async with connected(bench.settings) as engine:
            return await kept(ReportRepository(engine), bench.objects, bench.engine, runs, run_id, whole=whole)

    report = await record()
    description = "Regression of the champion"
    await acreate_markdown_artifact(markdown(runs, report), key="regression", description=description)


@asynccontextmanager
async def _bench(settings: Settings) -> AsyncIterator[_Bench]:
    engine, scorer = sync_engine(settings), HttpScorer(settings.scorer_url)
    asked = policy.read(settings.gate_policy or policy.FILE)
    try:
        yield _Bench(settings, S3Store(settings), engine, scorer, asked)
    finally:
        await scorer.aclose()
        engine.dispose()
