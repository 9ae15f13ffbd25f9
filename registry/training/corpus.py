"""Labelled clips as `manifest.csv` describes them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from registry.pcm import SAMPLE_RATE, Pcm


@dataclass(frozen=True, slots=True)
class Clip:
    path: Path
    dysarthric: bool
    speaker: str
    male: bool
    age: float | None
    task: str
    corpus: str
    licence: str


def read_manifest(folder: Path) -> list[Clip]:
    with (folder / "manifest.csv").open(newline="") as manifest:
        return [
            Clip(
                path=folder / row["path"],
                dysarthric=row["label"] == "dysarthric",
                speaker=row["speaker"],
                male=row["sex"] == "m",
                age=float(row["age"]) if row["age"] else None,
                task=row["task"],
                corpus=row["corpus"],
                licence=row["licence"],
            )
            for row in csv.DictReader(manifest)
        ]


def load(clip: Clip) -> Pcm:
    import soundfile

    samples, rate = soundfile.read(clip.path, dtype="int16", always_2d=True)
    if rate != SAMPLE_RATE or samples.shape[1] != 1:
        raise ValueError(f"a clip of {clip.corpus} is not {SAMPLE_RATE} Hz mono")
    return np.ascontiguousarray(samples[:, 0])


def labels(clips: list[Clip]) -> NDArray[np.bool_]:
    return np.array([clip.dysarthric for clip in clips])


def speakers(clips: list[Clip]) -> NDArray[np.str_]:
    return np.array([clip.speaker for clip in clips])
