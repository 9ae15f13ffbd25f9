"""A training's result as a bundle: graph, weights, metadata, card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from registry import bundle
from registry.backbones.base import Backbone, BackboneConfig
from registry.commit import commit
from registry.data.fingerprint import fingerprint, speaker_key
from registry.data.manifest import Clip
from registry.features import HEAD_MEASURES
from registry.golden import golden_clip
from registry.measures import measure
from registry.model import ScreeningModel, measure_vector
from registry.onnx_export import export
from registry.training import card
from registry.training.admission import Admitted
from registry.training.described import describe, stacked
from registry.training.feature_cache import feature_version
from registry.training.reference_sets import Sets
from registry.training.request import Request
from registry.training.trained import Trained

_LARGEST_DISAGREEMENT = 1e-5


class Disagreement(Exception):
    """The served form says something else than the one that was trained."""


def write(
    trained: Trained,
    admitted: Admitted,
    sets: Sets,
    request: Request,
    backbone: Backbone | None,
    figures: dict[str, Any],
    cautions: list[str],
    policy: dict[str, Any],
) -> bundle.Bundle:
    folder = request.out
    folder.mkdir(parents=True, exist_ok=True)
    trained.weights.save(folder / bundle.WEIGHTS)
    model = ScreeningModel(trained.weights)
    export(model, folder / bundle.GRAPH, None if backbone is None else backbone.dims)
    content: dict[str, Any] = {
        "policy": asdict(trained.policy),
        "familiar_limit": trained.familiar_limit,
        "golden": asdict(_golden(model, trained, backbone)),
        "measures": [scale.name for scale in HEAD_MEASURES],
        "healthy": trained.healthy,
        "training": {
            **_training(trained, sets, request, policy),
            "dataset_sha256": fingerprint(sets.training, admitted.sounds),
            "heard": _heard(sets.training, admitted.sounds),
        },
        "manifest": {"warnings": admitted.warnings, "skipped": admitted.skipped},
        "figures": figures,
        "cautions": cautions,
    }
    if backbone is not None:
        backbone.save(folder)
        content["embedding"] = asdict(_embedding(backbone, request.backbone))
    bundle.write_metadata(folder, content)
    (folder / bundle.CARD).write_text(card.written(content))
    return bundle.read(folder)


def _embedding(backbone: Backbone, config: BackboneConfig) -> bundle.Embedding:
    """A folder is told by its name: its place is a matter of this machine."""
    return bundle.Embedding(config.name, Path(config.weights).name, config.layer, backbone.dims, backbone.identity)


def _golden(model: ScreeningModel, trained: Trained, backbone: Backbone | None) -> bundle.Golden:
    """Raises Disagreement when the torch module's float32 differs from the float64 of training."""
    clip = golden_clip()
    embedding = [] if backbone is None else [torch.from_numpy(backbone.embed([clip])[0])]
    with torch.no_grad():
        said = model(torch.from_numpy(clip), torch.from_numpy(measure_vector(measure(clip).values)), *embedding)
    expected = 1 / (1 + np.exp(-trained.logits(stacked([describe(clip, backbone)]))[0]))
    if abs(float(said.probability) - expected) > _LARGEST_DISAGREEMENT:
        raise Disagreement(f"the module's probability is {abs(float(said.probability) - expected):.2g} off")
    return bundle.Golden(float(said.probability), float(said.task_distance))


def _training(trained: Trained, sets: Sets, request: Request, policy: dict[str, Any]) -> dict[str, Any]:
    own = sets.training
    return {
        "corpora": sorted({clip.corpus_name for clip in own}),
        "sources": sorted({clip.more.get("source", "") for clip in own} - {""}),
        "licences": sorted({clip.licence for clip in own} - {""}),
        "tasks": sorted({clip.task_name for clip in own}),
        "clips": len(own),
        "speakers": _speakers(own),
        "dysarthric_speakers": _speakers([clip for clip in own if clip.dysarthric]),
        "held_out_speakers": _keys(sets.reference),
        "others": {name: [_speakers(clips), clips[0].licence or "not given"] for name, clips in _others(sets).items()},
        "seed": request.seed,
        "repeats": request.effort.repeats,
        "replicates": request.effort.replicates,
        "candidate": trained.fitted.choice.candidate,
        "penalties": trained.fitted.choice.penalties,
        "calibration_slope": trained.fitted.calibration.slope,
        "calibration_intercept": trained.fitted.calibration.intercept,
        "coverage": trained.coverage,
        "policy": policy,
        "feature_version": feature_version(),
        "code": commit(),
    }


def _heard(clips: Sequence[Clip], sounds: Mapping[Path, str]) -> dict[str, list[str]]:
    """Whose voices may judge no version that trained on them."""
    return {
        "speakers": _keys(clips),
        "audio": sorted({sounds[clip.path] for clip in clips}),
    }


def _keys(clips: Sequence[Clip]) -> list[str]:
    """Their speakers without the names: a manifest may hold those of patients."""
    return sorted({speaker_key(clip.corpus, clip.speaker) for clip in clips})


def _speakers(clips: Sequence[Clip]) -> int:
    return len({clip.speaker for clip in clips})


def _others(sets: Sets) -> dict[str, list[Clip]]:
    words = {
        name: [clip for clip in sets.words if clip.corpus_name == name] for name in {c.corpus_name for c in sets.words}
    }
    return {**sets.vowels, **words}
