"""A training with a backbone, from phantoms to a served version. The backbone is tiny and its weights are random."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from registry import bundle
from registry.backbones.base import BackboneConfig, BackboneError
from registry.backbones.choice import backbone
from registry.bundle import BadBundle, Bundle
from registry.measures import measure
from registry.model import ScreeningModel, Weights, measure_vector
from registry.onnx_scorer import OnnxScorer
from registry.pcm import Pcm, from_float
from registry.training import candidates, feature_cache, foreign, hearing, pipeline
from registry.training.described import describe
from registry.training.request import Effort, Request
from registry.versions import MemoryRegistry
from regression.phantoms import encode, vowel
from speechscan.domain.explanation import TIMBRE
from speechscan.domain.result import ModelRef
from tests.tiny_wav2vec2 import DIMS, checkpoint_in

SPEAKERS = 24
COLUMNS = ("path", "label", "speaker", "sex", "age", "task", "corpus", "licence", "source")
LAYER = 1

pytestmark = pytest.mark.timeout(300)


def voice(speaker: int, dysarthric: bool, seconds: float = 1.6) -> np.ndarray:
    """The classes differ in timbre."""
    phoneme = "a" if dysarthric else "i"
    return vowel(speaker, f0_hz=110.0 + 5 * speaker, duration_s=seconds, margin_s=0.05, phoneme=phoneme)


CLIPS = [from_float(voice(40 + n, n % 2 == 0, 1.0 + 0.7 * n)) for n in range(5)]


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Few of the sounds that a model was not made for, and a head that reads both measures and timbre."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foreign, "_COPIES", 1)
        patch.setattr(foreign, "_SECONDS", 1)
        patch.setattr(hearing, "_NOISE_DB", (40,))
        patch.setattr(candidates, "CANDIDATES", {"measures and timbre": ("measures", "timbre")})
        yield


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("corpus")
    with (folder / "manifest.csv").open("w", newline="") as manifest:
        rows = csv.writer(manifest)
        rows.writerow(COLUMNS)
        for speaker in range(SPEAKERS):
            ill = speaker // 2 % 2 == 0
            (folder / f"{speaker}.flac").write_bytes(encode(voice(speaker, ill), "flac"))
            person = ("dysarthric" if ill else "healthy", f"s{speaker}", "fm"[speaker % 2], 40 + speaker)
            rows.writerow((f"{speaker}.flac", *person, "sustained_vowel_a", "made", "CC0", "here"))
    chosen = BackboneConfig("wav2vec2", str(checkpoint_in(folder / "tiny")), LAYER)
    return Request(
        folder / "manifest.csv", folder / "out", effort=Effort(1, 1, 20), held_out=None,
        cache=folder / "cache", backbone=chosen,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(request_: Request) -> Bundle:
    return pipeline.train(request_).bundle


@pytest.fixture(scope="module")
def scorer(made: Bundle) -> OnnxScorer:
    return OnnxScorer(made, ModelRef("made", "1"))


def test_the_bundle_names_its_backbone_and_holds_the_layers_that_it_reads(made: Bundle, request_: Request) -> None:
    embedding = made.embedding
    assert embedding is not None
    assert (embedding.backbone, embedding.source, embedding.layer, embedding.dims) == ("wav2vec2", "tiny", LAYER, DIMS)
    assert set(made.files) == {path.name for path in made.folder.iterdir() if path.is_file()}
    own, given = (
        backbone(BackboneConfig("wav2vec2", weights, LAYER))
        for weights in (str(made.folder), request_.backbone.weights)
    )
    assert own is not None
    assert given is not None
    assert own.identity == given.identity == embedding.identity
    assert "mean over time of what layer 1 of tiny gives, 24 numbers" in made.card
    assert "log-mel" not in made.card.partition("## Figures")[0]


@pytest.mark.parametrize("samples", CLIPS)
def test_the_served_form_says_what_was_trained(
    scorer: OnnxScorer, made: Bundle, request_: Request, samples: Pcm
) -> None:
    given = backbone(request_.backbone)
    assert given is not None
    values = measure(samples).values
    model = ScreeningModel(Weights.load(made.folder / bundle.WEIGHTS)).eval()
    with torch.no_grad():
        inputs = (samples, measure_vector(values), given.embed([samples])[0])
        expected = model(*map(torch.from_numpy, inputs))
    raw = scorer.raw(samples, values)
    assert raw.probability == pytest.approx(float(expected.probability), abs=1e-5)
    assert raw.task_distance == pytest.approx(float(expected.task_distance), rel=1e-5)
    assert raw.shifts == pytest.approx(expected.contributions.tolist(), abs=1e-5)


def test_the_embedding_carries_the_score_and_is_told_as_timbre(scorer: OnnxScorer) -> None:
    scores = [scorer.score(clip.tobytes()) for clip in CLIPS]
    timbre = [{one.name: one.shift for one in score.contributions}[TIMBRE] for score in scores]
    assert all(shift > 0 for shift in timbre[::2])
    assert all(shift < 0 for shift in timbre[1::2])
    assert min(score.probability for score in scores[::2]) > max(score.probability for score in scores[1::2])


def test_a_clip_is_scored_alike_in_any_company_and_after_a_download(
    made: Bundle, scorer: OnnxScorer, tmp_path: Path
) -> None:
    registry = MemoryRegistry()
    folder = registry.download(registry.register(made), tmp_path)
    other = OnnxScorer(bundle.read(folder), ModelRef("made", "1"))
    shutil.rmtree(folder)  # a scorer needs no file any more
    alone = [scorer.score(clip.tobytes()) for clip in CLIPS]
    beside = [other.score(clip.tobytes()) for clip in reversed(CLIPS)]
    assert beside[::-1] == alone


@pytest.mark.parametrize("name", bundle.CHECKPOINT)
def test_a_checkpoint_that_was_changed_or_lost_is_noticed(made: Bundle, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(made.folder, tmp_path / "model"))
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(BadBundle, match=name):
        bundle.read(folder)
    (folder / name).unlink()
    with pytest.raises(BadBundle, match=name):
        bundle.read(folder)


def test_training_again_reads_embeddings_from_the_cache(
    made: Bundle, request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feature_cache, "describe", lambda *_: pytest.fail("described twice"))
    again = pipeline.train(replace(request_, out=tmp_path)).bundle
    first, second = ((one.folder / bundle.WEIGHTS).read_bytes() for one in (made, again))
    assert first == second


class Constant:
    """A backbone that says its number of every clip."""

    dims = 2

    def __init__(self, number: float) -> None:
        self.identity = f"constant{number}"
        self._number = number

    def embed(self, clips: list[Pcm]) -> np.ndarray:
        return np.full((len(clips), 2), self._number, np.float32)


def test_the_cache_keeps_each_backbones_embeddings_apart(tmp_path: Path) -> None:
    clip, made = CLIPS[0], [None, Constant(1), Constant(2)]
    for _ in range(2):
        found = [feature_cache.FeatureCache(tmp_path, one).described(clip) for one in made]
        assert found[0].timbre.tolist() == describe(clip).timbre.tolist()
        assert [one.timbre.tolist() for one in found[1:]] == [[1.0, 1.0], [2.0, 2.0]]
        assert len({one.measured.tobytes() for one in found}) == 1
    assert len(list(tmp_path.rglob("*.npz"))) == len(made)


def test_absent_weights_are_told_before_anything_is_read(request_: Request, tmp_path: Path) -> None:
    absent = BackboneConfig("wav2vec2", str(tmp_path / "nothing"))
    with pytest.raises(BackboneError, match=r"nothing lacks config\.json"):
        pipeline.train(replace(request_, manifest=tmp_path / "none.csv", backbone=absent))


def test_a_backbone_that_this_code_does_not_know_is_refused(made: Bundle) -> None:
    assert made.embedding is not None
    with pytest.raises(BadBundle, match="no backbone 'ear'"):
        OnnxScorer(replace(made, embedding=replace(made.embedding, backbone="ear")), ModelRef("made", "1"))
