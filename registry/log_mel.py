"""The front end in torch: statistics of log-mel cepstra, and measures of the task.

One clip at a time, of any length from one frame on, without padding: nothing outside a clip can touch its numbers.
All is computed from the power spectrum between 62.5 Hz and 4 kHz, relative to the clip's own mean power there. So a
gain cancels; a constant offset does too, since a Hann window spreads it over the first two bins only; and telephone
bandwidth or a lossy codec changes little.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn

from registry.pcm import SAMPLE_RATE
from registry.torchaudio_loader import torchaudio

WINDOW = 512
HOP = 256
BANDS = 24
CEPSTRA = 19
STATISTICS = 3 * CEPSTRA
TASK_MEASURES = ("voicing", "log_variance", "log_change_16ms", "log_change_96ms", "log_level_spread", "tilt")

_FIRST_BIN, _LAST_BIN = 2, 128
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 4000.0
# 40 dB under the clip's mean power. At 50 dB the 16-bit rounding of a quiet clip moved a logit by 0.10, here by 0.01.
_FLOOR = 1e-4
# A bound, not an addend: the ONNX optimiser takes an added 1e-12 for nothing, and silence became 0 / 0.
_EMPTY = 1e-12
# A frame counts in full well above 20 dB under the mean, and not at all well below: pauses are not voice. The step is
# soft, so that a re-encoding cannot flip a frame.
_ACTIVE_DB, _SOFTNESS_DB = -20.0, 2.0
# 70-500 Hz.
_SHORTEST_LAG, _LONGEST_LAG = 32, 229
_TASK_CEPSTRA = 12
_DECIBELS = 10 / math.log(10)


class Description(NamedTuple):
    """statistics: [STATISTICS], what the head reads; task: [len(TASK_MEASURES)], what the task check reads."""

    statistics: Tensor
    task: Tensor


class LogMelStatistics(nn.Module):
    """pcm16 samples [n], n >= WINDOW, to a `Description`."""

    mel: Tensor

    def __init__(self) -> None:
        super().__init__()
        # 12 kB. The Fourier matrices (0.5 and 0.1 MB) are computed in `forward`, so that the export stays small:
        # ONNX Runtime folds them once when it loads the graph.
        self.register_buffer("mel", _mel_bands())

    def forward(self, pcm: Tensor) -> Description:
        power = _power(pcm)
        power = power / power.sum(1).mean().clamp(min=_EMPTY)
        decibels = _DECIBELS * torch.log(power.sum(1) + _FLOOR)
        weight = torch.sigmoid((decibels - _ACTIVE_DB) / _SOFTNESS_DB)
        cepstra = torch.log(power @ self.mel + _FLOOR) @ _cosines(BANDS, CEPSTRA)
        return Description(
            statistics=_statistics(cepstra, weight),
            task=_task(cepstra[:, :_TASK_CEPSTRA], weight, decibels, _voicing(power)),
        )


def _power(pcm: Tensor) -> Tensor:
    """Power spectrum, [frames, bins]. A convolution with the cosines and sines of the bins that are needed."""
    bins = torch.arange(_FIRST_BIN, _LAST_BIN)
    time = torch.arange(WINDOW)
    # Whole turns are taken off in integers: float32 would lose 4 digits of the phase.
    phase = torch.remainder(bins[:, None] * time[None, :], WINDOW).float() * (2 * math.pi / WINDOW)
    hann = 0.5 - 0.5 * torch.cos(time.float() * (2 * math.pi / WINDOW))
    basis = torch.cat([torch.cos(phase), torch.sin(phase)]) * hann
    signal = pcm.float() / 32768.0
    spectrum = nn.functional.conv1d(signal[None, None, :], basis[:, None, :], stride=HOP)[0]
    real, imaginary = spectrum[: bins.numel()], spectrum[bins.numel() :]
    return (real.square() + imaginary.square()).T


def _mel_bands() -> Tensor:
    bands: Tensor = torchaudio().functional.melscale_fbanks(
        WINDOW // 2 + 1, f_min=_LOWEST_HZ, f_max=_HIGHEST_HZ, n_mels=BANDS, sample_rate=SAMPLE_RATE
    )
    return bands[_FIRST_BIN:_LAST_BIN]


def _cosines(size: int, count: int) -> Tensor:
    """DCT-II without its constant term, which would hold the level: [size, count]."""
    place = torch.arange(size).float() + 0.5
    return torch.cos(place[:, None] * torch.arange(1, count + 1).float() * (math.pi / size))


def _statistics(cepstra: Tensor, weight: Tensor) -> Tensor:
    mean = _mean(cepstra, weight)
    spread = torch.log(_mean((cepstra - mean).square(), weight) + 1e-6)
    change = torch.log(_change(cepstra, weight, 1) + 1e-6)
    return torch.cat([mean, 0.5 * spread, 0.5 * change])


def _task(cepstra: Tensor, weight: Tensor, decibels: Tensor, voicing: Tensor) -> Tensor:
    mean = _mean(cepstra, weight)
    variance = _mean((cepstra - mean).square(), weight).sum()
    level = _mean(decibels[:, None], weight)
    level_spread = _mean((decibels[:, None] - level).square(), weight).sum().sqrt()
    return torch.stack(
        [
            _mean(voicing[:, None], weight)[0],
            torch.log(variance + 1e-3),
            torch.log(_change(cepstra, weight, 1).sum() + 1e-3),
            torch.log(_change(cepstra, weight, 6).sum() + 1e-3),
            torch.log(level_spread + 0.1),
            mean[0],
        ]
    )


def _voicing(power: Tensor) -> Tensor:
    """Height of the highest autocorrelation peak at 70-500 Hz, relative to the window's own; about 1 for a steady
    voice, 0.2 for noise. After Boersma (1993)."""
    bins = torch.arange(_FIRST_BIN, _LAST_BIN)
    lags = torch.arange(_SHORTEST_LAG, _LONGEST_LAG + 1)
    turns = torch.remainder(bins[:, None] * lags[None, :], WINDOW).float() * (2 * math.pi / WINDOW)
    raw = (power @ torch.cos(turns)) / power.sum(1, keepdim=True).clamp(min=_EMPTY)
    return (raw / _window_autocorrelation(lags)).amax(1)


def _window_autocorrelation(lags: Tensor) -> Tensor:
    """Of a periodic Hann window, circular like the power spectrum's own: (2 + cos) / 3."""
    return (2 + torch.cos(lags.float() * (2 * math.pi / WINDOW))) / 3


def _mean(values: Tensor, weight: Tensor) -> Tensor:
    return (weight[:, None] * values).sum(0) / weight.sum().clamp(min=_EMPTY)


def _change(values: Tensor, weight: Tensor, frames: int) -> Tensor:
    """Mean squared change over so many frames, counted where both ends are active."""
    both = (weight[frames:] * weight[:-frames]).sqrt()
    return _mean((values[frames:] - values[:-frames]).square(), both)
