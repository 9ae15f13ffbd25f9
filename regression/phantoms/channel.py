"""What happens between mouth and file: background, band limit, offset, overdrive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import fftconvolve, firwin

from registry.pcm import SAMPLE_RATE
from regression.phantoms.source import Signal

# As steep as a codec: from 0 to -80 dB within 0.1 kHz on either side of the limit, where it has -6 dB.
_TAPS, _KAISER = 401, 8.0


@dataclass(frozen=True, slots=True)
class Channel:
    """Clean by default.

    room_db        background (white), dB re full scale
    snr_db         the same, given by the voice's mean power over it; replaces `room_db`
    band_limit_hz  neither voice nor background above this
    dc             constant offset, full scale = 1
    overdrive_db   the largest sample would be so far over full scale; what is over it is cut off
    """

    room_db: float = -60.0
    snr_db: float | None = None
    band_limit_hz: float | None = None
    dc: float = 0.0
    overdrive_db: float | None = None

    def background(self, rng: np.random.Generator, size: int, voice_power: float) -> Signal:
        level = 10 ** (self.room_db / 20)
        if self.snr_db is not None:
            level = float(np.sqrt(voice_power)) * 10 ** (-self.snr_db / 20)
        return np.asarray(level * rng.standard_normal(size))

    def limited(self, signal: Signal) -> Signal:
        if self.band_limit_hz is None:
            return signal
        taps = firwin(_TAPS, self.band_limit_hz, window=("kaiser", _KAISER), fs=SAMPLE_RATE)
        return np.asarray(fftconvolve(signal, taps, mode="same"))

    def driven(self, signal: Signal) -> Signal:
        """Not yet cut off at full scale."""
        if self.overdrive_db is not None:
            signal = signal * (10 ** (self.overdrive_db / 20) / np.abs(signal).max())
        return signal + self.dc if self.dc else signal
