"""Recordings as another device, room or file format would have made them. The voice is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from registry.data.sound import BOUNDS
from registry.pcm import SAMPLE_RATE, Pcm, from_bytes, from_float
from regression.phantoms.encoding import encode
from speechscan.audio.decode import decode
from speechscan.audio.resample import resample

_GAIN_DB = 20.0
# Just under full scale: a louder copy must not be cut off, which is another recording and not another level.
_PEAK = 0.98
_OFFSET = 0.02
_NOISE_DB = 40.0
_TELEPHONE_RATE, _COMPACT_DISC_RATE = 8_000, 44_100

Floats = NDArray[np.float32]
Alteration = Callable[[Pcm, np.random.Generator], Pcm]


def louder(samples: Pcm, _: np.random.Generator) -> Pcm:
    """By 20 dB, or as far as full scale allows."""
    signal = _floats(samples)
    peak = max(float(np.abs(signal).max()), 1e-9)
    return from_float(signal * max(1.0, min(10 ** (_GAIN_DB / 20), _PEAK / peak)))


def quieter(samples: Pcm, _: np.random.Generator) -> Pcm:
    """By 20 dB, rounded to 16 bits again."""
    return from_float(_floats(samples) * 10 ** (-_GAIN_DB / 20))


def offset(samples: Pcm, _: np.random.Generator) -> Pcm:
    """A constant of 2 % of full scale, on a copy that leaves room for it."""
    return from_float(_floats(samples) * (1 - _OFFSET) + _OFFSET)


def mp3(samples: Pcm, _: np.random.Generator) -> Pcm:
    return _through("mp3", samples)


def opus(samples: Pcm, _: np.random.Generator) -> Pcm:
    """64 kbit/s in Ogg, as browsers record."""
    return _through("ogg", samples)


def from_44100_hz(samples: Pcm, _: np.random.Generator) -> Pcm:
    """Up to the rate of a compact disc, and down again as the decoder does it."""
    return _by_way_of(_COMPACT_DISC_RATE, samples)


def by_telephone(samples: Pcm, _: np.random.Generator) -> Pcm:
    """8 kHz and back: nothing is left above 4 kHz."""
    return _by_way_of(_TELEPHONE_RATE, samples)


def noise(samples: Pcm, rng: np.random.Generator) -> Pcm:
    """White, 40 dB below the clip's root mean square."""
    signal = _floats(samples)
    level = float(np.sqrt(np.mean(np.square(signal)))) * 10 ** (-_NOISE_DB / 20)
    return from_float(signal + level * rng.standard_normal(signal.size))


# Names as the policy and the report have them.
ALTERATIONS: Mapping[str, Alteration] = {
    "louder": louder,
    "quieter": quieter,
    "offset": offset,
    "from_44100_hz": from_44100_hz,
    "mp3": mp3,
    "opus": opus,
    "telephone": by_telephone,
    "noise": noise,
}


def _floats(samples: Pcm) -> Floats:
    return np.asarray(samples.astype(np.float32) / 32768)


def _through(format: str, samples: Pcm) -> Pcm:
    return _not_shorter(from_bytes(decode(encode(_floats(samples), format), BOUNDS).pcm16), samples.size)


def _by_way_of(rate: int, samples: Pcm) -> Pcm:
    """The way back is the decoder's own."""
    common = gcd(rate, SAMPLE_RATE)
    there = resample_poly(_floats(samples), rate // common, SAMPLE_RATE // common)
    return _not_shorter(from_float(resample(there.astype(np.float32), rate)), samples.size)


def _not_shorter(samples: Pcm, size: int) -> Pcm:
    """A clip of one second that lost a sample would be refused."""
    return np.pad(samples, (0, max(0, size - samples.size)))
