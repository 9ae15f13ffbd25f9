from __future__ import annotations

import json
from dataclasses import replace

import pytest

from speechscan.domain.explanation import Contribution
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import Flaw, QualityGate
from speechscan.domain.result import Doubt, ModelRef, Said, Score, acoustic_notes, pitch_band, said, screening_result
from speechscan.domain.verdict import DecisionPolicy, Status, Verdict

QUALITY = Quality(
    duration_s=4.0, peak_dbfs=-6.0, clipping=0.0, speech_s=3.5, snr_db=42.0, level_dbfs=-20.0, bandwidth_hz=7125.0
)
GATE = QualityGate()
SCORE = Score(
    probability=0.9,
    familiar=True,
    measurements={"f0_hz": 130.0, "clarity_score": 71.5},
    unmeasured={"jitter": "not measured by this model"},
    model=ModelRef("speechscan", "3"),
    policy=DecisionPolicy(0.5, 0.4, 0.6),
)


@pytest.mark.parametrize(
    ("f0_hz", "band"), [(75, "low"), (119.9, "low"), (120, "middle"), (189.9, "middle"), (190, "high"), (400, "high")]
)
def test_pitch_band(f0_hz: float, band: str) -> None:
    assert pitch_band(f0_hz) == band


def test_the_whole_document() -> None:
    assert screening_result(SCORE, QUALITY, GATE) == {
        "status": "dysarthric",
        "probability": 0.9,
        "confidence": pytest.approx(0.8),
        "clarity_score": 71.5,
        "f0_hz": 130.0,
        "pitch": {"band": "middle", "low_below_hz": 120.0, "high_from_hz": 190.0},
        "familiar": True,
        "acoustic_notes": ["The model finds signs that are typical of dysarthria."],
        "notes": [{"name": "finding-dysarthric", "figures": {}}],
        "measurements": {"f0_hz": 130.0, "clarity_score": 71.5},
        "unmeasured": {"jitter": "not measured by this model"},
        "unmeasured_notes": {},
        "quality": {
            "duration_s": 4.0,
            "peak_dbfs": -6.0,
            "clipping": 0.0,
            "speech_s": 3.5,
            "snr_db": 42.0,
            "level_dbfs": -20.0,
            "bandwidth_hz": 7125.0,
            "dc_offset": None,
            "silence": None,
        },
        "model": {"name": "speechscan", "version": "3"},
    }


def test_what_is_not_measured_is_null_and_never_a_guess() -> None:
    document = screening_result(replace(SCORE, measurements={}), QUALITY, GATE)
    assert (document["f0_hz"], document["pitch"], document["clarity_score"]) == (None, None, None)


def test_the_document_is_json() -> None:
    document = screening_result(SCORE, replace(QUALITY, snr_db=None), GATE)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_clarity_is_not_the_probability_turned_round() -> None:
    assert (
        screening_result(replace(SCORE, probability=0.1), QUALITY, GATE)["clarity_score"]
        == screening_result(SCORE, QUALITY, GATE)["clarity_score"]
    )


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"clipping": 0.02}, "2.0% of the samples are clipped: lower the recording level."),
        ({"snr_db": 8.0}, "The signal is only 8 dB above the background: record in a quieter place."),
    ],
)
def test_notes_say_what_to_do_better(changed: dict[str, float], note: str) -> None:
    verdict = Verdict(Status.HEALTHY, 1.0, ("Reason.",))
    assert acoustic_notes(verdict, replace(QUALITY, **changed)) == ("Reason.", note)
    assert acoustic_notes(verdict, replace(QUALITY, snr_db=None)) == ("Reason.",)


def test_a_refused_recording_is_inconclusive_whatever_the_model_says() -> None:
    noisy = replace(QUALITY, snr_db=2.0, clipping=0.2)
    document = screening_result(replace(SCORE, familiar=False), noisy, GATE)
    assert document["status"] == "inconclusive"
    notes = document["acoustic_notes"]
    assert [("background" in note, "too loud" in note) for note in notes] == [(True, False), (False, True)]


def test_the_gate_is_the_one_given() -> None:
    assert screening_result(SCORE, QUALITY, QualityGate(min_snr_db=50.0))["status"] == "inconclusive"


def test_what_moved_the_score_is_in_the_notes_but_not_of_a_clip_of_another_kind() -> None:
    moved = replace(SCORE, contributions=(Contribution("hnr_db", 14.0, 0.8, 18.0, 27.0),))
    sentence = "The harmonics-to-noise ratio is 14.0 dB (healthy training speakers: 18.0 to 27.0)"
    notes = screening_result(moved, QUALITY, GATE)["acoustic_notes"]
    assert isinstance(notes, list)
    assert any(note.startswith(sentence) for note in notes)
    assert sentence not in str(screening_result(replace(moved, familiar=False), QUALITY, GATE))


@pytest.mark.parametrize(
    ("score", "quality", "status", "why"),
    [
        ({}, {}, Status.DYSARTHRIC, (None,)),
        ({"probability": 0.1}, {}, Status.HEALTHY, (None,)),
        ({"probability": 0.5}, {}, Status.INCONCLUSIVE, (Doubt.ABSTAINED,)),
        ({"familiar": False, "probability": 0.5}, {}, Status.INCONCLUSIVE, (Doubt.UNFAMILIAR,)),
        ({"familiar": False}, {"speech_s": 0.8}, Status.INCONCLUSIVE, (Doubt.SPEECH,)),
        ({"familiar": False}, {"speech_s": 0.8, "snr_db": 2.0}, Status.INCONCLUSIVE, (Doubt.QUALITY, Flaw.NOISY)),
        ({}, {"clipping": 0.2, "snr_db": 2.0}, Status.INCONCLUSIVE, (Doubt.QUALITY, Flaw.NOISY, Flaw.CLIPPED)),
    ],
)
def test_what_is_counted_of_a_result(score: dict, quality: dict, status: Status, why: tuple) -> None:
    policy = DecisionPolicy(0.5, 0.4, 0.6, min_speech_s=1.0)
    made, heard = replace(SCORE, policy=policy, **score), replace(QUALITY, **quality)
    assert said(made, heard, GATE) == Said(SCORE.model, status, why[0], why[1:])
    assert screening_result(made, heard, GATE)["status"] == status
