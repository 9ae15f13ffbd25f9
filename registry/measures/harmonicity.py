"""Harmonics-to-noise ratio."""

from __future__ import annotations

import torch

from registry.measures.correlation import LONGEST, Correlation, highest
from registry.measures.pitch import unvoiced_strength

_SILENCE = 0.1
# The highest ratio that 16 bits could show.
_CLOSEST_TO_ONE = 1e-9


def harmonics_to_noise(correlation: Correlation) -> float | None:
    """dB. 10 log10(r / (1 - r)) with r the highest peak of the correlation (Boersma 1993), meaned over the frames whose
    peak exceeds what silence gives. None if there is no such frame."""
    best = highest(correlation.values, 2, LONGEST)
    heard = best > unvoiced_strength(correlation.loudness, _SILENCE, 0.0)
    if not heard.any():
        return None
    ratio = best[heard].double().clamp(max=1 - _CLOSEST_TO_ONE)
    return float((10 * torch.log10(ratio / (1 - ratio))).mean())
