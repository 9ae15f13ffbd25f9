"""The default backbone: log-mel statistics of the project's own front end. No weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from registry.backbones.base import ClipTooShort, Embeddings
from registry.log_mel import STATISTICS, WINDOW, LogMelStatistics
from registry.pcm import Pcm


class Acoustic:
    dims = STATISTICS

    def __init__(self) -> None:
        self._front_end = LogMelStatistics()

    def embed(self, clips: Sequence[Pcm]) -> Embeddings:
        made = np.zeros((len(clips), self.dims), np.float32)
        with torch.inference_mode():
            for row, clip in enumerate(clips):
                if clip.size < WINDOW:
                    raise ClipTooShort(f"clip {row} has {clip.size} samples, and {WINDOW} are needed")
                made[row] = self._front_end(torch.from_numpy(clip)).statistics.numpy()
        return made
