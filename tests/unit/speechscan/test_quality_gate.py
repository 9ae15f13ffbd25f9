"""The quality gate by a table of cases, and what it says of phantoms through known channels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from registry.pcm import from_float
from regression.phantoms import CATALOGUE, Channel, Phantom
from speechscan.audio.quality import measure
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate, advice, refusals
from speechscan.settings import Settings

GATE = QualityGate()
GOOD = Quality(
    duration_s=5.0,
    peak_dbfs=-6.0,
    clipping=0.0,
    speech_s=4.0,
    snr_db=40.0,
    level_dbfs=-20.0,
    bandwidth_hz=7500.0,
    dc_offset=0.001,
    silence=0.1,
)
# Each change refuses the good recording for one reason.
WORSE = [
    (
        {"silence": 1.0, "speech_s": 0.0, "level_dbfs": None, "snr_db": None},
        "silent or far too quiet",
        "microphone is on",
    ),
    ({"level_dbfs": -55.1}, "too quiet", "move closer to the microphone"),
    ({"speech_s": 0.4}, "Only 0.4 s of speech", "Record again"),
    ({"speech_s": 0.0, "level_dbfs": None, "bandwidth_hz": None, "snr_db": None}, "No voice was found", "Record again"),
    ({"snr_db": 5.9}, "only 6 dB above the background", "quieter place"),
    ({"clipping": 0.011}, "too loud, 1.1%", "lower the level"),
    ({"bandwidth_hz": 875.0}, "muffled, nothing is heard above 0.9 kHz", "uncover the microphone"),
    ({"dc_offset": -0.11}, "constant offset", "another microphone"),
]
LIMITS = {
    "level_dbfs": -55.0,
    "speech_s": 0.5,
    "snr_db": 6.0,
    "clipping": 0.01,
    "bandwidth_hz": 1000.0,
    "dc_offset": -0.1,
}


def test_a_good_recording_passes() -> None:
    assert refusals(GOOD, GATE) == ()
    assert advice(GOOD) == ()


@pytest.mark.parametrize(("changed", "what", "to_do"), WORSE, ids=[what for _, what, _ in WORSE])
def test_each_fault_is_one_sentence_that_says_what_to_do(changed: dict[str, float], what: str, to_do: str) -> None:
    (sentence,) = refusals(replace(GOOD, **changed), GATE)
    assert what in sentence
    assert to_do in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", LIMITS)
def test_exactly_at_the_limit_is_good_enough(name: str) -> None:
    assert refusals(replace(GOOD, **{name: LIMITS[name]}), GATE) == ()


def test_every_fault_is_told() -> None:
    bad = replace(GOOD, level_dbfs=-58.0, snr_db=2.0, clipping=0.2, dc_offset=0.5, speech_s=0.1)
    assert len(refusals(bad, GATE)) == 5


def test_what_was_not_measured_refuses_nothing() -> None:
    old = Quality(duration_s=4.0, peak_dbfs=-6.0, clipping=0.0, speech_s=3.5, snr_db=None)
    assert refusals(old, GATE) == ()


def test_where_noise_hides_the_upper_band_nobody_is_blamed_for_it() -> None:
    assert refusals(replace(GOOD, snr_db=20.0, bandwidth_hz=500.0), GATE) == ()
    assert refusals(replace(GOOD, snr_db=None, bandwidth_hz=500.0), GATE) != ()


def test_the_thresholds_are_those_of_the_settings() -> None:
    assert Settings().quality_gate == GATE
    strict = Settings(gate_min_snr_db=45.0, gate_min_bandwidth_hz=8000.0).quality_gate
    assert len(refusals(GOOD, strict)) == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"clipping": 0.002}, "0.2% of the samples are clipped: lower the recording level."),
        ({"snr_db": 9.0}, "The signal is only 9 dB above the background: record in a quieter place."),
        (
            {"bandwidth_hz": 3375.0},
            "Nothing of the voice is heard above 3.4 kHz, as over a telephone: "
            "record with the device itself if you can.",
        ),
    ],
)
def test_advice(changed: dict[str, float], sentence: str) -> None:
    middling = replace(GOOD, **changed)
    assert advice(middling) == (sentence,)
    assert refusals(middling, GATE) == ()


REFUSED = {
    "3db-noise": "above the background",
    "to-700hz": "muffled",
    "overdriven-3db": "too loud",
    "overdriven-12db": "too loud",
    "offset": "constant offset",
    "quiet": "too quiet",
}


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_phantoms_are_refused_for_what_was_done_to_them_and_for_nothing_else(name: str) -> None:
    found = refusals(measure(from_float(CATALOGUE[name].voice().samples)), GATE)
    expected = [REFUSED[CATALOGUE[name].variant]] if CATALOGUE[name].variant in REFUSED else []
    assert len(found) == len(expected)
    assert all(what in sentence for what, sentence in zip(expected, found, strict=True))


@pytest.mark.parametrize("phoneme", ["a", "i", "u"])
@pytest.mark.parametrize("f0_hz", [80.0, 350.0])
@pytest.mark.parametrize("margin_s", [0.0, 0.5])
def test_a_voice_10_db_above_the_background_is_let_through(phoneme: str, f0_hz: float, margin_s: float) -> None:
    noisy = Phantom(seed=1, f0_hz=f0_hz, phoneme=phoneme, margin_s=margin_s, channel=Channel(snr_db=10.0))
    assert refusals(measure(from_float(noisy.voice().samples)), GATE) == ()


@pytest.mark.parametrize("gain_db", [-20.0, 0.0, 6.0])
def test_a_gain_within_reason_changes_nothing(gain_db: float) -> None:
    samples = Phantom(seed=2, upper_formants=True).voice().samples * np.float32(10 ** (gain_db / 20))
    assert refusals(measure(from_float(samples)), GATE) == ()


def test_noise_alone_is_no_voice() -> None:
    noise = from_float(0.1 * np.random.default_rng(0).standard_normal(64_000))
    (sentence,) = refusals(measure(noise), GATE)
    assert sentence.startswith("No voice was found")
