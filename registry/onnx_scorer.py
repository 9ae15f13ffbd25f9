"""A model version as it serves: measurements, and the backbone where it has one, in torch, all else in ONNX Runtime.
One clip a call, so that no neighbour can matter."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import onnxruntime
import torch

from registry import pcm
from registry.backbones.base import Backbone, BackboneConfig, BackboneError
from registry.backbones.choice import backbone
from registry.bundle import BadBundle, Bundle, Golden
from registry.golden import TOLERANCE, difference, golden_clip
from registry.measures import measure
from speechscan.domain.explanation import TIMBRE, Contribution
from speechscan.domain.result import ModelRef, Score
from speechscan.domain.sentence import Sentence
from speechscan.errors import RecordingError


@dataclass(frozen=True, slots=True)
class Raw:
    """What the graph says of a clip. shifts: of the logit, by the measures in their order and by the timbre."""

    probability: float
    task_distance: float
    shifts: tuple[float, ...]


class OnnxScorer:
    """Safe to call from several threads: a session's `run` is, and nothing else here changes."""

    def __init__(self, bundle: Bundle, model: ModelRef) -> None:
        self.model = model
        self.policy = bundle.policy
        self._familiar_limit = bundle.familiar_limit
        self._measures = bundle.measures
        self._healthy = bundle.healthy
        self._backbone = _backbone(bundle)
        # One against two threads changed a score by 1e-6. Torch's number of threads is the whole process's.
        torch.set_num_threads(1)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(bundle.graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its errors share no base of their own
            raise BadBundle(f"ONNX Runtime cannot load the graph: {error}") from error
        self._check_golden(bundle)

    def score(self, clip: bytes) -> Score:
        """Of pcm16 bytes. Raises RecordingError for a clip shorter than one second."""
        samples = pcm.from_bytes(clip)
        if samples.size < pcm.SAMPLE_RATE:
            raise RecordingError("model_refused", "The model needs at least one second of sound.")
        measured = measure(samples)
        raw = self.raw(samples, measured.values)
        return Score(
            probability=raw.probability,
            familiar=raw.task_distance <= self._familiar_limit,
            measurements=measured.values,
            unmeasured=_reasons(measured.unmeasured),
            model=self.model,
            policy=self.policy,
            contributions=self._contributions(raw, measured.values),
        )

    def raw(self, samples: pcm.Pcm, values: dict[str, float]) -> Raw:
        """`values`: the clip's measurements."""
        vector = np.array([values.get(name, math.nan) for name in self._measures], dtype=np.float32)
        inputs = {"pcm": samples, "measures": vector}
        if self._backbone is not None:
            inputs["embedding"] = self._backbone.embed([samples])[0]
        probability, distance, shifts = self._session.run(None, inputs)
        raw = Raw(float(probability), float(distance), tuple(shifts.tolist()))
        if not all(map(math.isfinite, (raw.probability, raw.task_distance, *raw.shifts))):
            raise FloatingPointError("the model gave no number")
        return raw

    def _contributions(self, raw: Raw, values: dict[str, float]) -> tuple[Contribution, ...]:
        """Without what was not measured: the head reads a median there, which says nothing of this voice."""
        measured = [
            Contribution(name, values[name], shift, *self._healthy.get(name, (None, None)))
            for name, shift in zip(self._measures, raw.shifts, strict=False)
            if name in values and shift != 0
        ]
        return (*measured, Contribution(TIMBRE, None, raw.shifts[-1], None, None))

    def _check_golden(self, bundle: Bundle) -> None:
        try:
            clip = golden_clip()
            raw = self.raw(clip, measure(clip).values)
        except Exception as error:
            raise BadBundle(f"the golden clip could not be scored: {error}") from error
        off = difference(Golden(raw.probability, raw.task_distance), bundle.golden)
        if off > TOLERANCE:
            raise BadBundle(f"the golden clip's score is {off:.2g} off the one stored with the model")


def _backbone(bundle: Bundle) -> Backbone | None:
    if bundle.embedding is None:
        return None
    try:
        return backbone(BackboneConfig(bundle.embedding.backbone, str(bundle.folder), bundle.embedding.layer))
    except BackboneError as error:
        raise BadBundle(f"the backbone cannot be loaded: {error.detail}") from error


def _reasons(unmeasured: dict[str, Sentence]) -> dict[str, str]:
    """The result's pitch band follows from F0, so it lacks for the same reason."""
    return {**unmeasured, "pitch": unmeasured["f0_hz"]} if "f0_hz" in unmeasured else {**unmeasured}
