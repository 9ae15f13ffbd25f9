"""The served form: it agrees with torch, and nothing but the clip itself moves a score."""

from __future__ import annotations

import io
import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from registry import bundle
from registry.bundle import BadBundle, Bundle
from registry.measures import measure
from registry.model import ScreeningModel, Weights, measure_vector
from registry.onnx_scorer import OnnxScorer, Raw
from registry.pcm import Pcm, from_float
from regression.phantoms import encode, vowel
from speechscan.domain.explanation import TIMBRE
from speechscan.domain.result import ModelRef, Score
from speechscan.errors import RecordingError

VOICES = [
    vowel(seed, f0_hz=f0, phoneme=phoneme, duration_s=length)
    for seed, (f0, phoneme, length) in enumerate([(95, "a", 1.0), (130, "i", 2.37), (210, "u", 4.0), (120, "a", 9.99)])
]
NOISE = np.random.default_rng(3).standard_normal(50_000).astype(np.float32) * 0.2


@pytest.fixture(scope="module")
def in_torch(shipped: Bundle) -> ScreeningModel:
    return ScreeningModel(Weights.load(shipped.folder / bundle.WEIGHTS)).eval()


def judged(scorer: OnnxScorer, samples: Pcm) -> Raw:
    return scorer.raw(samples, measure(samples).values)


@pytest.mark.parametrize("samples", [*VOICES, NOISE, np.zeros(16_000, np.float32)])
def test_onnx_and_torch_agree(scorer: OnnxScorer, in_torch: ScreeningModel, samples: np.ndarray) -> None:
    pcm = from_float(samples)
    values = measure(pcm).values
    raw = scorer.raw(pcm, values)
    with torch.no_grad():
        expected = in_torch(torch.from_numpy(pcm), torch.from_numpy(measure_vector(values)))
    assert raw.probability == pytest.approx(float(expected.probability), abs=1e-5)
    assert raw.task_distance == pytest.approx(float(expected.task_distance), rel=1e-5, abs=1e-5)
    assert raw.shifts == pytest.approx(expected.contributions.tolist(), abs=1e-5)


def test_the_contributions_and_a_constant_make_the_logit(scorer: OnnxScorer) -> None:
    raws = [judged(scorer, from_float(samples)) for samples in VOICES]
    constants = [np.log(raw.probability / (1 - raw.probability)) - sum(raw.shifts) for raw in raws]
    assert constants == pytest.approx([constants[0]] * len(raws), abs=1e-4)


def test_the_result_explains_itself_with_healthy_ranges(scorer: OnnxScorer) -> None:
    score = scorer.score(from_float(VOICES[2]).tobytes())
    named = {one.name: one for one in score.contributions}
    assert named.keys() - {TIMBRE} <= score.measurements.keys()
    for name, one in named.items():
        if name != TIMBRE:
            assert one.value == score.measurements[name]
            assert one.healthy_low is not None
            assert one.healthy_high is not None
            assert one.healthy_low < one.healthy_high


def test_a_score_is_the_same_bits_each_time_and_in_each_thread(scorer: OnnxScorer) -> None:
    clips = [from_float(samples) for samples in VOICES]
    alone = [scorer.score(clip.tobytes()) for clip in clips]
    found: list[list[Score]] = []
    threads = [
        threading.Thread(target=lambda: found.append([scorer.score(c.tobytes()) for c in clips for _ in range(3)]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(scores == [score for score in alone for _ in range(3)] for scores in found)


@pytest.mark.parametrize("decibels", [-20, -10, 10, 20])
def test_a_gain_does_not_move_a_score(scorer: OnnxScorer, decibels: int) -> None:
    clip = vowel(2, peak=0.09)
    raw = judged(scorer, from_float(clip))
    other = judged(scorer, from_float(clip * 10 ** (decibels / 20)))
    # What is left is the rounding to 16 bits.
    assert other.probability == pytest.approx(raw.probability, abs=0.005)
    assert other.task_distance == pytest.approx(raw.task_distance, abs=0.05)


def test_a_gain_that_rounding_cannot_spoil_moves_nothing(scorer: OnnxScorer) -> None:
    clip = from_float(vowel(2, peak=0.2))
    assert judged(scorer, 4 * clip).probability == pytest.approx(judged(scorer, clip).probability, abs=1e-6)


def test_a_constant_offset_does_not_move_a_score(scorer: OnnxScorer) -> None:
    clip = from_float(vowel(2, peak=0.5))
    assert judged(scorer, clip + 3000).probability == pytest.approx(judged(scorer, clip).probability, abs=1e-4)


def test_wav_and_flac_of_one_clip_have_one_score(scorer: OnnxScorer) -> None:
    scores = {judged(scorer, decoded(encode(VOICES[2], format))) for format in ("wav", "flac")}
    assert len(scores) == 1


def test_a_lossy_codec_moves_a_score_little(scorer: OnnxScorer) -> None:
    whole, mp3 = (judged(scorer, decoded(encode(VOICES[2], format))) for format in ("wav", "mp3"))
    assert mp3.probability == pytest.approx(whole.probability, abs=0.1)


def decoded(data: bytes) -> Pcm:
    samples, _ = soundfile.read(io.BytesIO(data), dtype="int16")
    return samples


def test_noise_tone_silence_and_joined_vowels_are_not_familiar(scorer: OnnxScorer) -> None:
    time = np.arange(48_000) / 16_000
    babble = np.concatenate([vowel(s, duration_s=0.3, margin_s=0.02, phoneme="aiu"[s % 3]) for s in range(9)])
    sounds = [NOISE, 0.5 * np.sin(2 * np.pi * 200 * time), np.zeros(48_000), babble]
    assert not any(scorer.score(from_float(samples).tobytes()).familiar for samples in sounds)


def test_most_phantom_vowels_are_familiar(scorer: OnnxScorer) -> None:
    clips = [vowel(s, f0_hz=f0, phoneme=p) for s in range(3) for f0 in (100, 130, 200) for p in "ai"]
    familiar = [scorer.score(from_float(clip).tobytes()).familiar for clip in clips]
    # Their tongue moves on tracks of its own making: most pass, not all.
    assert np.mean(familiar) > 0.5


def test_what_is_not_measured_is_named_with_a_reason(scorer: OnnxScorer) -> None:
    score = scorer.score(from_float(VOICES[1]).tobytes())
    assert not score.measurements.keys() & score.unmeasured.keys()
    assert {"f0_hz", "jitter_local", "hnr_db", "clarity_score"} <= score.measurements.keys()
    assert all(len(reason) > 15 for reason in score.unmeasured.values())


def test_without_a_voice_neither_f0_nor_pitch_is_given(scorer: OnnxScorer) -> None:
    score = scorer.score(from_float(np.zeros(16_000)).tobytes())
    assert not score.familiar
    assert "silent" in score.unmeasured["f0_hz"]
    assert score.unmeasured["pitch"] == score.unmeasured["f0_hz"]


def test_less_than_a_second_is_refused(scorer: OnnxScorer) -> None:
    one_second = from_float(NOISE[:16_000]).tobytes()
    assert 0 <= scorer.score(one_second).probability <= 1
    with pytest.raises(RecordingError) as raised:
        scorer.score(one_second[:-2])
    assert raised.value.code == "model_refused"


def test_a_version_whose_golden_score_differs_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(bundle.SHIPPED, tmp_path / "model")
    metadata = json.loads((folder / bundle.METADATA).read_text())
    metadata["golden"]["task_distance"] *= 1.002
    (folder / bundle.METADATA).write_text(json.dumps(metadata))
    with pytest.raises(BadBundle, match="golden"):
        OnnxScorer(bundle.read(folder), ModelRef("speechscan", "2"))


def test_a_graph_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(bundle.SHIPPED, tmp_path / "model")
    (folder / bundle.GRAPH).write_bytes(b"not a graph")
    metadata = json.loads((folder / bundle.METADATA).read_text())
    metadata["sha256"][bundle.GRAPH] = bundle.sha256(folder / bundle.GRAPH)
    (folder / bundle.METADATA).write_text(json.dumps(metadata))
    with pytest.raises(BadBundle, match="cannot load"):
        OnnxScorer(bundle.read(folder), ModelRef("speechscan", "2"))
