"""What a training is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from registry.backbones.base import DEFAULT, BackboneConfig
from registry.training import held_out, intervals, nested


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is computed. Figures and bounds of a quick training are rougher; the weights are the same."""

    repeats: int
    permutations: int
    replicates: int


FULL = Effort(nested.REPEATS, 200, intervals.REPLICATES)
QUICK = Effort(1, 20, 300)


@dataclass(frozen=True, slots=True)
class Request:
    """held_out      file that lists speakers to keep out of everything but the last figure
    cache         folder of the feature cache; None keeps nothing
    final         the speakers kept out are judged too. Not before the model is settled: whoever looks and then changes
                  something has trained on them
    skip_bad      files that cannot be used are left out; without it they stop the training
    backbone      what makes the timbre that the head may read: by default the log-mel statistics"""

    manifest: Path
    out: Path
    seed: int = 0
    effort: Effort = FULL
    held_out: Path | None = held_out.LIST
    cache: Path | None = None
    final: bool = False
    skip_bad: bool = False
    backbone: BackboneConfig = DEFAULT

    @classmethod
    def of(
        cls, manifest: Path, out: Path, *, seed: int, quick: bool, final: bool, skip_bad: bool, cache: Path | None,
        backbone: BackboneConfig,
    ) -> Request:  # fmt: skip
        effort = QUICK if quick else FULL
        return cls(manifest, out, seed, effort, cache=cache, final=final, skip_bad=skip_bad, backbone=backbone)
