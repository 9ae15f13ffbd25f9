"""The training profile: what `registry.profile` holds of the clips that trained.

`python -m registry.training.profiling --data FOLDER` makes that of the shipped model anew, after it was trained anew.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from registry import bundle, profile
from registry.data.fingerprint import fingerprint
from registry.data.manifest import Clip, read
from registry.data.sound import digest, load
from registry.pcm import Pcm
from registry.profile import Profile, ProfiledClip
from registry.training import nested, policy, trained
from registry.training.arrays import Vector, labels, speakers
from registry.training.described import NAMES, Described, describe, stacked
from registry.training.reference_sets import divided
from registry.training.request import Request
from registry.training.trained import Trained
from speechscan.audio.quality import measure as quality_of
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate, refusals
from speechscan.domain.verdict import Status

_STATUS = {1.0: Status.DYSARTHRIC, -1.0: Status.HEALTHY, 0.0: Status.INCONCLUSIVE}
# Seven digits tell more than any comparison needs, and keep the file small.
_DIGITS = 7


def profiled(
    made: bundle.Bundle, clips: Sequence[Clip], described: Described, probabilities: Vector, model: Trained
) -> Profile:
    """probabilities: of models that never heard the clip's speaker. The clips are decoded once more, since
    their quality is not among what training measures."""
    qualities = [quality_of(load(clip.path)) for clip in clips]
    order = np.lexsort((np.arange(len(clips)), probabilities))
    people: dict[str, int] = {}
    return Profile(
        made.digest,
        tuple(
            ProfiledClip(
                person=people.setdefault(clips[i].speaker, len(people)),
                task=clips[i].task,
                corpus=clips[i].corpus,
                probability=_short(probabilities[i]),
                status=_status(model.verdicts[i], qualities[i]),
                measurements=_measured(described.measured[i]),
                quality=_quality(qualities[i]),
                familiar=bool(model.known[i]),
            )
            for i in map(int, order)
        ),
    )


def _status(verdict: float, quality: Quality) -> Status:
    return Status.INCONCLUSIVE if refusals(quality, QualityGate()) else _STATUS[float(verdict)]


def _measured(row: Vector) -> dict[str, float]:
    return {name: _short(value) for name, value in zip(NAMES, row, strict=True) if np.isfinite(value)}


def _quality(quality: Quality) -> dict[str, float | None]:
    return {name: None if value is None else _short(value) for name, value in asdict(quality).items()}


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


class OtherClips(Exception):
    """The clips are not those that trained the bundle."""


def profile_of(folder: Path, manifest: Path) -> Profile:
    """Of a bundle that was trained on the clips of the manifest. Raises OtherClips."""
    made = bundle.read(folder)
    seed, repeats = made.training["seed"], made.training["repeats"]
    clips = divided(read(manifest).clips, Request(manifest, folder, seed=seed)).training
    samples: dict[Path, Pcm] = {clip.path: load(clip.path) for clip in clips}
    if fingerprint(clips, {path: digest(own) for path, own in samples.items()}) != made.training["dataset_sha256"]:
        raise OtherClips("These are not the clips that trained the model in this folder.")
    described = stacked([describe(samples[clip.path]) for clip in clips])
    ill, groups = labels(clips), speakers(clips)
    cross = nested.cross_validate(described.head_features, ill, groups, seed, repeats)
    model = trained.finish(described, ill, groups, cross, policy.read(), seed)
    return profiled(made, clips, described, cross.probabilities, model)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m registry.training.profiling", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the manifest.csv of the training")
    parser.add_argument("--version", type=Path, default=bundle.SHIPPED, help="folder of the model (default: shipped)")
    told = parser.parse_args(arguments)
    try:
        made = profile_of(told.version, told.data / "manifest.csv")
    except OtherClips as error:
        sys.exit(str(error))
    profile.write(told.version / profile.FILE, made)


if __name__ == "__main__":
    main()
