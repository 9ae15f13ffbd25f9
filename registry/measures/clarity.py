"""The clarity score: the Acoustic Voice Quality Index, turned round to 0-100.

AVQI 03.01, Barsties and Maryn (2016), "External validation of the Acoustic Voice Quality Index version 03.01 with
extended representativity". It weighs how hoarse a voice sounds, from 0 (not at all) to about 10; 2.43 parts normal
from hoarse voices in the authors' Dutch data. Their recordings joined a vowel and read text at 44.1 kHz; here the clip
is taken as it is, up to 8 kHz, so the score is no AVQI to compare with published ones.
"""

from __future__ import annotations

import torch
from torch import Tensor

from registry.measures.spectrum import band_level, frequencies

_EDGE_HZ, _HIGHEST_HZ = 1000.0, 8000.0


def clarity(*, cpps_db: float, hnr_db: float, shimmer: float, shimmer_db: float, spectrum: Tensor) -> float:
    """0-100, higher is clearer. shimmer is a fraction; spectrum as `long_term` gives it."""
    index = 2.8902 * (
        4.152
        - 0.177 * cpps_db
        - 0.006 * hnr_db
        - 0.037 * 100 * shimmer
        + 0.941 * shimmer_db
        + 0.01 * _slope(spectrum)
        + 0.093 * _slope(_trend(spectrum))
    )
    return min(max(100 - 10 * index, 0.0), 100.0)


def _slope(power: Tensor) -> float:
    """Level above 1 kHz less that below, dB."""
    return band_level(power, _EDGE_HZ, _HIGHEST_HZ) - band_level(power, 0.0, _EDGE_HZ)


def _trend(power: Tensor) -> Tensor:
    """The straight line through the spectrum in dB, as power."""
    decibels = 10 * torch.log10(power)
    place = frequencies(power.numel())
    place = place - place.mean()
    slope = (place * decibels).sum() / place.square().sum()
    return torch.pow(10.0, (decibels.mean() + slope * place) / 10)
