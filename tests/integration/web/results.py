"""Results with the numbers of real training clips, as the screening would have stored them."""

from __future__ import annotations

from dataclasses import replace

from registry import bundle
from registry.measures.measurement import NAMES
from registry.profile import ProfiledClip
from speechscan.domain.explanation import Contribution
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef, Score, screening_result
from speechscan.domain.verdict import Status
from tests.integration.screened import CLIPS

SHIPPED = bundle.read(bundle.SHIPPED)


def clip_that_is(status: Status) -> ProfiledClip:
    bounds = SHIPPED.policy
    said = {
        Status.HEALTHY: lambda p: p <= bounds.abstain_low,
        Status.DYSARTHRIC: lambda p: p >= bounds.abstain_high,
        Status.INCONCLUSIVE: lambda p: bounds.abstain_low < p < bounds.abstain_high,
    }[status]
    return next(clip for clip in CLIPS if said(clip.probability) and clip.familiar)


def result_of(clip: ProfiledClip, *, familiar: bool = True, **quality: float) -> dict[str, object]:
    """quality: what is to differ from the clip's."""
    moved = [
        Contribution(name, clip.measurements[name], shift, *SHIPPED.healthy[name])
        for name, shift in zip(SHIPPED.measures[:2], (0.8, -0.4), strict=True)
    ]
    score = Score(
        probability=clip.probability,
        familiar=familiar,
        measurements=dict(clip.measurements),
        unmeasured=dict.fromkeys(sorted(set(NAMES) - clip.measurements.keys()), "A sustained vowel has no syllables."),
        model=ModelRef("speechscan", "1"),
        policy=SHIPPED.policy,
        contributions=tuple(moved),
    )
    return screening_result(score, replace(Quality(**clip.quality), **quality), QualityGate())
