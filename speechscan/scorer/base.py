"""The scorer's protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from speechscan.domain.result import ModelRef, Score


@dataclass(frozen=True, slots=True)
class Trace:
    """Whose clips these are, for the scorer's log.

    traceparents: one a clip, the W3C trace context that its scoring belongs to; None where tracing is off."""

    job_ids: tuple[str, ...] = ()
    request_ids: tuple[str, ...] = ()
    traceparents: tuple[str | None, ...] = ()


class Scorer(Protocol):
    async def score(self, clips: Sequence[bytes], trace: Trace = Trace()) -> list[Score]:
        """Scores of the clips (16 kHz mono pcm16, little-endian), in their order.

        Raises `Unavailable` when no model answers (then no clip was at fault), `RecordingError` when a clip is
        refused (the caller bisects to find which), `ScorerError` when the model failed on the batch.
        """
        ...

    async def champion(self) -> ModelRef:
        """The model that would score now. Raises `Unavailable`."""
        ...
