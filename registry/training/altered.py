"""Clips without what the model should hear: a model that still tells the classes apart hears the recording.

`without_speech` keeps the frames far below the voice's level (after Schu et al. 2022, who so "solved" UA-Speech and
TORGO from pauses); `shuffled` puts the frames in random order, which ends periods, tremor and movement but leaves the
long-term spectrum, the timbre of voice and room alike.
"""

from __future__ import annotations

import numpy as np

from registry.pcm import SAMPLE_RATE, Pcm

FRAME = SAMPLE_RATE // 40
_BELOW_VOICE_DB = 25.0
_REFERENCE_FRAMES = 10
# Two frames a period of 80 Hz: shorter ones would leave no period whole, longer ones would leave many.
_PIECE = SAMPLE_RATE // 40
LEAST_SILENCE_S = 0.5


def without_speech(samples: Pcm) -> Pcm | None:
    """None when less than half a second is left. Repeated to one second at least, which the model needs."""
    frames = samples[: samples.size // FRAME * FRAME].reshape(-1, FRAME)
    level = 10 * np.log10(np.maximum(np.mean(np.square(frames.astype(np.float64)), axis=1), 1e-3))
    upper = np.sort(level)[-min(_REFERENCE_FRAMES, level.size)]
    kept = frames[level < upper - _BELOW_VOICE_DB].ravel()
    if kept.size < LEAST_SILENCE_S * SAMPLE_RATE:
        return None
    return np.tile(kept, -(-SAMPLE_RATE // kept.size))


def shuffled(samples: Pcm, seed: int) -> Pcm:
    pieces = samples[: samples.size // _PIECE * _PIECE].reshape(-1, _PIECE)
    return np.ascontiguousarray(np.random.default_rng(seed).permutation(pieces).ravel())


def recording_properties(samples: Pcm) -> list[float]:
    """What a recording tells without its voice: length (s), peak (dB), constant offset, share of its power above
    7 kHz (dB), level of its quietest frame below the mean (dB)."""
    signal = samples.astype(np.float64) / 32768
    power = np.square(np.abs(np.fft.rfft(signal - signal.mean())))
    above = power[int(power.size * 7 / 8) :].sum() / max(power.sum(), 1e-12)
    frames = signal[: signal.size // FRAME * FRAME].reshape(-1, FRAME)
    quiet = np.mean(np.square(frames), axis=1).min() / max(np.mean(np.square(signal)), 1e-12)
    return [
        samples.size / SAMPLE_RATE,
        20 * np.log10(max(float(np.abs(signal).max()), 1e-6)),
        float(signal.mean()),
        10 * np.log10(above + 1e-12),
        10 * np.log10(quiet + 1e-12),
    ]
