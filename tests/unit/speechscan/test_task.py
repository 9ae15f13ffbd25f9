"""Whatever names a task names one that the service knows, or drift could never compare it."""

from __future__ import annotations

import re

import pytest

from registry import bundle, profile
from registry.data.manifest import read
from regression.phantoms.cohort import cohort
from regression.references.phantoms import phantom_reference
from speechscan.domain.task import Task
from speechscan.settings import Settings


def test_names_are_words_that_fit_the_column() -> None:
    assert all(re.fullmatch(r"[a-z0-9_]{1,60}", task) for task in Task)


def test_training_profile_phantoms_and_cohorts_name_known_tasks() -> None:
    named = {clip.task for clip in profile.read(bundle.SHIPPED / profile.FILE).clips}
    named |= {clip.task for clip in phantom_reference().clips}
    named |= {clip.task for clip in cohort(4, seed=1)}
    assert named == {Task.SUSTAINED_VOWEL_A, Task.SUSTAINED_VOWEL_I, Task.SUSTAINED_VOWEL_U, Task.SYLLABLES}


def test_the_training_data_names_known_tasks() -> None:
    voice_data = Settings.load().voice_data
    if voice_data is None:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the training corpus is not here")
    assert {clip.task for clip in read(voice_data / "manifest.csv").clips} <= set(Task)
