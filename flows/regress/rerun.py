"""One reference set scored anew by the champion through the running service, and compared with its golden scores."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import numpy as np

from flows.regress.champion import Champion
from registry.training.intervals import over_speakers
from registry.training.statistics import auc
from regression.golden.command import Job
from regression.golden.differences import Differences, compare
from regression.golden.golden import golden_of
from regression.references.reference import Kind, Reference
from regression.scored import Scored
from regression.scoring import score_served
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.regression_run import Auc, RegressionOutcome, RegressionRun
from speechscan.scorer import Scorer


@dataclass(frozen=True)
class Rerun:
    """differences: None where there were no golden scores; then these are the golden ones from now on.
    seconds: from the first clip to the last score"""

    reference: Reference
    champion: Champion
    scored: Sequence[Scored]
    differences: Differences | None
    seconds: float

    @property
    def outcome(self) -> RegressionOutcome:
        if self.differences is None:
            return RegressionOutcome.STORED
        return RegressionOutcome.EQUAL if self.differences.equal else RegressionOutcome.DIFFERENT

    @property
    def differing(self) -> list[str]:
        """Names of the clips."""
        return list(dict.fromkeys(one.clip for one in self.differences.found)) if self.differences else []

    def row(self, flow_run_id: UUID | None, report_key: str | None) -> RegressionRun:
        return RegressionRun(
            model_name=self.champion.model.name,
            model_version=self.champion.model.version,
            model_digest=self.champion.digest,
            reference=self.reference.title,
            reference_sha256=self.reference.sha256,
            outcome=self.outcome,
            clips=len(self.scored),
            differing=len(self.differing),
            largest=self.differences.largest if self.differences else None,
            auc=_auc(self.reference, self.scored),
            clips_per_s=len(self.scored) / self.seconds,
            flow_run_id=flow_run_id,
            report_key=report_key,
        )

    def document(self) -> dict[str, Any]:
        """JSON, for the object store."""
        return {
            "model": asdict(self.champion),
            "reference": {"title": self.reference.title, "sha256": self.reference.sha256},
            "outcome": self.outcome.value,
            "clips": len(self.scored),
            "clips_per_s": len(self.scored) / self.seconds,
            "differences": asdict(self.differences) if self.differences else None,
        }


async def rerun(job: Job, champion: Champion, scorer: Scorer, gate: QualityGate, tolerance: float) -> Rerun:
    """Raises what `score_served` raises: ModelSwapped when another version answers."""
    begun = time.monotonic()
    scored = await score_served(job.reference, job.sounds, scorer, gate, model=champion.model)
    seconds = time.monotonic() - begun
    golden = await asyncio.to_thread(job.shelf.get, champion.digest, job.reference)
    if golden is None:
        await asyncio.to_thread(job.shelf.put, golden_of(champion.digest, job.reference, scored, gate))
        return Rerun(job.reference, champion, scored, None, seconds)
    differences = compare(golden, scored, tolerance, model=champion.digest, gate=gate)
    return Rerun(job.reference, champion, scored, differences, seconds)


def _auc(reference: Reference, scored: Sequence[Scored]) -> Auc | None:
    if reference.kind is not Kind.CLINICAL:
        return None
    probabilities = np.array([one.probability for one in scored])
    labels = np.array([one.clip.dysarthric for one in scored])
    speakers = np.array([f"{one.clip.corpus}/{one.clip.speaker}" for one in scored])
    found = over_speakers(lambda chosen: auc(probabilities[chosen], labels[chosen]), speakers)
    return Auc(found.value, found.low, found.high) if np.isfinite([found.value, found.low, found.high]).all() else None
