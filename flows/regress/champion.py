"""The version that a regression is about: champion by the ledger, and served."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from speechscan.domain.result import ModelRef
from speechscan.errors import Conflict
from speechscan.ledger import Ledger
from speechscan.scorer import Scorer

# After a promotion a service takes some seconds to load the new champion.
_SWAPPED_WITHIN_S = 60.0
_LOOK_S = 0.5


class NotServed(Conflict):
    """Another version than the champion serves, or there is none."""


@dataclass(frozen=True, slots=True)
class Champion:
    model: ModelRef
    digest: str


async def served_champion(
    ledger: Ledger, scorer: Scorer, model_name: str, within_s: float = _SWAPPED_WITHIN_S
) -> Champion:
    """Raises NotServed when they are still two versions after `within_s`, and Unavailable."""
    end = time.monotonic() + within_s
    while True:
        entry = await asyncio.to_thread(ledger.champion_at, model_name)
        if entry is None:
            raise NotServed("The ledger knows no champion. `python -m registry.bootstrap` enters the shipped model.")
        served = await scorer.champion()
        if served.version == entry.version:
            return Champion(served, entry.digest)
        if time.monotonic() > end:
            raise NotServed(
                f"Version {served.version} serves, but version {entry.version} is the champion by the ledger. "
                "The service's log says why it does not load it."
            )
        await asyncio.sleep(_LOOK_S)
