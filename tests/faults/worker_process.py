"""A screening worker of its own process with stages that misbehave on request. Run by the fault tests.

The queue, its leases, and Prefect are the real ones; only decoding, storing and scoring are replaced. How a job
behaves stands in its `format`: `slow` waits, `hog` holds up the event loop, `poison` kills the worker, `brittle`
breaks every batch it is in, `hiccup` breaks at its first try, `outage` finds a part away
at it. With `--by-hand` it is a run that a person started.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from uuid import UUID

from flows.screen.__main__ import main
from flows.screen.batcher import MicroBatcher
from flows.screen.prefect_client import configure_prefect
from speechscan.audio.recording import Recording
from speechscan.domain.job import Lease
from speechscan.domain.quality import Quality
from speechscan.domain.result import ModelRef, Score
from speechscan.domain.verdict import DecisionPolicy
from speechscan.errors import ScorerError, Unavailable
from speechscan.settings import Settings
from speechscan.telemetry import logs

SLOW_S = 0.4
HOG_S = 6.0
_SILENCE = Recording(b"", b"", Quality(4.0, -3.0, 0.0, 3.0, 20.0))
_SCORE = Score(0.2, True, {}, {}, ModelRef("test", "1"), DecisionPolicy(0.5, 0.4, 0.6))


_FIRST = {
    "hiccup": ScorerError("The first try breaks."),
    "outage": Unavailable("decoder", "It is away for a moment."),
}


class Misbehaving:
    def __init__(self) -> None:
        self._decoding = MicroBatcher(self._decode, max_batch=1, parallel=2)
        self._tried: set[UUID] = set()
        self._scoring = MicroBatcher(self._score_batch, max_batch=64, parallel=1)

    async def validate(self, lease: Lease) -> Recording:
        return await self._decoding.submit(lease)

    async def store(self, lease: Lease, recording: object) -> None:
        return None

    async def score(self, lease: Lease, recording: object) -> Score:
        return await self._scoring.submit(lease)

    async def erase(self, job_id: UUID) -> None:
        return None

    def give_back(self, reason: Callable[[], Exception]) -> None:
        self._decoding.give_back(reason)

    async def _decode(self, leases: Sequence[Lease]) -> list[Recording]:
        (lease,) = leases
        if lease.format == "slow":
            await asyncio.sleep(SLOW_S)
        if lease.format == "hog":
            time.sleep(HOG_S)  # noqa: ASYNC251 - the point of it
        if lease.format == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if lease.format in ("hiccup", "outage") and lease.job_id not in self._tried:
            self._tried.add(lease.job_id)
            raise _FIRST[lease.format]
        return [_SILENCE]

    async def _score_batch(self, leases: Sequence[Lease]) -> list[Score]:
        await asyncio.sleep(0.01)  # lets a batch gather behind this one
        if any(lease.format == "brittle" for lease in leases):
            raise ScorerError("The batch broke.")
        return [_SCORE for _ in leases]


def by_hand() -> None:
    """As Prefect's process worker would run it, but for the stages."""
    settings = Settings.load()
    configure_prefect(settings)
    from flows.screen import flow
    from flows.screen.runtime import open_runtime

    logs.configure("worker", settings.log_level)
    flow.open_runtime = lambda settings: open_runtime(settings, Misbehaving())  # type: ignore[assignment]
    asyncio.run(flow.screen())


if __name__ == "__main__":
    by_hand() if "--by-hand" in sys.argv else sys.exit(main(Misbehaving()))
