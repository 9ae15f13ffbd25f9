"""The measurements agree with Praat's on real clips. `python -m tests.agreement` has the figures of all clips."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("parselmouth", reason="praat-parselmouth is not installed")

from tests.agreement import Pairs, clips, compare


@pytest.fixture(scope="module")
def found() -> dict[str, Pairs]:
    folder = os.environ.get("SPEECHSCAN_VOICE_DATA")
    if not folder:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the clips are not here")
    vowels, speech = clips(Path(folder))
    # Praat takes 0.6 s of a clip: every second one, both vowels of every other speaker.
    return compare([clip for i, clip in enumerate(vowels) if i % 4 < 2], speech[::2])


def test_f0(found: dict[str, Pairs]) -> None:
    assert found["f0_hz"].within(0.01, relative=True) >= 0.95


def test_harmonics_to_noise(found: dict[str, Pairs]) -> None:
    assert found["hnr_db"].within(1.0) >= 0.90


@pytest.mark.parametrize("name", ["jitter_local", "shimmer_local"])
def test_jitter_and_shimmer_of_vowels(found: dict[str, Pairs], name: str) -> None:
    vowels = found[name].vowels()
    assert vowels.both().count == vowels.count
    assert vowels.correlation >= 0.95
    assert abs(vowels.bias) < 0.03 * vowels.praats.mean()


@pytest.mark.parametrize("name", ["jitter_rap", "jitter_ppq5", "shimmer_apq3", "shimmer_apq5", "shimmer_apq11"])
def test_the_other_quotients_of_vowels(found: dict[str, Pairs], name: str) -> None:
    assert found[name].vowels().both().correlation >= 0.95


def test_cepstral_peak(found: dict[str, Pairs]) -> None:
    pairs = found["cpps_db"]
    assert pairs.vowels().correlation >= 0.99
    assert pairs.speech().correlation >= 0.9
    assert pairs.within(1.0) >= 0.95
