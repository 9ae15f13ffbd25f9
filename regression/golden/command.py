"""What `speechscan regress --golden` does: a version scores its sets anew, and must say what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.onnx_scorer import OnnxScorer
from registry.training.progress import Progress, silent
from regression.golden.differences import TOLERANCE, Differences, compare
from regression.golden.golden import golden_of
from regression.golden.shelf import Shelf
from regression.references.reference import Reference
from regression.scored import Scored
from regression.scoring import score
from regression.sounds import Sounds
from speechscan.domain.quality_gate import QualityGate

EQUAL, DIFFERENT, CANNOT_TELL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Judged:
    """differences: None where there are no golden scores to compare with. written: new ones were kept
    scored: none where there was neither"""

    reference: Reference
    differences: Differences | None
    written: bool
    scored: Sequence[Scored] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One set, where its sound comes from, and where its golden scores are kept."""

    reference: Reference
    sounds: Sounds
    shelf: Shelf


def judge(
    model: str,
    scorer: OnnxScorer,
    jobs: Sequence[Job],
    gate: QualityGate,
    *,
    tolerance: float = TOLERANCE,
    write: bool = False,
    progress: Progress = silent,
) -> list[Judged]:
    """model: digest of the version. write: what it says now becomes golden."""
    judged = []
    for job in jobs:
        golden = job.shelf.get(model, job.reference)
        # Without golden scores there is nothing to learn from scoring, unless they are to be made.
        scored = score(job.reference, job.sounds, scorer, gate, progress) if golden or write else []
        differences = (
            compare(golden, scored, tolerance, model=model, reference=job.reference, gate=gate) if golden else None
        )
        if write:
            job.shelf.put(golden_of(model, job.reference, scored, gate))
        judged.append(Judged(job.reference, differences, write, scored))
    return judged


def exit_code(judged: Sequence[Judged]) -> int:
    """A difference outweighs a set that cannot be told."""
    if all(one.written for one in judged):
        return EQUAL
    if any(one.differences and not one.differences.equal for one in judged):
        return DIFFERENT
    return CANNOT_TELL if any(one.differences is None for one in judged) else EQUAL
