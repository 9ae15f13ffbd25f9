"""All sounds of a training, described: those that train, judge, control and check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from registry.backbones.base import Backbone
from registry.data.manifest import Clip
from registry.data.sound import load
from registry.pcm import Pcm
from registry.training import altered, foreign
from registry.training.arrays import Indices, Matrix
from registry.training.described import Described, stacked
from registry.training.feature_cache import FeatureCache
from registry.training.progress import Progress, counted, each
from registry.training.reference_sets import Sets
from registry.training.request import Request

_NOISE_DB = (50, 40, 30)


@dataclass(frozen=True)
class Heard:
    """reference      None where no speaker is kept out, or they are not to be judged yet
    silence        the training clips without speech; `with_silence` says which have any
    recording      [clips, properties]
    sounds         what the model was not made for, by name"""

    training: Described
    reference: Described | None
    vowels: dict[str, Described]
    shuffled: Described
    silence: Described | None
    with_silence: Indices
    recording: Matrix
    sounds: dict[str, Described]


def hear(
    sets: Sets, sounds: Mapping[Path, str], request: Request, backbone: Backbone | None, progress: Progress
) -> Heard:
    """sounds: SHA-256 of the decoded samples by path."""
    cache = FeatureCache(request.cache, backbone)
    # Decoded a second time after the check: 1 ms a clip, and the controls need the samples.
    own = [load(clip.path) for clip in sets.training]
    silences = [altered.without_speech(samples) for samples in own]
    others = _sounds(own, sets.words)
    reference = sets.reference if request.final else []
    left = [samples for samples in silences if samples is not None]
    counts = [2 * len(own), len(left), len(reference), *map(len, sets.vowels.values()), *map(len, others.values())]
    tick = counted(progress, "measuring", sum(counts))

    def described(recordings: Sequence[Pcm]) -> Described:
        return stacked([cache.described(samples) for samples in each(recordings, tick)])

    def described_files(clips: Sequence[Clip]) -> Described:
        return stacked([cache.of_file(clip.path, sounds[clip.path]) for clip in each(clips, tick)])

    return Heard(
        training=described(own),
        reference=described_files(reference) if reference else None,
        vowels={name: described_files(clips) for name, clips in sets.vowels.items()},
        shuffled=described([altered.shuffled(samples, request.seed) for samples in own]),
        silence=described(left) if left else None,
        with_silence=np.flatnonzero([samples is not None for samples in silences]),
        recording=np.array([altered.recording_properties(samples) for samples in own]),
        sounds={name: described(recordings) for name, recordings in others.items()},
    )


def _sounds(own: Sequence[Pcm], words: Sequence[Clip]) -> dict[str, list[Pcm]]:
    noisy = {f"training_vowels_noise_{level}_db": foreign.with_noise(own, level) for level in _NOISE_DB}
    speech = foreign.running_speech(words)
    return {**noisy, **({"healthy_running_speech": speech} if speech else {}), **foreign.made_sounds()}
