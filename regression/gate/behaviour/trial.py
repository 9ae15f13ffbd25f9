"""A version on clips and on their altered copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from registry.onnx_scorer import OnnxScorer
from registry.pcm import Pcm
from registry.training.progress import Progress
from regression.gate.behaviour.alterations import ALTERATIONS
from regression.gate.material import Material
from regression.references.reference import ReferenceClip
from regression.scored import Scored
from regression.scoring import score
from speechscan.domain.quality_gate import QualityGate


@dataclass(frozen=True)
class Trial:
    """after: by alteration, in the order of `before`. again: the same clips in another order."""

    before: Sequence[Scored]
    after: dict[str, Sequence[Scored]]
    again: Sequence[Scored]


def attempt(material: Material, scorer: OnnxScorer, seed: int, gate: QualityGate, progress: Progress) -> Trial:
    def scores(changed: Material) -> list[Scored]:
        return score(changed.reference, changed.sounds, scorer, gate, progress)

    before = scores(material.reordered("as they are", range(len(material.reference.clips))))
    order = np.random.default_rng(seed).permutation(len(before)).tolist()
    mixed = scores(material.reordered("in another order", order))
    return Trial(
        before=before,
        after={name: scores(_altered(material, name, seed)) for name in ALTERATIONS},
        again=[mixed[order.index(place)] for place in range(len(order))],
    )


def _altered(material: Material, name: str, seed: int) -> Material:
    alter = ALTERATIONS[name]

    def change(clip: ReferenceClip, samples: Pcm) -> Pcm:
        # Of the clip's own, so that no clip's noise depends on which others were drawn.
        return alter(samples, np.random.default_rng([seed, int(clip.sha256[:8], 16)]))

    return material.changed(name, change)
