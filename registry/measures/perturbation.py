"""Jitter and shimmer: how much neighbouring periods and their amplitudes differ. Formulas and limits as in Praat."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from registry.measures.pulses import Pulses
from registry.pcm import SAMPLE_RATE

_SHORTEST, _LONGEST = 0.0001 * SAMPLE_RATE, 0.02 * SAMPLE_RATE
_PERIOD_RATIO, _AMPLITUDE_RATIO = 1.3, 1.6
# The amplitude is taken under a Hann window of so many periods to either side.
_AROUND = 0.2
# Of fewer places a mean is chance.
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Cycles:
    """values of one cycle after another, and whether each and the next are neighbours of like size: [n], [n - 1]"""

    values: Tensor
    joined: Tensor


def periods(pulses: Pulses) -> Cycles:
    valid = pulses.linked & (pulses.periods >= _SHORTEST) & (pulses.periods <= _LONGEST)
    return Cycles(pulses.periods, valid[:-1] & valid[1:] & _alike(pulses.periods, _PERIOD_RATIO))


def amplitudes(signal: Tensor, pulses: Pulses, periods: Cycles) -> Cycles:
    """Of the pulses with a joined period on either side."""
    inner = periods.joined.nonzero()[:, 0] + 1
    if inner.numel() == 0:
        return Cycles(torch.zeros(0), torch.zeros(0, dtype=torch.bool))
    left, right = (_AROUND * pulses.periods[inner - step] for step in (1, 0))
    values = _hann_rms(signal, pulses.times[inner], left, right)
    return Cycles(values, (inner[1:] == inner[:-1] + 1) & _alike(values, _AMPLITUDE_RATIO))


def _hann_rms(signal: Tensor, times: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """Root mean square around each time, under a Hann window that falls to 0 so many samples before and after."""
    reach = int(max(left.max(), right.max())) + 1
    place = times.round().long()[:, None] + torch.arange(-reach, reach + 1)
    distance = place - times[:, None]
    share = distance / torch.where(distance < 0, left[:, None], right[:, None])
    weight = (0.5 + 0.5 * torch.cos(math.pi * share)) * (share.abs() < 1)
    near = signal[place.clamp(0, signal.numel() - 1)].double()
    return ((weight * near).square().sum(1) / weight.square().sum(1)).sqrt()


def _alike(values: Tensor, ratio: float) -> Tensor:
    before, after = values[:-1], values[1:]
    # Two zeros are not alike: there is nothing.
    return torch.maximum(before, after) < ratio * torch.minimum(before, after)


def local(cycles: Cycles) -> float | None:
    """Mean absolute difference of neighbours, relative to the mean. None of too few."""
    return _relative(cycles.values.diff().abs(), cycles.joined, cycles)


def quotient(cycles: Cycles, width: int) -> float | None:
    """Mean absolute difference of a value and the mean of `width` around it, relative to the mean. None of too few."""
    if cycles.values.numel() < width:
        return None
    around = cycles.values.unfold(0, width, 1)
    whole = cycles.joined.unfold(0, width - 1, 1).all(1)
    return _relative((around[:, width // 2] - around.mean(1)).abs(), whole, cycles)


def decibels(cycles: Cycles) -> float | None:
    """Mean absolute difference of neighbours in dB. None of too few."""
    if int(cycles.joined.sum()) < _FEWEST:
        return None
    return float((20 * torch.log10(cycles.values)).diff().abs()[cycles.joined].mean())


def _relative(differences: Tensor, counted: Tensor, cycles: Cycles) -> float | None:
    if int(counted.sum()) < _FEWEST:
        return None
    joined = torch.nn.functional.pad(cycles.joined, (1, 1))
    mean = cycles.values[joined[:-1] | joined[1:]].mean()
    return float(differences[counted].mean() / mean)
