"""The shipped model is what training gives on the shared data, and its card says what its metadata say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from registry import bundle
from registry.bundle import Bundle
from registry.data.fingerprint import fingerprint, speaker_key
from registry.data.manifest import read
from registry.data.sound import digest, load
from registry.model import Weights
from registry.training import card, design, held_out, nested
from registry.training.arrays import labels, speakers
from registry.training.described import describe, stacked
from registry.training.reference_sets import divided
from registry.training.request import Request
from speechscan.settings import Settings


@pytest.mark.timeout(300)
def test_training_again_gives_the_shipped_weights() -> None:
    voice_data = Settings.load().voice_data
    if voice_data is None:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the training corpus is not here")
    shipped = bundle.read(bundle.SHIPPED)
    request = Request(voice_data, bundle.SHIPPED, seed=shipped.training["seed"])
    clips = divided(read(request.manifest).clips, request).training
    samples = {clip.path: load(clip.path) for clip in clips}
    sounds = {path: digest(own) for path, own in samples.items()}
    assert fingerprint(clips, sounds) == shipped.training["dataset_sha256"]
    features = stacked([describe(samples[clip.path]) for clip in clips]).head_features
    fitted = nested.fit(features, labels(clips), speakers(clips), request.seed)
    stored = Weights.load(bundle.SHIPPED / bundle.WEIGHTS)
    # Another processor rounds otherwise; the same one gives the same bits, which another test holds.
    np.testing.assert_allclose(fitted.calibration.slope * fitted.head.weight, stored.weight, atol=1e-4)
    assert fitted.choice.candidate == shipped.training["candidate"]


def test_nobody_who_is_kept_out_has_trained_the_shipped_model(shipped: Bundle) -> None:
    assert set(shipped.training["held_out_speakers"]) == held_out.listed()
    assert shipped.training["speakers"] + len(held_out.listed()) == 43


def test_it_keeps_what_its_policy_asks_of_verdicts_and_running_speech(shipped: Bundle) -> None:
    asked = shipped.training["policy"]
    told = shipped.figures["corpora"]["minsk2020_als"]["all"]
    assert told["decided"]["value"] >= asked["least_decided"]
    assert shipped.training["coverage"] == asked["coverage"]
    for part in (told, *shipped.figures["corpora"]["minsk2020_als"]["sexes"].values()):
        assert part["coverage"]["value"] >= asked["coverage"]
    assert shipped.figures["other_sounds"]["healthy_running_speech"]["dysarthric"] <= asked["running_speech_limit"]
    for sound in ("white_noise", "brown_noise", "tone", "organ_tone", "melody", "chord", "silence"):
        assert shipped.figures["other_sounds"][sound]["unfamiliar"] >= 0.95


def test_it_says_whose_voices_it_heard(shipped: Bundle) -> None:
    heard = shipped.training["heard"]
    assert len(heard["speakers"]) == shipped.training["speakers"]
    assert len(heard["audio"]) == shipped.training["clips"]
    assert not set(heard["speakers"]) & {speaker_key("minsk2020_als", name) for name in held_out.listed()}


def test_the_card_is_what_the_code_writes_from_the_metadata(shipped: Bundle) -> None:
    assert card.written(json.loads((shipped.folder / bundle.METADATA).read_text())) == shipped.card


def test_the_card_tells_what_was_looked_at(shipped: Bundle) -> None:
    assert set(design.caution("minsk2020_als")) <= set(shipped.cautions)
    assert design.HISTORY in shipped.card
    judged = design.judgements(["minsk2020_als"])
    assert judged in shipped.card
    assert design.judgements(["mine"]) != judged


def test_the_warnings_stand_before_the_figures(shipped: Bundle) -> None:
    assert shipped.cautions
    assert shipped.card.index(shipped.cautions[0]) < shipped.card.index("## Figures")
