"""The flow `drift`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from prefect import State, flow, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed
from pydantic import PositiveFloat, PositiveInt

from flows.drift.assessment import Assessment, assess
from flows.drift.reaction import react
from flows.drift.summary import markdown
from flows.reports import keep, present_run
from flows.window import Window
from registry.versions import MlflowRegistry
from regression.drift import policy
from regression.drift.comparison import Outcome
from regression.drift.policy import DriftPolicy
from speechscan.db.engine import connected
from speechscan.db.reports import ReportRepository
from speechscan.db.results import ResultRepository
from speechscan.domain.report import Report, ReportKind
from speechscan.domain.sentence import Sentence, all_said
from speechscan.settings import Settings
from speechscan.storage import S3Store

_NAMES = {Outcome.DRIFT: "Drift", Outcome.TOO_FEW: "TooFew", Outcome.NO_DRIFT: "NoDrift"}


@flow(name="drift", persist_result=False)
async def drift(
    days: PositiveFloat | None = None, until: datetime | None = None, least_jobs: PositiveInt | None = None
) -> State[None]:
    """Compares the results of some days with the champion's training clips and with as many days before, as a whole and
    each task by itself.

    The name of the final state says what was found: Drift, NoDrift or TooFew. Failed: a comparison could not be made.

    Args:
        days: length of the window; by default as regression/drift/policy.yaml says
        until: its end; by default now
        least_jobs: with fewer in a window nothing is told of it; by default as the policy says, as always of one task
            by itself (least_jobs_of_task)
    """
    rules = asked(policy.read(), least_jobs)
    window = Window.ending(until or datetime.now(UTC), days or rules.window_days)
    found = await compare_windows(window, rules)
    done = await react_to_drift(found, rules)
    await keep_report(found, rules, done)
    if found.outcome is Outcome.NOT_COMPARED:
        return Failed(name="NotCompared", message=found.sentence)
    return Completed(name=_NAMES[found.outcome], message=found.sentence)


def asked(rules: DriftPolicy, least_jobs: int | None) -> DriftPolicy:
    """A smaller least number is validated like the file's."""
    return rules if least_jobs is None else DriftPolicy.model_validate({**rules.model_dump(), "least_jobs": least_jobs})


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def compare_windows(window: Window, rules: DriftPolicy) -> Assessment:
    settings = Settings.load()
    async with connected(settings) as engine:
        registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
        return await assess(ResultRepository(engine), registry, window, rules)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def react_to_drift(found: Assessment, rules: DriftPolicy) -> list[Sentence]:
    return await react(found, rules, Settings.load(), present_run())


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def keep_report(found: Assessment, rules: DriftPolicy, done: list[Sentence]) -> Report:
    settings = Settings.load()
    made = await asyncio.to_thread(found.page, rules)
    async with connected(settings) as engine:
        report = await keep(
            ReportRepository(engine),
            S3Store(settings),
            ReportKind.DRIFT,
            found.outcome.value,
            summary={**found.summary(), "done": done, "done_said": all_said(done)},
            document={**found.document(rules), "done": done},
            page=made,
            model_version=found.version,
            flow_run_id=present_run(),
        )
    description = f"Drift, {found.window}: {found.outcome.value}"
    await acreate_markdown_artifact(markdown(found, report, done), key="drift", description=description)
    return report
