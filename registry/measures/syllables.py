"""Sounding and silent stretches, and the nuclei of syllables, from the level.

De Jong and Wempe (2009), "Praat script to detect syllable nuclei and measure speech rate automatically".
"""

from __future__ import annotations

import torch
from torch import Tensor

from registry.measures.correlation import HOP
from registry.measures.level import decibels
from registry.measures.runs import runs
from registry.pcm import SAMPLE_RATE

_FRAMES_PER_S = SAMPLE_RATE // HOP
# Sound lies within so many dB of the level that 1 % of the frames exceed.
_QUIETEST_DB, _LOUD = -25.0, 0.99
_SHORTEST_PAUSE = round(0.3 * _FRAMES_PER_S)
_DIP_DB = 2.0
# The authors' contour comes from a window of 64 ms; ours from 27 ms, and this.
_SMOOTHING = (1.0, 2.0, 3.0, 2.0, 1.0)


def sounding(power: Tensor) -> Tensor:
    """[frames], bool"""
    level = decibels(power)
    return level > level.quantile(_LOUD) + _QUIETEST_DB


def extent(sounding: Tensor) -> slice:
    """From the first frame with sound to the last."""
    first, past = runs(sounding)
    return slice(int(first[0]), int(past[-1]))


def pause_ratio(sounding: Tensor) -> float:
    """Share of the time between first and last sound that pauses of 0.3 s or more take."""
    first, past = runs(~sounding)
    length = past - first
    return float(length[length >= _SHORTEST_PAUSE].sum()) / sounding.numel()


def syllables(power: Tensor, sounding: Tensor, voiced: Tensor) -> int:
    """Voiced peaks of the level, each 2 dB above the dips that part it from the next."""
    level = _smooth(power)
    peak = (level[1:-1] > level[:-2]) & (level[1:-1] >= level[2:]) & sounding[1:-1]
    places = peak.nonzero()[:, 0] + 1
    return sum(bool(voiced[place]) for place in _parted(level, places.tolist()))


def _smooth(power: Tensor) -> Tensor:
    kernel = torch.tensor(_SMOOTHING) / sum(_SMOOTHING)
    reach = kernel.numel() // 2
    padded = torch.nn.functional.pad(power[None, None], (reach, reach), mode="replicate")
    return decibels(torch.nn.functional.conv1d(padded, kernel[None, None])[0, 0])


def _parted(level: Tensor, places: list[int]) -> list[int]:
    """Of peaks without a dip between them the highest. A loop over peaks, a dozen in a second at most."""
    kept: list[int] = []
    for place in places:
        if not kept:
            kept.append(place)
            continue
        dip, last, here = (float(value) for value in (level[kept[-1] : place].min(), level[kept[-1]], level[place]))
        if min(last, here) - dip > _DIP_DB:
            kept.append(place)
        elif here > last:
            kept[-1] = place
    return kept
