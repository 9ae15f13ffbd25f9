"""Many clients that score without a pause, for what must hold under load."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from speechscan.domain.verdict import DecisionPolicy
from speechscan.errors import SpeechScanError
from speechscan.scorer import HttpScorer


@dataclass(frozen=True, slots=True)
class Answer:
    """versions, policies: of all scores of one request."""

    versions: frozenset[str]
    policies: frozenset[DecisionPolicy]
    seconds: float


@dataclass
class Load:
    answers: list[Answer] = field(default_factory=list)
    failures: list[SpeechScanError] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.answers) + len(self.failures)

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(answer.seconds for answer in self.answers)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def under_load(
    url: str, clips: Sequence[bytes], concurrency: int, work: Callable[[Load], Awaitable[None]]
) -> Load:
    """`concurrency` clients ask until `work` is done."""
    load, scorer = Load(), HttpScorer(url)
    done = asyncio.Event()

    async def ask() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            try:
                scores = await scorer.score(clips)
            except SpeechScanError as error:
                load.failures.append(error)
                continue
            took = time.perf_counter() - begun
            versions = frozenset(score.model.version for score in scores)
            load.answers.append(Answer(versions, frozenset(score.policy for score in scores), took))

    clients = [asyncio.create_task(ask()) for _ in range(concurrency)]
    try:
        await work(load)
    finally:
        done.set()
        await asyncio.gather(*clients)
        await scorer.aclose()
    return load


async def until(condition: Callable[[], bool], timeout_s: float) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110 - what is waited for knows nothing of us
            await asyncio.sleep(0.02)
