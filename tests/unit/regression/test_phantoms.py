"""The phantoms' own truth: their F0, their disturbances, their files."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from scipy.signal import find_peaks, welch

from regression.phantoms import FORMATS, SAMPLE_RATE, encode, vowel


def measured_f0(samples: np.ndarray) -> float:
    """Lag of the highest autocorrelation peak over half a second, with parabolic interpolation."""
    piece = samples[SAMPLE_RATE : SAMPLE_RATE + SAMPLE_RATE // 2].astype(float)
    correlation = np.correlate(piece, piece, "full")[piece.size - 1 :]
    lag = int(np.argmax(correlation[40:320])) + 40
    before, at, after = correlation[lag - 1 : lag + 2]
    return SAMPLE_RATE / (lag + 0.5 * (before - after) / (before - 2 * at + after))


def decoded(data: bytes) -> np.ndarray:
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE)
    with av.open(io.BytesIO(data)) as container:
        frames = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


@pytest.mark.parametrize("f0_hz", [85.0, 120.0, 210.0, 300.0])
def test_the_voice_has_the_f0_that_was_asked_for(f0_hz: float) -> None:
    clip = vowel(3, f0_hz=f0_hz, jitter=0.0, drift=0.0)
    assert measured_f0(clip) == pytest.approx(f0_hz, rel=0.005)


def test_the_same_seed_gives_the_same_samples_and_another_seed_others() -> None:
    assert np.array_equal(vowel(5), vowel(5))
    assert not np.array_equal(vowel(5), vowel(6))


def test_the_clip_is_16_khz_mono_of_the_length_asked_for() -> None:
    clip = vowel(1, duration_s=2.5, peak=0.4)
    assert clip.dtype == np.float32
    assert clip.shape == (40_000,)
    assert np.abs(clip).max() == pytest.approx(0.4, abs=0.01)


def test_a_clip_too_short_for_its_margins_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        vowel(1, duration_s=0.3)


@pytest.mark.parametrize(("phoneme", "formants"), [("a", (730, 1090)), ("i", (270, 2290))])
def test_energy_stands_at_the_formants(phoneme: str, formants: tuple[int, int]) -> None:
    frequencies, power = welch(vowel(2, phoneme=phoneme, f0_hz=100.0, breath=1.0, wander=0.0), SAMPLE_RATE, nperseg=160)
    peaks = frequencies[find_peaks(10 * np.log10(power))[0]]
    for formant in formants:
        assert np.abs(peaks - formant).min() <= 120


def test_breath_lowers_the_periodicity() -> None:
    def periodicity(clip: np.ndarray) -> float:
        lag = SAMPLE_RATE // 125
        middle = clip[16_000:48_000].astype(float)
        return float(np.corrcoef(middle[:-lag], middle[lag:])[0, 1])

    clear = vowel(4, f0_hz=125.0, jitter=0.0, drift=0.0, breath=0.0)
    breathy = vowel(4, f0_hz=125.0, jitter=0.0, drift=0.0, breath=1.0)
    assert periodicity(clear) > 0.99
    assert periodicity(breathy) < 0.9


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_holds_the_same_voice_and_the_same_bytes_each_time(format: str) -> None:
    clip = vowel(7, duration_s=2.0)
    data = encode(clip, format)
    assert data == encode(clip, format)
    back = decoded(data)
    assert back.size == pytest.approx(clip.size, rel=0.06)
    assert measured_f0(back) == pytest.approx(measured_f0(clip), rel=0.01)


def test_the_webm_has_no_duration_in_its_header_as_from_a_browser() -> None:
    with av.open(io.BytesIO(encode(vowel(7), "webm"))) as container:
        assert container.duration is None


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ValueError, match="aiff"):
        encode(vowel(1), "aiff")
