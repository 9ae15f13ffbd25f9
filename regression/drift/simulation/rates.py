"""Windows drawn from measured people, compared as the flow does it, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regression.drift.comparison import Outcome, compare
from regression.drift.features import VERDICT
from regression.drift.policy import DriftPolicy
from regression.drift.sample import Sample
from regression.drift.simulation.scenarios import UNCHANGED, Scenario
from regression.drift.simulation.voices import Voice
from speechscan.domain.verdict import Status

Rng = np.random.Generator
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rate:
    """found: comparisons that called drift"""

    scenario: str
    against: str
    jobs: int
    trials: int
    found: int

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

    def window(self, scenario: Scenario, jobs: int, rng: Rng) -> Sample:
        """Each job of a person of its own, drawn with replacement: the measured people are the population."""
        chosen = rng.choice(len(self.voices), jobs, p=self._weights(scenario))
        changed = self.measured.get(scenario.name, self.base)[chosen]
        through = rng.random(jobs) < scenario.share
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
        weights = np.where(older, scenario.older, 1.0) * np.where(undecided, scenario.inconclusive, 1.0)
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
            found = {"training": 0, "previous": 0}
            for trial in range(trials[scenario.name]):
                # The same people, whatever is done to their recordings.
                rng = np.random.default_rng((seed, jobs, trial))
                references = {"training": population.training(rng), "previous": population.window(UNCHANGED, jobs, rng)}
                current = population.window(scenario, jobs, rng)
                for against, reference in references.items():
                    told = compare(against, current, reference, policy, seed=trial)
                    found[against] += told.outcome is Outcome.DRIFT
                tick()
            for against, count in found.items():
                yield Rate(scenario.name, against, jobs, trials[scenario.name], count)
