"""A scorer without a socket, for tests. Held to the same contract test as the Bento. Never a fall-back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from speechscan.domain.result import ModelRef, Score
from speechscan.domain.verdict import DecisionPolicy
from speechscan.errors import RecordingError, Unavailable
from speechscan.scorer.base import Trace


def _level(clip: bytes) -> float:
    return (sum(clip) % 1000) / 1000


class MemoryScorer:
    def __init__(self, probability: Callable[[bytes], float] = _level) -> None:
        self._probability = probability
        self._model = ModelRef("in-memory", "0")
        self._policy = DecisionPolicy(threshold=0.5, abstain_low=0.45, abstain_high=0.55)
        self.away = False
        self.batches: list[int] = []

    async def score(self, clips: Sequence[bytes], trace: Trace = Trace()) -> list[Score]:  # noqa: B008 - frozen
        await self.champion()
        self.batches.append(len(clips))
        if any(not clip for clip in clips):
            raise RecordingError("model_refused", "The model cannot score this recording. Record it again.")
        return [Score(self._probability(clip), True, {}, {}, self._model, self._policy) for clip in clips]

    async def champion(self) -> ModelRef:
        if self.away:
            raise Unavailable("model", "The model is away.")
        return self._model
