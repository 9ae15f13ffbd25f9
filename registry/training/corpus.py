"""Labelled clips as `manifest.csv` describes them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from registry.pcm import SAMPLE_RATE, Pcm
from speechscan.errors import InvalidRequest

MANIFEST = "manifest.csv"


class BadManifest(InvalidRequest):
    """The manifest or a file that it names cannot be read as it should, or cannot train."""


@dataclass(frozen=True, slots=True)
class Clip:
    """sex: "f", "m" or None. age: years."""

    path: Path
    dysarthric: bool
    speaker: str
    sex: str | None
    age: float | None
    task: str
    corpus: str
    licence: str
    source: str


def read_manifest(manifest: Path) -> list[Clip]:
    """Paths are relative to the manifest's folder. Raises BadManifest."""
    try:
        with manifest.open(newline="") as rows:
            return [_clip(manifest, row, line) for line, row in enumerate(csv.DictReader(rows), start=2)]
    except OSError as error:
        raise BadManifest(f"{manifest} cannot be read: {error.strerror}.") from error


def _clip(manifest: Path, row: dict[str, str], line: int) -> Clip:
    label = row.get("label")
    if label not in ("dysarthric", "healthy"):
        raise BadManifest(f"{manifest.name}, line {line}: the label is {label!r}, not 'dysarthric' or 'healthy'.")
    if not row.get("path") or not row.get("speaker"):
        raise BadManifest(f"{manifest.name}, line {line}: path and speaker are needed.")
    try:
        age = float(row["age"]) if row.get("age") else None
    except ValueError:
        raise BadManifest(f"{manifest.name}, line {line}: the age is {row['age']!r}, not a number.") from None
    return Clip(
        path=manifest.parent / row["path"],
        dysarthric=label == "dysarthric",
        speaker=row["speaker"],
        sex=row.get("sex") or None,
        age=age,
        task=row.get("task") or "unknown",
        corpus=row.get("corpus") or "unknown",
        licence=row.get("licence") or "unknown",
        source=row.get("source") or "unknown",
    )


def load(clip: Clip) -> Pcm:
    import soundfile

    samples, rate = soundfile.read(clip.path, dtype="int16", always_2d=True)
    if rate != SAMPLE_RATE or samples.shape[1] != 1:
        raise BadManifest(f"{clip.path.name} is not {SAMPLE_RATE} Hz mono.")
    return np.ascontiguousarray(samples[:, 0])


def labels(clips: Sequence[Clip]) -> NDArray[np.bool_]:
    return np.array([clip.dysarthric for clip in clips])


def speakers(clips: Sequence[Clip]) -> NDArray[np.str_]:
    return np.array([clip.speaker for clip in clips])


def fingerprint(clips: Sequence[Clip]) -> str:
    """SHA-256 over labels, speakers and the files' bytes, in the order of the files' own digests."""
    rows = sorted(
        f"{hashlib.sha256(clip.path.read_bytes()).hexdigest()} {clip.speaker} {clip.dysarthric}" for clip in clips
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
