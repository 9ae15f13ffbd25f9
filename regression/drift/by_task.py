"""A comparison of the whole, and of each task by itself.

Where another task is spoken than before, nearly everything that is measured of the whole moves, and nobody is ill or
hoarse of it: only a comparison within a task tells whether the people or the devices have changed.

The whole may use up half of the policy's alpha, and the tasks share the other half (Bonferroni), so that all of them
together call unchanged data drift no more often than alpha says. Each task is permuted by itself: with sides that were
drawn over all tasks, a shift of the mix alone would look like drift of the task that became rare.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from regression.drift import judgement
from regression.drift.comparison import Comparison, Outcome
from regression.drift.features import TASK
from regression.drift.judgement import too_few
from regression.drift.policy import DriftPolicy
from regression.drift.sample import Sample

_OF_THE_WHOLE = 0.5


def compare(against: str, current: Sample, reference: Sample, policy: DriftPolicy, seed: int = 0) -> Comparison:
    """The tasks are those of the window, if the whole can be judged. Deterministic for a seed."""
    spoken = np.union1d(current.columns[TASK], reference.columns[TASK])
    if spoken.size < 2 or too_few(current, reference, policy):
        return judgement.compare(against, current, reference, policy, seed)
    sides = {task: (of_task(current, task), of_task(reference, task)) for task in tasks(current)}
    rules = policy.model_copy(update={"least_jobs": policy.least_jobs_of_task})
    enough = sum(not too_few(*pair, rules) for pair in sides.values())
    whole = judgement.compare(against, current, reference, policy, seed, share=_OF_THE_WHOLE if enough else 1.0)
    share = (1 - _OF_THE_WHOLE) / max(enough, 1)
    parts = (judgement.compare(against, *pair, rules, seed, task=task, share=share) for task, pair in sides.items())
    return replace(whole, tasks=tuple(parts)) if whole.outcome is not Outcome.TOO_FEW else whole


def tasks(sample: Sample) -> list[str]:
    return [str(task) for task in np.unique(sample.columns[TASK]) if task]


def of_task(sample: Sample, task: str) -> Sample:
    return sample[sample.columns[TASK] == task]
