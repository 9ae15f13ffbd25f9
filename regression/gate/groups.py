"""To which group a clip belongs, by each dimension of the policy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regression.gate.policy import Subgroups
from regression.references.reference import ReferenceClip
from regression.statistics.paired import Groups


def groups(clips: Sequence[ReferenceClip], policy: Subgroups) -> dict[str, Groups]:
    """Dimension -> value per clip; "" where it is not known. Without dimensions in which all clips are alike: those
    tell what the whole set tells."""
    values = {
        "sex": [clip.sex for clip in clips],
        "task": [clip.task for clip in clips],
        "corpus": [clip.corpus for clip in clips],
        "snr": [band(clip.snr_db, policy.snr_db, "dB") for clip in clips],
        "duration": [band(clip.seconds, policy.seconds, "s") for clip in clips],
    }
    return {name: np.array(values[name], dtype=np.str_) for name in policy.dimensions if len(set(values[name])) > 1}


def band(value: float | None, bounds: Sequence[float], unit: str) -> str:
    """As "15-30 dB"; the upper bound belongs to the next band."""
    if value is None:
        return ""
    if not bounds or value < bounds[0]:
        return f"below {bounds[0]:g} {unit}" if bounds else "all"
    above = max(bound for bound in bounds if bound <= value)
    higher = [bound for bound in bounds if bound > value]
    return f"{above:g}-{higher[0]:g} {unit}" if higher else f"{above:g} {unit} and more"
