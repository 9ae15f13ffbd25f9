"""A version with a backbone, without a training: the shipped model's task check, and a head of random weights."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch

from registry import bundle
from registry.backbones.base import BackboneConfig
from registry.backbones.choice import backbone
from registry.bundle import SHIPPED, Bundle, Embedding
from registry.features import HEAD_MEASURES
from registry.golden import golden_clip
from registry.measures import measure
from registry.model import ScreeningModel, Weights, measure_vector
from registry.onnx_export import export
from tests.tiny_wav2vec2 import DIMS, checkpoint_in


def embedding_model(folder: Path) -> Bundle:
    made = backbone(BackboneConfig("wav2vec2", str(checkpoint_in(folder))))
    assert made is not None
    made.save(folder)
    weights = _weights()
    weights.save(folder / bundle.WEIGHTS)
    model = ScreeningModel(weights).eval()
    export(model, folder / bundle.GRAPH, DIMS)
    clip = golden_clip()
    with torch.no_grad():
        inputs = (clip, measure_vector(measure(clip).values), made.embed([clip])[0])
        said = model(*map(torch.from_numpy, inputs))
    content = json.loads((SHIPPED / bundle.METADATA).read_text())
    content["golden"] = {"probability": float(said.probability), "task_distance": float(said.task_distance)}
    content["embedding"] = asdict(Embedding("wav2vec2", "tiny", 1, DIMS, made.identity))
    bundle.write_metadata(folder, content)
    (folder / bundle.CARD).write_text("# A model for tests\n")
    return bundle.read(folder)


def _weights() -> Weights:
    width = len(HEAD_MEASURES) + DIMS
    weight = 0.1 * np.random.default_rng(2).normal(size=width)
    shipped = Weights.load(SHIPPED / bundle.WEIGHTS)
    plain = {"median": np.zeros(width), "mean": np.zeros(width), "scale": np.ones(width)}
    return replace(shipped, **plain, weight=weight)
