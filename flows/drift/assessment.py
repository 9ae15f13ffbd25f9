"""What the flow `drift` finds out. Knows nothing of Prefect."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.validation.results import validate
from flows.window import Window
from registry import profiles
from registry.profiles import NoProfile
from registry.versions import CHAMPION, ModelRegistry
from regression.drift import by_task
from regression.drift.comparison import Comparison, Outcome, not_compared, overall
from regression.drift.page import Sides, page
from regression.drift.policy import DriftPolicy
from regression.drift.sample import Sample, of_profile, of_results
from speechscan.db.results import ResultRepository
from speechscan.domain.sentence import Sentence, Wording
from speechscan.errors import ModelNotReady

_UNSOUND = Wording("drift-unsound", "The results from {begin} to {end} are not sound, so they are not judged. {found}")
# Tasks of a comparison. Each takes 2 s and 1.6 MB.
_MOST_PLOTTED = 3


@dataclass(frozen=True)
class Side:
    """One side of a comparison. jobs: that there are; the sample may have fewer. unsound: why it cannot be judged."""

    jobs: int
    sample: Sample
    unsound: Sentence | None = None


@dataclass(frozen=True)
class Assessment:
    """shown: comparisons with features, and their data"""

    version: str
    window: Window
    current: Side
    comparisons: tuple[Comparison, ...]
    shown: tuple[Sides, ...]

    @property
    def outcome(self) -> Outcome:
        return overall(self.comparisons)

    @property
    def sentence(self) -> str:
        """Of a task only what was found in it."""
        told = (one for whole in self.comparisons for one in (whole, *whole.drifted_tasks))
        return " ".join(f"{one.title}: {one.sentence}" for one in told)

    def summary(self) -> dict[str, Any]:
        """What the API and the metrics show."""
        return {
            "window": {
                **self.window.document(),
                "jobs": self.current.jobs,
                "compared": len(self.current.sample),
                "people": self.current.sample.number_of_people,
            },
            "against": {one.against: one.summary() for one in self.comparisons},
        }

    def document(self, policy: DriftPolicy) -> dict[str, Any]:
        comparisons = [one.document() for one in self.comparisons]
        return {**self.summary(), "version": self.version, "policy": policy.model_dump(), "comparisons": comparisons}

    def page(self, policy: DriftPolicy) -> str:
        return page(f"Drift, {self.window}, version {self.version}", self.comparisons, self.shown, policy)


async def assess(
    results: ResultRepository, registry: ModelRegistry, window: Window, policy: DriftPolicy, seed: int = 0
) -> Assessment:
    """Raises ModelNotReady without a champion, Unavailable."""
    version = await asyncio.to_thread(registry.resolve, CHAMPION)
    if version is None:
        raise ModelNotReady("There is no champion to compare with. Promote a version first.")
    current = await _production(results, registry, window, version, policy)
    references = {
        "training": await asyncio.to_thread(_training, registry, version),
        "previous": await _production(results, registry, window.before, version, policy),
    }
    comparisons, shown = [], []
    for against, reference in references.items():
        found = await asyncio.to_thread(_compared, against, current, reference, policy, seed)
        comparisons.append(found)
        shown += _shown(found, current.sample, reference.sample)
    return Assessment(version, window, current, tuple(comparisons), tuple(shown))


def _shown(whole: Comparison, current: Sample, reference: Sample) -> list[Sides]:
    """The whole, and of the tasks that have drifted the most frequent ones."""
    sides = [Sides(whole, reference, current)] if whole.features else []
    tasks = sorted(whole.drifted_tasks, key=lambda one: -one.compared)[:_MOST_PLOTTED]
    return sides + [Sides(one, *(by_task.of_task(side, one.task) for side in (reference, current))) for one in tasks]


async def _production(
    results: ResultRepository, registry: ModelRegistry, window: Window, version: str, policy: DriftPolicy
) -> Side:
    checked = await validate(results, registry, window)
    if checked.errors:
        told, found = window.document(), checked.sentence
        words = f"The results of {window} are not sound, so they are not judged. {found}"
        unsound = _UNSOUND.as_told(words, begin=told["from"], end=told["to"], found=found)
        return Side(checked.rows, of_results([], version), unsound)
    rows = await results.draw(window.begin, window.end, policy.most_jobs)
    return Side(checked.rows, of_results(rows, version))


def _training(registry: ModelRegistry, version: str) -> Side:
    with TemporaryDirectory(prefix="speechscan-profile-") as folder:
        try:
            profile = profiles.of_version(registry, version, Path(folder))
        except NoProfile as error:
            return Side(0, of_results([], version), error.sentence)
    return Side(len(profile.clips), of_profile(profile))


def _compared(against: str, current: Side, reference: Side, policy: DriftPolicy, seed: int) -> Comparison:
    if unsound := current.unsound or reference.unsound:
        return not_compared(against, unsound)
    return by_task.compare(against, current.sample, reference.sample, policy, seed)
