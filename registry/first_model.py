"""The first model: a linear head on log-mel statistics, and a check of the task."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from registry.log_mel import LogMelStatistics

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """All that training finds. The head reads standardised statistics; the task check is a Mahalanobis distance."""

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


class FirstModel(nn.Module):
    """pcm16 samples [n], 16 kHz, n >= 1 s, to (probability of dysarthria, task distance), both scalars."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.front_end = LogMelStatistics()
        for name, values in asdict(weights).items():
            # The prefix keeps the buffers' names apart from those that the ONNX exporter gives to operators ("mean").
            self.register_buffer(f"w_{name}", torch.from_numpy(np.asarray(values, dtype=np.float32)))

    def forward(self, pcm: Tensor) -> tuple[Tensor, Tensor]:
        statistics, task = self.front_end(pcm)
        logit = ((statistics - self.w_mean) / self.w_scale * self.w_weight).sum() + self.w_bias
        off = task - self.w_task_mean
        distance = (off * (self.w_task_precision @ off)).sum().clamp(min=0).sqrt()
        return torch.sigmoid(logit), distance
