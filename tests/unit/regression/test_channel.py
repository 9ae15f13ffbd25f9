"""What the channel does to a phantom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.signal import welch

from regression.phantoms import SAMPLE_RATE, Channel, Phantom

VOICE = Phantom(seed=8, upper_formants=True)


def level_db(samples: np.ndarray, low_hz: float, high_hz: float) -> float:
    frequencies, density = welch(samples.astype(np.float64), SAMPLE_RATE, nperseg=1024)
    return float(10 * np.log10(density[(frequencies >= low_hz) & (frequencies < high_hz)].mean()))


@pytest.mark.parametrize("limit_hz", [1000.0, 3400.0, 5000.0])
def test_nothing_is_above_the_band_limit_and_nothing_is_missing_below(limit_hz: float) -> None:
    open_, limited = (
        replace(VOICE, channel=Channel(room_db=-50, band_limit_hz=limit)).voice() for limit in (None, limit_hz)
    )
    above = (limit_hz + 200, 7800.0)
    assert level_db(limited.samples, *above) < level_db(open_.samples, *above) - 40
    below = (100.0, limit_hz - 200)
    assert level_db(limited.samples, *below) == pytest.approx(level_db(open_.samples, *below), abs=0.1)


@pytest.mark.parametrize("overdrive_db", [1.0, 6.0, 20.0])
def test_the_stated_share_is_clipped(overdrive_db: float) -> None:
    voice = replace(VOICE, channel=Channel(overdrive_db=overdrive_db)).voice()
    assert voice.truth.clipping == np.mean(np.abs(voice.samples) == 1.0)
    assert 0 < voice.truth.clipping < 1


def test_more_overdrive_clips_more() -> None:
    shares = [replace(VOICE, channel=Channel(overdrive_db=db)).voice().truth.clipping for db in (0.0, 3.0, 6.0, 12.0)]
    assert shares == sorted(shares)
    assert shares[0] <= 1 / 64_000 < shares[1]


def test_offset() -> None:
    assert replace(VOICE, channel=Channel(dc=0.2)).voice().samples.mean() == pytest.approx(0.2, abs=0.001)


def test_upper_formants_keep_energy_above_4_khz() -> None:
    quiet = Channel(room_db=-100)
    without, with_ = (replace(VOICE, upper_formants=upper, channel=quiet).voice().samples for upper in (False, True))
    assert level_db(with_, 6000, 7800) > level_db(without, 6000, 7800) + 10
