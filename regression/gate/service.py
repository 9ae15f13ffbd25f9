"""A service of the challenger's own that the gate may ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from registry.training.progress import Progress, silent
from regression.gate.material import Material
from regression.scored import Scored
from regression.scoring import score_served
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef
from speechscan.scorer import HttpScorer


class Service(Protocol):
    def score(self, material: Material, batch: int, progress: Progress = silent) -> list[Scored]:
        """In the order of the clips, `batch` of them a request."""
        ...


# Starts a service, and stops it at the end.
Opened = Callable[[], AbstractContextManager[Service]]


@dataclass(frozen=True)
class HttpService:
    """At `url`; raises ModelSwapped when it answers with another model than `model`."""

    url: str
    model: ModelRef
    gate: QualityGate

    def score(self, material: Material, batch: int, progress: Progress = silent) -> list[Scored]:
        """Not to be called from a running event loop: it runs one."""
        return asyncio.run(self._score(material, batch, progress))

    async def _score(self, material: Material, batch: int, progress: Progress) -> list[Scored]:
        scorer = HttpScorer(self.url)
        try:
            return await score_served(
                material.reference, material.sounds, scorer, self.gate, progress, model=self.model, batch=batch
            )
        finally:
            await scorer.aclose()
