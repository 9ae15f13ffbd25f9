"""The scheduled flow `live-accuracy`."""

from __future__ import annotations

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from speechscan.db.engine import connected
from speechscan.db.live_accuracy import LiveAccuracyRepository
from speechscan.domain.live_accuracy import LiveFigure
from speechscan.settings import Settings


@flow(name="live-accuracy", persist_result=False)
async def live_accuracy(least_subjects: int = 10) -> State[None]:
    """Accuracy of each model version by the outcomes that clinicians confirmed, with 95 % intervals over subjects.

    Outcomes are not a random sample of all jobs: read docs/feedback.md before you compare these figures with others.

    Args:
        least_subjects: of a class; with fewer there is no figure
    """
    found = await compute(least_subjects)
    return Completed(message="\n".join(map(_line, found)) or "No job has an outcome yet.")


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=5)
async def compute(least_subjects: int) -> list[LiveFigure]:
    # NumPy and SciPy are needed while it computes, not when Prefect looks at the flow.
    from flows.live_accuracy.figures import figures

    settings = Settings.load()
    async with connected(settings) as engine:
        repository = LiveAccuracyRepository(engine)
        found = figures(await repository.judged(settings.model_name), least_subjects=least_subjects)
        await repository.replace(found)
        return found


def _line(figure: LiveFigure) -> str:
    return f"version {figure.model_version}: {figure}"
