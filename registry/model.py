"""The model in torch: a calibrated linear head on measurements and timbre, and a check of the task.

The timbre is the log-mel statistics of its own front end, or the embedding that a backbone made of the clip."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from registry.features import HEAD_MEASURES, LARGEST, TASK_SCALES, UNMEASURABLE
from registry.log_mel import LogMelStatistics

Vector = NDArray[np.float64]
_NAMES = [scale.name for scale in HEAD_MEASURES]


@dataclass(frozen=True)
class Weights:
    """All that training finds. `weight` and `bias` hold the calibration too: logit = z @ weight + bias."""

    median: Vector
    mean: Vector
    scale: Vector
    weight: Vector
    bias: Vector
    task_mean: Vector
    task_precision: Vector

    def save(self, path: Path) -> None:
        np.savez(path, **asdict(self))

    @classmethod
    def load(cls, path: Path) -> Weights:
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


class Judgement(NamedTuple):
    """probability, task_distance: scalars. contributions: [measures + 1], how far each measure moved the logit, and
    last the whole timbre."""

    probability: Tensor
    task_distance: Tensor
    contributions: Tensor


class ScreeningModel(nn.Module):
    """pcm16 samples [n], 16 kHz, n >= 1 s, the clip's measures [HEAD_MEASURES], NaN where there is none, and its
    embedding [dims], where that is what the head was trained on."""

    logarithmic: Tensor
    floor: Tensor
    in_task: Tensor
    w_median: Tensor
    w_mean: Tensor
    w_scale: Tensor
    w_weight: Tensor
    w_bias: Tensor
    w_task_mean: Tensor
    w_task_precision: Tensor

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.front_end = LogMelStatistics()
        for name, values in asdict(weights).items():
            # The prefix keeps the buffers' names apart from those that the ONNX exporter gives to operators ("mean").
            self.register_buffer(f"w_{name}", torch.from_numpy(np.asarray(values, dtype=np.float32)))
        self.register_buffer("logarithmic", torch.tensor([scale.floor is not None for scale in HEAD_MEASURES]))
        self.register_buffer("floor", torch.tensor([scale.floor or 1.0 for scale in HEAD_MEASURES]))
        self.register_buffer("in_task", torch.tensor([_NAMES.index(scale.name) for scale in TASK_SCALES]))

    def forward(self, pcm: Tensor, measures: Tensor, embedding: Tensor | None = None) -> Judgement:
        statistics, task = self.front_end(pcm)
        heard = statistics if embedding is None else embedding
        # maximum, not clamp: it hands NaN on, which marks what is missing.
        scaled = torch.where(self.logarithmic, torch.log(torch.maximum(measures, self.floor)), measures)
        whole = torch.cat([torch.where(torch.isnan(scaled), self.w_median[: len(_NAMES)], scaled), heard])
        moved = ((whole - self.w_mean) / self.w_scale).clamp(-LARGEST, LARGEST) * self.w_weight
        logit = moved.sum() + self.w_bias
        timbre = moved[len(_NAMES) :].sum()
        return Judgement(
            probability=torch.sigmoid(logit),
            task_distance=self._distance(torch.cat([task, scaled[self.in_task]])),
            contributions=torch.cat([moved[: len(_NAMES)], timbre[None]]),
        )

    def _distance(self, task: Tensor) -> Tensor:
        missing = torch.isnan(task)
        off = torch.where(missing, torch.zeros_like(task), task - self.w_task_mean)
        distance = (off * (self.w_task_precision @ off)).sum().clamp(min=0).sqrt()
        return torch.where(missing.any(), torch.full_like(distance, UNMEASURABLE), distance)


def measure_vector(values: dict[str, float]) -> NDArray[np.float32]:
    """The model's second input."""
    return np.array([values.get(name, math.nan) for name in _NAMES], dtype=np.float32)
