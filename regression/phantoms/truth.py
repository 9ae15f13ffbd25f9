"""What is known of a phantom, computed from what was drawn for it and not from its sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.pcm import SAMPLE_RATE
from regression.phantoms.mouth import Mouth
from regression.phantoms.source import Cycles, Signal, Tremor
from regression.phantoms.syllables import Syllable


@dataclass(frozen=True, slots=True)
class Truth:
    """Over the sounding cycles: those in a vowel, not in a closure or a pause.

    f0_median_hz       over time, as a tracker of equal frames has it; periods go from glottal closure to closure
    f0_range_st        from the 5th to the 95th percentile of F0 over time, semitones
    jitter_local       mean |T(i) - T(i+1)| / mean T, as Praat defines it
    shimmer_local      mean |A(i) - A(i+1)| / mean A, of the slope of the flow at closure: the source alone, so neither
                       the ringing of the formants nor the soft edges of a syllable are in it
    f0_tremor_hz, f0_tremor_depth                 of a sine in F0; depth is its amplitude, relative. 0 depth: no tremor
    amplitude_tremor_hz, amplitude_tremor_depth   the same of the amplitude
    hnr_db             power of the pulses over that of breath and background; jitter and shimmer, which lower a
                       measured HNR as well, are not in it
    snr_db             power of the sounding voice over that of the background
    clipping           share of samples at or over full scale
    speech_s           sounding time
    pause_s            pauses between phrases
    syllables          their number; None for a sustained vowel, and so the next
    syllables_per_s    over the time of the syllables, pauses not counted
    """

    f0_median_hz: float
    f0_range_st: float
    jitter_local: float
    shimmer_local: float
    f0_tremor_hz: float | None
    f0_tremor_depth: float
    amplitude_tremor_hz: float | None
    amplitude_tremor_depth: float
    hnr_db: float
    snr_db: float
    clipping: float
    speech_s: float
    pause_s: float
    syllables: int | None
    syllables_per_s: float | None


def truth_of(
    cycles: Cycles,
    begin_s: float,
    heard: Mouth,
    background: Signal,
    clip: Signal,
    syllables: tuple[Syllable, ...],
    f0_tremor: Tremor | None,
    amplitude_tremor: Tremor | None,
) -> Truth:
    """`heard`, `background` and `clip` (before full scale cuts it) have the clip's length; the first cycle begins at
    `begin_s`."""
    closures = begin_s + cycles.closures_s
    sounding = _at(closures, heard.sounds)
    periods = np.diff(closures)
    whole = sounding[1:] & sounding[:-1]
    f0 = 1 / periods[whole]
    low, median, high = np.quantile(_over_time(closures, periods, whole), [0.05, 0.5, 0.95])
    voice, noise = _power(heard.sound[heard.sounds]), _power(background)
    pulses = _power((heard.sound - heard.breath)[heard.sounds])
    spoken_s = sum(syllable.end - syllable.begin for syllable in syllables)
    return Truth(
        f0_median_hz=float(median),
        f0_range_st=float(12 * np.log2(high / low)),
        jitter_local=_local(periods, whole),
        shimmer_local=_local(cycles.strengths, sounding),
        f0_tremor_hz=f0_tremor.hz if f0_tremor else None,
        f0_tremor_depth=_depth(f0_tremor, closures[1:][whole], f0),
        amplitude_tremor_hz=amplitude_tremor.hz if amplitude_tremor else None,
        amplitude_tremor_depth=_depth(amplitude_tremor, closures[sounding], cycles.amplitudes[sounding]),
        hnr_db=_db(pulses / (_power(heard.breath[heard.sounds]) + noise)),
        snr_db=_db(voice / noise),
        clipping=float(np.mean(np.abs(clip) >= 1)),
        speech_s=float(heard.sounds.sum()) / SAMPLE_RATE,
        pause_s=syllables[-1].end - syllables[0].begin - spoken_s if syllables else 0.0,
        syllables=len(syllables) or None,
        syllables_per_s=len(syllables) / spoken_s if syllables else None,
    )


def _at(times_s: Signal, marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mark at each time; past the end there is none."""
    index = np.round(times_s * SAMPLE_RATE).astype(np.int64)
    return np.asarray(np.append(marks, False)[np.minimum(index, marks.size)])


def _over_time(closures_s: Signal, periods_s: Signal, counts: NDArray[np.bool_]) -> Signal:
    """F0 each ms of the periods that count, drawn from the middle of one period to that of the next."""
    times = np.arange(closures_s[0], closures_s[-1], 0.001)
    inside = counts[np.searchsorted(closures_s[:-1], times, side="right") - 1]
    return np.interp(times[inside], closures_s[:-1] + periods_s / 2, 1 / periods_s)


def _local(values: Signal, counts: NDArray[np.bool_]) -> float:
    """Mean absolute difference of neighbours that both count, over the mean."""
    both = counts[1:] & counts[:-1]
    return float(np.abs(np.diff(values))[both].mean() / values[counts].mean())


def _depth(tremor: Tremor | None, times_s: Signal, values: Signal) -> float:
    """Amplitude of the sine of the tremor's frequency that fits the values best, over their mean."""
    if tremor is None:
        return 0.0
    angle = 2 * np.pi * tremor.hz * times_s
    basis = np.column_stack([np.ones_like(angle), np.sin(angle), np.cos(angle)])
    (mean, sine, cosine), *_ = np.linalg.lstsq(basis, values, rcond=None)
    return float(np.hypot(sine, cosine) / mean)


def _power(signal: Signal) -> float:
    return float(np.mean(signal**2))


def _db(ratio: float) -> float:
    return 10 * float(np.log10(ratio))
