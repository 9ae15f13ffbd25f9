"""Clips as numbers: all measurements, the timbre, and the front end's task measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from registry.backbones.base import Backbone
from registry.features import HEAD_MEASURES, TASK_SCALES, Scale
from registry.log_mel import LogMelStatistics
from registry.measures import MEASUREMENTS, measure
from registry.pcm import Pcm
from registry.training.arrays import Indices, Matrix, Vector

NAMES = tuple(measurement.name for measurement in MEASUREMENTS)


@dataclass(frozen=True)
class Described:
    """measured [clips, NAMES], in the measurements' own units, NaN where there is none; timbre [clips, STATISTICS],
    the log-mel statistics, or [clips, dims] of a backbone; task [clips, TASK_MEASURES]. The same without the first axis
    for one clip."""

    measured: Matrix
    timbre: Matrix
    task: Matrix

    def __getitem__(self, chosen: Indices) -> Described:
        return Described(self.measured[chosen], self.timbre[chosen], self.task[chosen])

    @property
    def head_features(self) -> Matrix:
        """[clips, HEAD_MEASURES + timbre]"""
        return np.hstack([self._scaled(HEAD_MEASURES), self.timbre])

    @property
    def task_features(self) -> Matrix:
        """[clips, TASK_WIDTH]"""
        return np.hstack([self.task, self._scaled(TASK_SCALES)])

    def column(self, name: str) -> Vector:
        return np.asarray(self.measured[:, NAMES.index(name)])

    def _scaled(self, scales: Sequence[Scale]) -> Matrix:
        return np.stack([[scale.apply(value) for value in self.column(scale.name)] for scale in scales], axis=1)


def describe(samples: Pcm, backbone: Backbone | None = None) -> Described:
    found = measure(samples).values
    statistics, task = _FRONT_END(torch.from_numpy(samples))
    return Described(
        measured=np.array([found.get(name, np.nan) for name in NAMES]),
        # One clip a call, as when it is served.
        timbre=statistics.double().numpy() if backbone is None else backbone.embed([samples])[0].astype(np.float64),
        task=task.double().numpy(),
    )


def stacked(clips: Sequence[Described]) -> Described:
    return Described(*(np.stack([getattr(clip, part) for clip in clips]) for part in ("measured", "timbre", "task")))


_FRONT_END = LogMelStatistics()
