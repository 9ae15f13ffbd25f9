"""The flow `validate-results`."""

from __future__ import annotations

from datetime import datetime

from prefect import State, flow, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed

from flows.reports import keep, present_run
from flows.validation.results import validate
from flows.validation.summary import markdown
from flows.window import Window
from registry.versions import MlflowRegistry
from regression.validation.check import Validation
from speechscan.db.engine import connected
from speechscan.db.reports import ReportRepository
from speechscan.db.results import ResultRepository
from speechscan.domain.report import ReportKind
from speechscan.settings import Settings
from speechscan.storage import S3Store
from speechscan.telemetry import logs

_log = logs.get("flows.validation")


@flow(name="validate-results", persist_result=False)
async def validate_results(begin: datetime | None = None, end: datetime | None = None) -> State[None]:
    """Checks the results of a day. An expectation that is not met makes the run Failed; its artifact says which rows.

    Args:
        begin: of jobs that ended from then on; by default the beginning of yesterday, UTC
        end: and before then; by default the end of yesterday, UTC
    """
    day = Window.yesterday()
    window = Window(begin or day.begin, end or day.end)
    found = await check_results(window)
    await keep_report(window, found)
    if found.errors:
        _log.error("validation_failed", rules=[one.rule for one in found.errors], rows=found.rows)
        return Failed(message=found.sentence)
    return Completed(message=found.sentence)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def check_results(window: Window) -> Validation:
    settings = Settings.load()
    async with connected(settings) as engine:
        registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
        return await validate(ResultRepository(engine), registry, window)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=10)
async def keep_report(window: Window, found: Validation) -> None:
    settings = Settings.load()
    async with connected(settings) as engine:
        await keep(
            ReportRepository(engine),
            S3Store(settings),
            ReportKind.VALIDATION,
            found.outcome,
            summary={"window": window.document(), **found.summary()},
            document={"window": window.document(), **found.document()},
            flow_run_id=present_run(),
        )
    await acreate_markdown_artifact(
        markdown(window, found), key="validation", description=f"Results of {window}: {found.outcome}"
    )
