"""A screening worker whose stages do nothing: what remains is claims, leases, task runs and durable commits."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flows.screen.__main__ import main
from speechscan.audio.recording import Recording
from speechscan.domain.job import Lease
from speechscan.domain.quality import Quality
from speechscan.domain.result import ModelRef, Score
from speechscan.domain.verdict import DecisionPolicy

_SILENCE = Recording(b"", b"", Quality(4.0, -3.0, 0.0, 3.0, 20.0))
_SCORE = Score(0.2, True, {}, {}, ModelRef("none", "0"), DecisionPolicy(0.5, 0.4, 0.6))


class Nothing:
    async def validate(self, lease: Lease) -> Recording:
        return _SILENCE

    async def store(self, lease: Lease, recording: object) -> None:
        return None

    async def score(self, lease: Lease, recording: object) -> Score:
        return _SCORE

    async def erase(self, job_id: UUID) -> None:
        return None

    def give_back(self, reason: Callable[[], Exception]) -> None:
        return None


if __name__ == "__main__":
    raise SystemExit(main(Nothing()))
