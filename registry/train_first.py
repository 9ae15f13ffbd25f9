"""Trains the first model and writes it as a folder: `python -m registry.train_first [--out FOLDER]`.

Reads the clips that the setting SPEECHSCAN_VOICE_DATA names. Seeds are fixed: the same clips give the same figures.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from registry import bundle
from registry.first_model import FirstModel, Weights
from registry.golden import golden_clip
from registry.log_mel import LogMelStatistics
from registry.onnx_export import export
from registry.pcm import Pcm
from registry.training import card, figures, foreign, policy, task_check
from registry.training.corpus import Clip, labels, load, read_manifest, speakers
from registry.training.crossfit import Matrix, cross_fitted, fit
from speechscan.domain.verdict import DecisionPolicy
from speechscan.settings import Settings

CORPUS = "minsk2020_als"
# 17 healthy speakers of 31 years on average; the corpus's ill speakers are 59. With them the model would learn age.
YOUNG_CONTROLS = "troparion_spa2019"
RUNNING_SPEECH = "fsdd"
UNMEASURED = {
    "f0_hz": "This model version does not measure the fundamental frequency.",
    "pitch": "This model version does not measure the fundamental frequency, from which the pitch band follows.",
    "clarity_score": "This model version does not measure the clarity of articulation.",
}


@dataclass(frozen=True)
class Described:
    """Front-end numbers of some clips: [clips, statistics] and [clips, task measures]."""

    statistics: Matrix
    task: Matrix


@dataclass(frozen=True)
class Trained:
    weights: Weights
    penalty: float
    policy: DecisionPolicy
    familiar_limit: float
    fitted: figures.CrossFitted
    cross_distances: Matrix


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m registry.train_first", description=__doc__)
    parser.add_argument("--out", type=Path, default=bundle.SHIPPED, help="folder to write (default: %(default)s)")
    folder: Path = parser.parse_args(arguments).out
    voice_data = Settings.load().voice_data
    if voice_data is None:
        sys.exit("Set SPEECHSCAN_VOICE_DATA to a folder with a manifest.csv of labelled clips.")
    train(voice_data, folder)
    print((folder / bundle.CARD).read_text())


def train(voice_data: Path, folder: Path) -> None:
    # One thread: sums in one order, so the same numbers on every run; and small matrices are slower on two.
    torch.set_num_threads(1)
    with threadpool_limits(1):
        _train(voice_data, folder)


def _train(voice_data: Path, folder: Path) -> None:
    clips = read_manifest(voice_data)
    own = [clip for clip in clips if clip.corpus == CORPUS]
    trained = fit_all(own)
    folder.mkdir(parents=True, exist_ok=True)
    model = FirstModel(trained.weights)
    trained.weights.save(folder / bundle.WEIGHTS)
    export(model, folder / bundle.GRAPH)
    probability, distance = scored(model, golden_clip())
    content: dict[str, Any] = {
        "policy": asdict(trained.policy),
        "familiar_limit": trained.familiar_limit,
        "golden": asdict(bundle.Golden(probability, distance)),
        "unmeasured": UNMEASURED,
        "training": _training(own, trained.penalty),
        "figures": _figures(trained, model, clips),
    }
    bundle.write_metadata(folder, content)
    (folder / bundle.CARD).write_text(card.written(content))


def fit_all(own: list[Clip]) -> Trained:
    found, ill, groups = describe([load(clip) for clip in own]), labels(own), speakers(own)
    logits = cross_fitted(found.statistics, ill, groups)
    # Two numbers need no penalty search.
    baseline = cross_fitted(np.array([[clip.age, clip.male] for clip in own], dtype=float), ill, groups, [1.0])
    probabilities = 1 / (1 + np.exp(-logits))
    cross = task_check.cross_distances(found.task, groups)
    head = fit(found.statistics, ill, groups, seed=0)
    chosen = policy.policy_from(probabilities, ill)
    return Trained(
        weights=_weights(head, found.task),
        penalty=float(head[-1].C),
        policy=chosen,
        familiar_limit=task_check.limit(cross),
        fitted=figures.CrossFitted(
            labels=ill,
            groups=groups,
            logits=logits,
            baseline_logits=baseline,
            threshold=chosen.threshold,
            verdicts=policy.cross_read(probabilities, ill, groups),
        ),
        cross_distances=cross,
    )


def describe(recordings: list[Pcm]) -> Described:
    front_end = LogMelStatistics()
    found = [front_end(torch.from_numpy(samples)) for samples in recordings]
    return Described(
        np.array([one.statistics.double().numpy() for one in found]),
        np.array([one.task.double().numpy() for one in found]),
    )


def scored(model: FirstModel, samples: Pcm) -> tuple[float, float]:
    probability, distance = model(torch.from_numpy(samples))
    return float(probability), float(distance)


def _weights(head: Pipeline, task: Matrix) -> Weights:
    scaler, regression = head[0], head[-1]
    task_mean, task_precision = task_check.fit(task)
    return Weights(
        mean=scaler.mean_,
        scale=scaler.scale_,
        weight=regression.coef_[0],
        bias=regression.intercept_[0],
        task_mean=task_mean,
        task_precision=task_precision,
    )


def _training(own: list[Clip], penalty: float) -> dict[str, Any]:
    return {
        "corpus": CORPUS,
        "clips": len(own),
        "speakers": len({clip.speaker for clip in own}),
        "dysarthric_speakers": len({clip.speaker for clip in own if clip.dysarthric}),
        "licences": sorted({clip.licence for clip in own}),
        "tasks": sorted({clip.task for clip in own}),
        "inverse_penalty": penalty,
    }


def _figures(trained: Trained, model: FirstModel, clips: list[Clip]) -> dict[str, Any]:
    limit = trained.familiar_limit
    vowels = [load(clip) for clip in clips if clip.corpus == CORPUS]
    judged = {
        "training_vowels_noise_50_db": foreign.with_noise(vowels, 50),
        "training_vowels_noise_40_db": foreign.with_noise(vowels, 40),
        "training_vowels_noise_30_db": foreign.with_noise(vowels, 30),
        "healthy_young_vowels": [load(clip) for clip in clips if clip.corpus == YOUNG_CONTROLS],
        "healthy_running_speech": foreign.running_speech([clip for clip in clips if clip.corpus == RUNNING_SPEECH]),
        **foreign.made_sounds(),
    }
    return {
        "discrimination": {name: asdict(found) for name, found in figures.discrimination(trained.fitted).items()},
        "speaker_auc": asdict(figures.speaker_auc(trained.fitted)),
        "calibration": figures.calibration(trained.fitted),
        "unfamiliar_in_training_corpus": round(float(np.mean(trained.cross_distances > limit)), 3),
        "other_sounds": {name: _judged(model, some, trained) for name, some in judged.items()},
    }


def _judged(model: FirstModel, recordings: list[Pcm], trained: Trained) -> dict[str, float]:
    """Shares of clips by verdict; `dysarthric_without_check` is what the head alone would have said."""
    pairs = np.array([scored(model, samples) for samples in recordings])
    verdicts = policy.read(pairs[:, 0], trained.policy)
    familiar = pairs[:, 1] <= trained.familiar_limit
    return {
        "clips": len(recordings),
        "unfamiliar": round(float(np.mean(~familiar)), 3),
        "healthy": round(float(np.mean(familiar & (verdicts < 0))), 3),
        "dysarthric": round(float(np.mean(familiar & (verdicts > 0))), 3),
        "dysarthric_without_check": round(float(np.mean(verdicts > 0)), 3),
    }


if __name__ == "__main__":
    main()
