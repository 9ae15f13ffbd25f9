"""Made rows of many people, for tests of drift: every feature drawn anew, none of a sound."""

from __future__ import annotations

import numpy as np

from regression.drift.features import FEATURES, TASK
from regression.drift.sample import Sample
from speechscan.domain.task import Task

FORMATS = ("wav", "webm")
TASKS = (Task.SUSTAINED_VOWEL_A.value, Task.SUSTAINED_VOWEL_I.value)


def sample(people: int, seed: int, each: int = 1, **shift: float) -> Sample:
    """Numbers of normal spread: half of the variance is between people. shift: name of a feature -> what is added."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), each)
    columns = {}
    for feature in FEATURES:
        if feature.is_category:
            words = TASKS if feature.name == TASK else FORMATS
            columns[feature.name] = rng.choice(words, who.size, p=[0.7, 0.3])
        else:
            drawn = rng.normal(size=people)[who] + rng.normal(size=who.size)
            columns[feature.name] = drawn / np.sqrt(2) + shift.get(feature.name, 0.0)
    return Sample(columns, who)
