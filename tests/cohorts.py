"""Simulated cohorts as folders, and models that were trained on them: synthetic speakers, no people."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.bundle import Bundle
from registry.training import foreign, hearing, pipeline
from registry.training.request import Effort, Request
from regression.phantoms.cohort import SOUND, Flaws, cohort
from regression.phantoms.cohort_folder import write

# The figures of the card are rough with this; the weights are those of a full training.
LITTLE = Effort(repeats=1, permutations=2, replicates=50)


def cohort_folder(folder: Path, speakers: int, seed: int, flaws: Flaws = SOUND) -> Path:
    for _ in write(folder, cohort(speakers, seed, flaws=flaws)):
        pass
    return folder


def train_on(cohort: Path, out: Path, cache: Path | None = None) -> Bundle:
    """60 speakers take some 15 s. What a model was not made for is many sounds, and other tests look at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foreign, "_COPIES", 1)
        patch.setattr(foreign, "_SECONDS", 1)
        patch.setattr(hearing, "_NOISE_DB", (40,))
        return pipeline.train(Request(cohort / "manifest.csv", out, effort=LITTLE, held_out=None, cache=cache)).bundle
