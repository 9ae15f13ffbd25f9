"""The recording in frames of 25 ms: power, and the spectrum of a 50 ms window around each.

One FFT per frame serves voicing and bandwidth, in single precision. It goes in blocks that stay below 128 KB: larger
arrays the C library takes from the system and gives back each time, and 4 s took 2.8 ms instead of 1.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speechscan.audio.recording import SAMPLE_RATE

FRAME_S = 0.025
SILENCE_DBFS = -60.0
NO_LEVEL_DBFS = -120.0
FULL_SCALE = 32768.0
# Mean square of what rounding to 16 bits adds, full scale = 1.
ROUNDING_NOISE = 1 / 12 / FULL_SCALE**2

FFT_SIZE = 1024
LOW_BINS = 96  # up to 1.5 kHz
BAND_BINS = 8
_BANDS = FFT_SIZE // 2 // BAND_BINS
_FRAME = round(FRAME_S * SAMPLE_RATE)
_HALF = _FRAME // 2
_BLOCK_FRAMES = 30
_WINDOW = np.hanning(2 * _FRAME).astype(np.float32)
# Spectral power of white noise of power 1.
WINDOW_POWER = float(np.sum(_WINDOW.astype(np.float64) ** 2))

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Frames:
    """Without the DC offset, full scale = 1. An incomplete last frame is left out.

    power  mean square of each frame
    low    (frames, LOW_BINS), squared magnitude of the spectrum's lowest bins
    bands  (frames, 64), mean squared magnitude in bands of BAND_BINS bins, 125 Hz
    """

    power: Floats
    low: Singles
    bands: Singles

    @classmethod
    def of(cls, samples: NDArray[np.int16]) -> Frames:
        count = samples.size // _FRAME
        signal = _padded(samples, count)
        own = signal[_HALF : _HALF + count * _FRAME].reshape(count, _FRAME)
        power = np.einsum("ij,ij->i", own, own).astype(np.float64) / _FRAME
        return cls(power, *_spectrum(signal, count))

    @property
    def count(self) -> int:
        return self.power.size

    @property
    def level_dbfs(self) -> Floats:
        """Of each frame, dB re full scale; at least the rounding noise of 16 bits (-101 dB)."""
        return np.asarray(10 * np.log10(np.maximum(self.power, ROUNDING_NOISE)))


def _padded(samples: NDArray[np.int16], count: int) -> Singles:
    """Half a frame of zeros before, and behind as far as there are no samples."""
    signal = np.zeros((count + 1) * _FRAME, np.float32)
    inside = signal[_HALF : _HALF + samples.size]
    inside[:] = samples[: inside.size]
    inside -= np.float32(samples.mean(dtype=np.float64))
    inside /= np.float32(FULL_SCALE)
    return signal


def _spectrum(signal: Singles, count: int) -> tuple[Singles, Singles]:
    low, bands = np.empty((count, LOW_BINS), np.float32), np.empty((count, _BANDS), np.float32)
    if count:
        windows = np.lib.stride_tricks.sliding_window_view(signal, _WINDOW.size)[::_FRAME]
        for begin in range(0, count, _BLOCK_FRAMES):
            block = slice(begin, begin + _BLOCK_FRAMES)
            bins = np.fft.rfft(windows[block] * _WINDOW, FFT_SIZE)[:, :-1]
            power = bins.real**2 + bins.imag**2
            low[block] = power[:, :LOW_BINS]
            bands[block] = power.reshape(-1, _BANDS, BAND_BINS).mean(axis=2)
    return low, bands
