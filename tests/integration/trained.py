"""Versions for promotion tests, trained on simulated cohorts, sound ones and flawed ones; and cohorts to judge them on.

The classes lie wider apart than by default: fewer voices are near the line, where an MP3 coder turns verdicts round."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from registry.bundle import Bundle
from regression.phantoms.cohort import SOUND, Flaws, cohort
from regression.phantoms.cohort_folder import write
from tests.cohorts import train_on

EFFECT = 3.0
SPEAKERS = 60
FLAWS: Mapping[str, Flaws] = {
    "sound": SOUND,
    "women": Flaws(label_noise=0.5, label_noise_sex="f"),
    "shortcut": Flaws(shortcut=True),
}
# Of the training; other seeds are other speakers.
_SEED = 1


def trained(folder: Path) -> dict[str, Bundle]:
    """By flaw. The voices are the same whatever the labels, so they are measured once."""
    return {
        name: train_on(
            written(folder / f"{name}-clips", SPEAKERS, _SEED, flaws), folder / name, cache=folder / "features"
        )
        for name, flaws in FLAWS.items()
    }


def written(folder: Path, speakers: int, seed: int, flaws: Flaws = SOUND) -> Path:
    """A cohort as a folder with manifest.csv."""
    for _ in write(folder, cohort(speakers, seed, effect=EFFECT, flaws=flaws)):
        pass
    return folder
