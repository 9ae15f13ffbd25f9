"""What several measurements of a clip share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from registry.measures import level, syllables
from registry.measures.correlation import HOP, SPAN, Correlation, correlate
from registry.measures.perturbation import Cycles, amplitudes, periods
from registry.measures.pitch import Pitch, track
from registry.measures.pulses import find_pulses
from registry.measures.runs import longest
from registry.measures.spectrum import change, spectra
from registry.pcm import SAMPLE_RATE, Pcm

# Two steps of 16 bits: what rounding leaves of nothing.
_SILENT = 2.0
_FEWEST_VOICED = 10
# A vowel is held so long, makes up so much of the voiced time, and moves less than that (`spectrum.change`).
_HELD_S, _HELD_SHARE, _STEADY_DB = 1.0, 0.4, 4.5


@dataclass(frozen=True, slots=True)
class Sound:
    """signal       [n], mean 0, peak 1
    correlation  of its frames, which are 10 ms apart
    power        [frames], relative to the loudest
    sounding     [frames], bool; pauses are not"""

    signal: Tensor
    correlation: Correlation
    pitch: Pitch
    power: Tensor
    sounding: Tensor

    @property
    def has_voice(self) -> bool:
        return int(self.pitch.voiced.sum()) >= _FEWEST_VOICED

    @property
    def extent(self) -> slice:
        """The frames from the first sound to the last."""
        return syllables.extent(self.sounding)

    def within_extent(self) -> Tensor:
        """The samples from the first sound to the last."""
        return self.signal[self.extent.start * HOP : (self.extent.stop - 1) * HOP + SPAN]


@dataclass(frozen=True, slots=True)
class Voice:
    """spectra  [voiced frames, bins]
    held     the longest voiced stretch, in frames
    vowel    whether the clip is one sustained vowel"""

    periods: Cycles
    amplitudes: Cycles
    spectra: Tensor
    held: slice
    vowel: bool


def listen(pcm: Pcm) -> Sound | None:
    """None of silence. A constant offset and the gain are taken off first; neither can matter later."""
    samples = torch.from_numpy(pcm.astype(np.float64))
    samples = samples - samples.mean()
    peak = float(samples.abs().max())
    if peak < _SILENT:
        return None
    signal = (samples / peak).float()
    correlation = correlate(signal)
    power = level.power(signal)
    return Sound(signal, correlation, track(correlation), power, syllables.sounding(power))


def hear_voice(sound: Sound) -> Voice:
    """Of a sound that has voice."""
    voiced = sound.pitch.voiced
    pulses = find_pulses(sound.signal, sound.pitch)
    lengths = periods(pulses)
    own = spectra(sound.signal, voiced)
    held = longest(voiced)
    size = held.stop - held.start
    long = size >= _HELD_S * SAMPLE_RATE / HOP and size >= _HELD_SHARE * own.shape[0]
    return Voice(
        periods=lengths,
        amplitudes=amplitudes(sound.signal, pulses, lengths),
        spectra=own,
        held=held,
        vowel=long and change(own) < _STEADY_DB,
    )
