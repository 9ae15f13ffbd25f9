"""The check of a window's results. Knows nothing of Prefect."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.window import Window
from registry import decisions
from registry.versions import ModelRegistry
from regression.validation.check import Validation
from speechscan.db.results import ResultRepository, Screened
from speechscan.domain.verdict import DecisionPolicy

# A result is 3 kB: some 30 MB with the data frame.
_BATCH = 5000


async def validate(results: ResultRepository, registry: ModelRegistry, window: Window) -> Validation:
    """Raises Unavailable."""
    found, policies, asked = Validation(), dict[str, DecisionPolicy](), set[str]()
    async for batch in results.batches(window.begin, window.end, _BATCH):
        if fresh := _versions(batch) - asked:
            policies |= await asyncio.to_thread(_policies, registry, fresh)
            asked |= fresh
        await asyncio.to_thread(found.add, batch, policies)
    return found


def _versions(batch: list[Screened]) -> set[str]:
    return {row.model_version for row in batch if row.model_version}


def _policies(registry: ModelRegistry, versions: set[str]) -> dict[str, DecisionPolicy]:
    with TemporaryDirectory(prefix="speechscan-versions-") as folder:
        return decisions.of_versions(registry, sorted(versions), Path(folder))
