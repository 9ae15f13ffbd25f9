"""What a comparison is judged by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """The margins are the largest loss of a figure (0-1) that still counts as no worse.

    alpha           one-sided: of challengers worse by exactly a margin, no larger share may pass
    power           of challengers exactly as good, the share that shall pass; sets the number of speakers asked for
    least_speakers  of each class; with fewer nothing is judged
    replicates      of the bootstrap
    superiority     ask, too, that the challenger's AUC is shown to be higher
    """

    margin_auc: float = 0.05
    margin_balanced_accuracy: float = 0.05
    alpha: float = 0.05
    power: float = 0.8
    least_speakers: int = 10
    replicates: int = 2000
    seed: int = 0
    superiority: bool = False
