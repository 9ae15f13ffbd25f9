"""A model version in ONNX Runtime: one clip a call, so that no neighbour can matter."""

from __future__ import annotations

import math

import onnxruntime

from registry import pcm
from registry.bundle import BadBundle, Bundle
from registry.golden import TOLERANCE, golden_clip
from speechscan.domain.result import ModelRef, Score
from speechscan.errors import RecordingError


class OnnxScorer:
    """Safe to call from several threads: a session's `run` is, and nothing else here changes."""

    def __init__(self, bundle: Bundle, model: ModelRef) -> None:
        self.model = model
        self.policy = bundle.policy
        self._familiar_limit = bundle.familiar_limit
        self._unmeasured = bundle.unmeasured
        options = onnxruntime.SessionOptions()
        # One against two threads changed a score by 1e-6; and a 4 s clip takes 1.3 ms on one.
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
        probability, distance = self.raw(samples)
        return Score(
            probability=probability,
            familiar=distance <= self._familiar_limit,
            measurements={},
            unmeasured=self._unmeasured,
            model=self.model,
            policy=self.policy,
        )

    def raw(self, samples: pcm.Pcm) -> tuple[float, float]:
        """(probability, task distance)"""
        probability, distance = (float(value) for value in self._session.run(None, {"pcm": samples}))
        if not (math.isfinite(probability) and math.isfinite(distance)):
            raise FloatingPointError("the model gave no number")
        return probability, distance

    def _check_golden(self, bundle: Bundle) -> None:
        try:
            probability, distance = self.raw(golden_clip())
        except Exception as error:
            raise BadBundle(f"the golden clip could not be scored: {error}") from error
        off = max(abs(probability - bundle.golden.probability), abs(distance - bundle.golden.task_distance))
        if off > TOLERANCE:
            raise BadBundle(f"the golden clip's score is {off:.2g} off the one stored with the model")
