"""A whole training on a small corpus of synthetic voices: the ill ones' pitch wanders, the healthy ones' does not."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from registry import bundle
from registry.data.errors import BadManifest
from registry.data.fingerprint import speaker_key
from registry.data.manifest import read
from registry.data.rendering import told as told_of
from registry.data.report import Report, Severity
from registry.onnx_scorer import OnnxScorer
from registry.pcm import SAMPLE_RATE, from_float
from registry.training import feature_cache, foreign, hearing, held_out, pipeline, writing
from registry.training.described import NAMES
from registry.training.pipeline import Outcome
from registry.training.request import Effort, Request
from regression.phantoms import vowel
from speechscan.domain.result import ModelRef

SPEAKERS = 24
COLUMNS = ("path", "label", "speaker", "sex", "age", "task", "corpus", "licence", "source")
EFFORT = Effort(repeats=1, permutations=3, replicates=50)

pytestmark = pytest.mark.timeout(300)


def clip_of(speaker: int, dysarthric: bool) -> np.ndarray:
    f0 = 110.0 + 5 * speaker
    unsteady = {"drift": 0.06, "jitter": 0.012} if dysarthric else {"drift": 0.008, "jitter": 0.005}
    return vowel(speaker, f0_hz=f0, duration_s=1.6, margin_s=0.05, phoneme="ai"[speaker % 2], **unsteady)


@pytest.fixture(scope="module", autouse=True)
def few_sounds() -> Iterator[None]:
    """The sounds that a model was not made for are many, and other tests look at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foreign, "_COPIES", 1)
        patch.setattr(foreign, "_SECONDS", 1)
        patch.setattr(hearing, "_NOISE_DB", (40,))
        yield


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("corpus")
    rows = []
    for speaker in range(SPEAKERS):
        dysarthric = speaker // 2 % 2 == 0
        soundfile.write(folder / f"{speaker}.flac", from_float(clip_of(speaker, dysarthric)), SAMPLE_RATE)
        label = "dysarthric" if dysarthric else "healthy"
        task = f"sustained_vowel_{'ai'[speaker % 2]}"
        person = (f"s{speaker}", "fm"[speaker % 2], 40 + speaker)
        rows.append((f"{speaker}.flac", label, *person, task, "made", "CC0", "here"))
    with (folder / "manifest.csv").open("w", newline="") as manifest:
        csv.writer(manifest).writerows([COLUMNS, *rows])
    (folder / "kept_out.txt").write_text("s0\ns2\n")
    return Request(
        folder / "manifest.csv", folder / "out", effort=EFFORT, cache=folder / "cache", held_out=folder / "kept_out.txt"
    )


@pytest.fixture(scope="module")
def outcome(request_: Request) -> Outcome:
    return pipeline.train(replace(request_, final=True))


def test_the_bundle_serves_and_tells_the_classes_apart(outcome: Outcome) -> None:
    scorer = OnnxScorer(outcome.bundle, ModelRef("made", "1"))
    scores = [scorer.score(from_float(clip_of(speaker, speaker // 2 % 2 == 0)).tobytes()) for speaker in range(8)]
    ill = [score.probability for speaker, score in enumerate(scores) if speaker // 2 % 2 == 0]
    well = [score.probability for speaker, score in enumerate(scores) if speaker // 2 % 2]
    assert min(ill) > max(well)


def test_figures_controls_and_warnings_are_in_the_card(outcome: Outcome) -> None:
    told = outcome.bundle.figures["corpora"]["made"]
    assert told["all"]["auc"]["value"] > 0.9
    assert set(told["tasks"]) == {"sustained_vowel_a", "sustained_vowel_i"}
    assert set(told["sexes"]) == {"f", "m"}
    assert outcome.cautions == list(outcome.bundle.cautions)
    assert any("only 22 speakers" in sentence for sentence in outcome.cautions)
    for sentence in outcome.cautions:
        assert sentence in outcome.bundle.card
    assert "2 more speakers of the same corpora" in outcome.bundle.card
    assert outcome.bundle.figures["reference"]["speakers"] == 2


def test_speakers_are_told_by_their_keys_and_nowhere_by_name(outcome: Outcome, request_: Request) -> None:
    people = {clip.speaker: speaker_key(clip.corpus, clip.speaker) for clip in read(request_.manifest).clips}
    kept_out = {people.pop("s0"), people.pop("s2")}
    assert set(outcome.bundle.training["held_out_speakers"]) == kept_out
    assert set(outcome.bundle.training["heard"]["speakers"]) == set(people.values())
    metadata = (outcome.bundle.folder / bundle.METADATA).read_text()
    assert not re.findall(r"\bs[0-9]+\b", metadata + outcome.bundle.card)


def test_the_evidence_is_drawn(outcome: Outcome) -> None:
    assert {path.name for path in outcome.evidence.iterdir()} == {
        "roc.svg", "reliability.svg", "speakers.svg", "groups.svg", "model_card.html", "manifest_check.txt",
        "profile.json",
    }  # fmt: skip


@pytest.fixture
def without_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes most of a small training's time, and here only weights and names count."""
    monkeypatch.setattr(writing, "export", lambda _, path, dims: path.write_bytes(b"no graph"))


@pytest.mark.usefixtures("without_export")
def test_training_again_gives_the_same_weights_bit_for_bit(outcome: Outcome, request_: Request, tmp_path: Path) -> None:
    again = pipeline.train(replace(request_, out=tmp_path / "again", cache=tmp_path / "cache", final=True))
    first, second = ((made.bundle.folder / bundle.WEIGHTS).read_bytes() for made in (outcome, again))
    with np.load(again.bundle.folder / bundle.WEIGHTS) as stored:
        assert all(np.isfinite(stored[name]).all() for name in stored.files)
    assert first == second
    documents = [json.loads((made.bundle.folder / bundle.METADATA).read_text()) for made in (outcome, again)]
    assert documents[0]["figures"] == documents[1]["figures"]


@pytest.mark.usefixtures("without_export")
def test_the_stages_are_named_steps_and_progress_is_told(request_: Request, tmp_path: Path) -> None:
    names: list[str] = []
    told: list[tuple[str, int, int]] = []

    def step(name, stage):
        names.append(name)
        return stage()

    small = replace(request_, out=tmp_path / "out", effort=Effort(1, 1, 10))
    outcome = pipeline.train(small, step=step, progress=lambda *told_: told.append(told_))
    assert names == ["check manifest", "measure clips", "evaluate", "fit", "figures", "write bundle", "draw"]
    for stage in ("checking", "measuring", "cross-validating", "permuting labels"):
        own = [(done, total) for name, done, total in told if name == stage]
        assert own[0][0] == 0
        assert own[-1][0] == own[-1][1] > 0
    assert outcome.bundle.figures["reference"] is None  # not asked for: `final` is off


@pytest.mark.usefixtures("without_export")
def test_path_label_and_speaker_are_enough_and_the_card_says_what_is_not_known(
    outcome: Outcome, request_: Request, tmp_path: Path
) -> None:
    rows = list(csv.DictReader(request_.manifest.read_text().splitlines()))
    lines = [f"{request_.manifest.parent / row['path']},{row['label']},{row['speaker']}" for row in rows]
    least = tmp_path / "manifest.csv"
    least.write_text("\n".join(["path,label,speaker", *lines, "absent.wav,healthy,eve"]) + "\n")
    small = replace(request_, manifest=least, out=tmp_path / "out", effort=Effort(1, 1, 10), skip_bad=True)
    heard: list[Report] = []
    bare = pipeline.train(small, inform=heard.append)
    weights = [(made.bundle.folder / bundle.WEIGHTS).read_bytes() for made in (outcome, bare)]
    assert weights[0] == weights[1]
    told = bare.bundle.figures["corpora"]["(no corpus)"]
    assert "auc_of_age_and_sex" not in told["all"]
    assert list(told["tasks"]) == ["(no task)"]
    assert any("Age or sex is not given of 22 of 22 speakers" in sentence for sentence in bare.cautions)
    assert any("the task of 22 of 22 clips is not given" in sentence for sentence in bare.cautions)
    (report,) = heard
    found = [*report.of(Severity.WARNING), *report.of(Severity.SKIPPED)]
    assert {finding.rule for finding in found} == {"licence_given", "usable_sound"}
    for finding in found:
        assert f"- {told_of(finding)}" in bare.bundle.card
        assert told_of(finding) in (bare.evidence / pipeline.CHECK).read_text()
    assert "The manifest gives no licence" in bare.bundle.card


@pytest.mark.usefixtures("without_export")
def test_the_speakers_kept_out_move_no_weight(outcome: Outcome, request_: Request, tmp_path: Path) -> None:
    """Their labels are turned round: whoever had looked at them would train something else."""
    rows = list(csv.DictReader(request_.manifest.read_text().splitlines()))
    for row in rows:
        row["path"] = str(request_.manifest.parent / row["path"])
        if row["speaker"] in held_out.listed(request_.held_out or held_out.LIST):
            row["label"] = "healthy"
    turned = tmp_path / "manifest.csv"
    with turned.open("w", newline="") as manifest:
        writer = csv.DictWriter(manifest, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    other = pipeline.train(replace(request_, manifest=turned, out=tmp_path / "out", effort=Effort(1, 1, 10)))
    weights = [(made.bundle.folder / bundle.WEIGHTS).read_bytes() for made in (outcome, other)]
    assert weights[0] == weights[1]


def test_the_cache_gives_back_what_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = from_float(clip_of(1, dysarthric=False))
    cache = feature_cache.FeatureCache(tmp_path)
    first = cache.described(clip)
    monkeypatch.setattr(feature_cache, "describe", lambda _: pytest.fail("described twice"))
    again = cache.described(clip)
    assert first.measured.tobytes() == again.measured.tobytes()
    assert first.timbre.tobytes() == again.timbre.tobytes()
    assert first.measured.shape == (len(NAMES),)


def test_a_broken_entry_of_the_cache_is_made_anew(tmp_path: Path) -> None:
    clip = from_float(clip_of(1, dysarthric=False))
    cache = feature_cache.FeatureCache(tmp_path)
    first = cache.described(clip)
    (entry,) = tmp_path.rglob("*.npz")
    entry.write_bytes(entry.read_bytes()[:100])
    assert cache.described(clip).measured.tobytes() == first.measured.tobytes()


def test_a_manifest_that_is_missing_is_a_sentence(request_: Request, tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match=r"no manifest that can be read at .*none\.csv"):
        pipeline.train(replace(request_, manifest=tmp_path / "none.csv"))
