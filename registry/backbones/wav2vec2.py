"""wav2vec 2.0 (Baevski et al. 2020) as a backbone: the mean over time of one transformer layer's output.

A clip's embedding must not depend on its neighbours, and padding reaches it in three ways:
- The base models' first convolution is followed by a group norm over all of time, which sees the padding. Their clips
  are batched with clips of the same length only, without padding.
- The other models normalise each frame for itself, and their convolutions have no padding of their own: a frame within
  the clip sees samples of the clip only. Their clips are padded; the transformer and the mean get a mask.
- Models that want clips of variance 1 get them clip by clip, before any padding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from registry.backbones import checkpoint
from registry.backbones.base import BackboneError, ClipTooShort, Embeddings
from registry.backbones.pretrained import Pretrained
from registry.pcm import Pcm

BATCH = 8
_FULL_SCALE = 32768.0


class Wav2Vec2:
    def __init__(self, pretrained: Pretrained, layer: int = 1) -> None:
        """Raises BackboneError if the model has no such layer."""
        layers = len(pretrained.model.encoder.transformer.layers)
        if not 1 <= layer <= layers:
            raise BackboneError(f"There is no layer {layer}: the model has layers 1 to {layers}.")
        self._pretrained = pretrained.first_layers(layer)
        self._model = self._pretrained.model
        self._normalize = pretrained.normalize_waveform
        convolutions = [block.conv for block in self._model.feature_extractor.conv_layers]
        self._shortest = _receptive_field([(conv.kernel_size[0], conv.stride[0]) for conv in convolutions])
        self._may_pad = not any(isinstance(part, nn.GroupNorm) for part in self._model.feature_extractor.modules())
        self.dims: int = self._model.encoder.feature_projection.projection.out_features

    @cached_property
    def identity(self) -> str:
        code = Path(__file__).read_bytes()
        return hashlib.sha256(self._pretrained.digest().encode() + code).hexdigest()[:12]

    def save(self, folder: Path) -> None:
        checkpoint.save(folder, self._pretrained)

    def embed(self, clips: Sequence[Pcm]) -> Embeddings:
        for row, clip in enumerate(clips):
            if clip.size < self._shortest:
                raise ClipTooShort(f"clip {row} has {clip.size} samples, and the model needs {self._shortest}")
        made = np.zeros((len(clips), self.dims), np.float32)
        for rows in self._batches(clips):
            made[rows] = self._embedded([self._waveform(clips[row]) for row in rows])
        return made

    def _batches(self, clips: Sequence[Pcm]) -> Iterator[list[int]]:
        """Rows, clips of like length together."""
        by_length = sorted(range(len(clips)), key=lambda row: clips[row].size)
        groups = (
            [by_length] if self._may_pad else [list(own) for _, own in groupby(by_length, lambda row: clips[row].size)]
        )
        for group in groups:
            for start in range(0, len(group), BATCH):
                yield group[start : start + BATCH]

    def _waveform(self, clip: Pcm) -> Tensor:
        waveform = torch.from_numpy(clip.astype(np.float32) / _FULL_SCALE)
        return nn.functional.layer_norm(waveform, waveform.shape) if self._normalize else waveform

    @torch.inference_mode()
    def _embedded(self, waveforms: list[Tensor]) -> Embeddings:
        """[clips, dims]"""
        sizes = torch.tensor([waveform.numel() for waveform in waveforms])
        lengths = None if int(sizes.min()) == int(sizes.max()) else sizes
        batch = nn.utils.rnn.pad_sequence(waveforms, batch_first=True)
        layers, frames = self._model.extract_features(batch, lengths)
        return np.asarray(_mean_over_time(layers[-1], frames).numpy())


def _mean_over_time(frames: Tensor, lengths: Tensor | None) -> Tensor:
    """[clips, time, dims] to [clips, dims]; frames from a clip's length on are left out."""
    if lengths is None:
        return frames.mean(dim=1)
    inside = (torch.arange(frames.shape[1]) < lengths[:, None]).unsqueeze(-1)
    return torch.where(inside, frames, 0.0).sum(dim=1) / lengths[:, None]


def _receptive_field(convolutions: Sequence[tuple[int, int]]) -> int:
    """Samples that one frame needs, from (kernel, stride) of each layer."""
    samples = 1
    for kernel, stride in reversed(convolutions):
        samples = (samples - 1) * stride + kernel
    return samples
