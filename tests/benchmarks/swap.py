"""What a swap of the champion costs those who score meanwhile: p99 with three swaps beside the quiet one."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from registry.bundle import Bundle
from registry.pcm import from_float
from registry.promotion import promote
from registry.versions import MlflowRegistry
from regression.phantoms import vowel
from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.settings import Settings
from tests.scoring_load import Load, under_load, until
from tests.versions import passed, variant

CONCURRENCY, SWAPS = 8, 3


@dataclass(frozen=True, slots=True)
class Swap:
    """Milliseconds. ratio: of the two p99. rounds: quiet and swapping in turn; each figure is the median of them."""

    quiet_p50: float
    quiet_p99: float
    swapping_p50: float
    swapping_p99: float
    ratio: float
    rounds: int
    requests: int
    failed: int


def measure(settings: Settings, requests: int = 1000, rounds: int = 3) -> Swap:
    clips = [from_float(vowel(1, duration_s=4.0)).tobytes()]
    registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
    engine = sync_engine(settings)
    ledger = PostgresLedger(engine)
    quiet, swapping = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            versions = [_registered(registry, ledger, Path(folder)) for _ in range(SWAPS)]
            quiet.append(asyncio.run(_quiet(settings.scorer_url, clips, requests)))
            swapping.append(asyncio.run(_swapping(settings.scorer_url, clips, requests, registry, ledger, versions)))
    engine.dispose()
    return Swap(
        quiet_p50=median(load.percentile_ms(0.5) for load in quiet),
        quiet_p99=median(load.percentile_ms(0.99) for load in quiet),
        swapping_p50=median(load.percentile_ms(0.5) for load in swapping),
        swapping_p99=median(load.percentile_ms(0.99) for load in swapping),
        ratio=median(s.percentile_ms(0.99) / q.percentile_ms(0.99) for s, q in zip(swapping, quiet, strict=True)),
        rounds=rounds,
        requests=sum(load.requests for load in swapping),
        failed=sum(len(load.failures) for load in (*quiet, *swapping)),
    )


def _registered(registry: MlflowRegistry, ledger: PostgresLedger, folder: Path) -> tuple[str, Bundle]:
    made = variant(folder)
    number = registry.register(made)
    passed(ledger, registry.name, number, made.digest)
    return number, made


async def _quiet(url: str, clips: list[bytes], requests: int) -> Load:
    async def work(load: Load) -> None:
        await until(lambda: load.requests >= requests, 300)

    return await under_load(url, clips, CONCURRENCY, work)


async def _swapping(
    url: str,
    clips: list[bytes],
    requests: int,
    registry: MlflowRegistry,
    ledger: PostgresLedger,
    versions: list[tuple[str, Bundle]],
) -> Load:
    async def work(load: Load) -> None:
        for n, (number, made) in enumerate(versions):
            await until(lambda: load.requests >= n * requests / len(versions), 300)  # noqa: B023 - awaited here
            await asyncio.to_thread(promote, registry, ledger, number, made.digest, "benchmark")
            await until(lambda: bool(load.answers) and number in load.answers[-1].versions, 60)  # noqa: B023
        await until(lambda: load.requests >= requests, 300)

    return await under_load(url, clips, CONCURRENCY, work)
