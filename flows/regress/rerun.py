"""One reference set scored anew by the champion through the running service, and compared with its golden scores."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from flows.regress.champion import Champion
from regression.accuracy.by_subgroup import accuracy
from regression.accuracy.floor import floor, missed
from regression.gate.policy import Policy
from regression.golden.command import Job
from regression.golden.differences import Differences, compare
from regression.golden.golden import golden_of
from regression.golden.listing import Listing, listing
from regression.references.reference import Reference
from regression.scored import Scored
from regression.scoring import score_served
from speechscan.domain.accuracy import AccuracyFigure
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.regression_run import RegressionOutcome, RegressionRun
from speechscan.domain.sentence import Sentence
from speechscan.scorer import Scorer


@dataclass(frozen=True)
class Rerun:
    """differences: None where there were no golden scores; then these are the golden ones from now on.
    figures: of the whole set and its subgroups, none for phantoms. floor: what the policy asks of them
    seconds: from the first clip to the last score"""

    reference: Reference
    champion: Champion
    scored: Sequence[Scored]
    differences: Differences | None
    figures: tuple[AccuracyFigure, ...]
    floor: Mapping[str, float]
    seconds: float

    @property
    def outcome(self) -> RegressionOutcome:
        if self.differences is None:
            return RegressionOutcome.STORED
        return RegressionOutcome.EQUAL if self.differences.equal else RegressionOutcome.DIFFERENT

    @property
    def differing(self) -> list[str]:
        """Names of the clips, also of those that must not be listed."""
        return list(dict.fromkeys(one.clip for one in self.differences.found)) if self.differences else []

    @property
    def listing(self) -> Listing:
        """What differs, as a report may list it."""
        return listing(self.differences.found if self.differences else (), self.reference.clips)

    @property
    def missed(self) -> list[Sentence]:
        """What the champion is shown to fall short of, in sentences."""
        return missed(self.figures, self.floor)

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
            figures=self.figures,
            floor=self.floor,
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
            "figures": [asdict(one) for one in self.figures],
            "floor": dict(self.floor),
            "missed": self.missed,
            "differences": {**asdict(self.differences), **self.listing.document} if self.differences else None,
        }


async def rerun(job: Job, champion: Champion, scorer: Scorer, gate: QualityGate, policy: Policy) -> Rerun:
    """Raises what `score_served` raises: ModelSwapped when another version answers."""
    begun = time.monotonic()
    scored = await score_served(job.reference, job.sounds, scorer, gate, model=champion.model)
    seconds = time.monotonic() - begun
    differences = await asyncio.to_thread(_compared, job, champion, scored, gate, policy.golden.tolerance)
    figures = await asyncio.to_thread(accuracy, job.reference, scored, policy)
    return Rerun(job.reference, champion, scored, differences, figures, floor(policy), seconds)


def _compared(
    job: Job, champion: Champion, scored: Sequence[Scored], gate: QualityGate, tolerance: float
) -> Differences | None:
    golden = job.shelf.get(champion.digest, job.reference)
    if golden is None:
        job.shelf.put(golden_of(champion.digest, job.reference, scored, gate))
        return None
    return compare(golden, scored, tolerance, model=champion.digest, gate=gate)
