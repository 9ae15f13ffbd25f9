"""All settings, many trials of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import numpy as np

from regression.simulation import sabotage, scenarios
from regression.simulation.scenarios import SCENARIOS, Setting
from regression.simulation.shares import Share, Trial, shares
from regression.statistics.rules import Rules

SPEAKERS = (20, 50, 100, 200)
CLIPS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Row:
    setting: Setting
    trials: int
    shares: dict[str, Share]

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def settings(
    speakers: Sequence[int] = SPEAKERS,
    clips: Sequence[int] = CLIPS,
    champion_auc: float = scenarios.CHAMPION_AUC,
    correlation: float = scenarios.CORRELATION,
) -> list[Setting]:
    every = product((*SCENARIOS, *sabotage.SABOTAGES), speakers, clips)
    return [Setting(*one, champion_auc, correlation) for one in every]


def study(chosen: Sequence[Setting], trials: int, seed: int, rules: Rules, processes: int = 1) -> Iterator[Row]:
    """A row a setting, in their order. Each has a seed of its own, so that neither order nor processes matter."""
    work = [(setting, trials, seed, rules) for setting in chosen]
    if processes == 1:
        yield from map(_row, work)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(_row, work)


def _row(work: tuple[Setting, int, int, Rules]) -> Row:
    setting, trials, seed, rules = work
    name = (*SCENARIOS, *sabotage.SABOTAGES).index(setting.scenario)
    rng = np.random.default_rng([seed, name, setting.speakers, setting.clips])
    one = _trial(setting, rules)
    return Row(setting, trials, shares([one(rng) for _ in range(trials)]))


def _trial(setting: Setting, rules: Rules) -> Callable[[np.random.Generator], Trial]:
    if setting.scenario in SCENARIOS:
        cohort = setting.cohort(rules)
        return lambda rng: scenarios.trial(cohort, rules, rng)
    spoilt = sabotage.cohort(setting)
    return lambda rng: sabotage.trial(spoilt, rules, rng)
