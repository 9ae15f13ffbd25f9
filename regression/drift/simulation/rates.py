"""Windows drawn from measured people, compared as the flow does it, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regression.drift.by_task import compare
from regression.drift.comparison import WHOLE
from regression.drift.features import TASK, VERDICT
from regression.drift.policy import DriftPolicy
from regression.drift.sample import Column, Sample
from regression.drift.simulation.scenarios import UNCHANGED, Scenario
from regression.drift.simulation.voices import Voice
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status

Rng = np.random.Generator
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rate:
    """found: windows that were called drift, as a whole or in a task. by_task: those in which a task was"""

    scenario: str
    against: str
    jobs: int
    trials: int
    found: int
    by_task: int = 0

    @property
    def share(self) -> float:
        return self.found / self.trials

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, Wilson."""
        n, p, z = self.trials, self.share, 1.96
        middle, half = p + z * z / (2 * n), z * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


@dataclass(frozen=True)
class Population:
    """measured: by name of a scenario, one row a voice. A scenario that changes no sound has none of its own."""

    voices: Sequence[Voice]
    measured: Mapping[str, Sample]

    @property
    def base(self) -> Sample:
        return self.measured[UNCHANGED.name]

    @property
    def _tasks(self) -> Column:
        return self.base.columns[TASK]

    def window(self, scenario: Scenario, jobs: int, rng: Rng) -> Sample:
        """Each job of a person of its own, drawn with replacement: the measured people are the population."""
        chosen = rng.choice(len(self.voices), jobs, p=self._weights(scenario))
        changed = self.measured.get(scenario.name, self.base)[chosen]
        through = rng.random(jobs) < scenario.share
        if scenario.only is not None:
            through &= self._tasks[chosen] == scenario.only
        before = self.base[chosen]
        mixed = {name: np.where(through, column, before.columns[name]) for name, column in changed.columns.items()}
        return Sample(mixed, np.arange(jobs))

    def training(self, rng: Rng) -> Sample:
        """As many people as there are, drawn with replacement, each with all recordings."""
        drawn = rng.choice(np.unique(self.base.people), self.base.number_of_people)
        rows = [np.flatnonzero(self.base.people == person) for person in drawn]
        numbered = np.repeat(np.arange(len(rows)), [own.size for own in rows])
        return replace(self.base[np.concatenate(rows)], people=numbered)

    def _weights(self, scenario: Scenario) -> Weights:
        older = np.array([voice.older for voice in self.voices])
        undecided = self.base.columns[VERDICT] == Status.INCONCLUSIVE.value
        vowel_a = self._tasks == Task.SUSTAINED_VOWEL_A
        weights = np.where(older, scenario.older, 1.0) * np.where(undecided, scenario.inconclusive, 1.0)
        weights *= np.where(vowel_a, scenario.vowel_a, 1.0)
        return np.asarray(weights / weights.sum())


def rates(
    population: Population,
    scenarios: Sequence[Scenario],
    windows: Sequence[int],
    trials: Mapping[str, int],
    policy: DriftPolicy,
    seed: int = 0,
    tick: Callable[[], None] = lambda: None,
) -> Iterator[Rate]:
    """trials: by name of the scenario."""
    for scenario in scenarios:
        for jobs in windows:
            found, by_task = Counter[str](), Counter[str]()
            for trial in range(trials[scenario.name]):
                # The same people, whatever is done to their recordings.
                rng = np.random.default_rng((seed, jobs, trial))
                references = {"training": population.training(rng), "previous": population.window(UNCHANGED, jobs, rng)}
                current = population.window(scenario, jobs, rng)
                for against, reference in references.items():
                    told = compare(against, current, reference, policy, seed=trial).found
                    found[against] += bool(told)
                    by_task[against] += any(one.task != WHOLE for one in told)
                tick()
            for against in ("training", "previous"):
                yield Rate(scenario.name, against, jobs, trials[scenario.name], found[against], by_task[against])
