"""Does the challenger's probability mean as much as the champion's?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.training.intervals import Interval
from registry.training.statistics import brier, calibration_error
from regression.statistics.bootstrap import draws
from regression.statistics.clusters import Clusters
from regression.statistics.paired import Flags, Paired, Vector
from regression.statistics.rules import Rules

_Error = Callable[[Vector, Flags], float]


@dataclass(frozen=True, slots=True)
class PairedError:
    """Lower is better. difference: challenger - champion. 95 % percentile intervals over speakers."""

    champion: Interval
    challenger: Interval
    difference: Interval


@dataclass(frozen=True, slots=True)
class Calibration:
    """brier: mean squared error of the probability. ece: expected calibration error over bins of equal size. It is
    above 0 by chance alone, and a replicate has more of that chance, so its intervals lie too high; less so for the
    difference."""

    brier: PairedError
    ece: PairedError

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def calibration(paired: Paired, rules: Rules) -> Calibration:
    """Needs two speakers a class."""
    clusters = Clusters.of(paired.labels, paired.speakers)
    weights = draws(clusters, rules.replicates, rules.seed)
    replicates = [np.repeat(np.arange(paired.labels.size), times) for times in _times(clusters, weights)]
    return Calibration(_error(brier, paired, replicates), _error(calibration_error, paired, replicates))


def _times(clusters: Clusters, weights: Vector) -> NDArray[np.intp]:
    """[replicates, clips]: how often each clip was drawn."""
    return weights[:, clusters.speaker].astype(np.intp)


def _error(error: _Error, paired: Paired, replicates: list[NDArray[np.intp]]) -> PairedError:
    everything = np.arange(paired.labels.size)
    found = np.array([_both(error, paired, clips) for clips in (everything, *replicates)])
    return PairedError(
        champion=_percentile(found[:, 0]),
        challenger=_percentile(found[:, 1]),
        difference=_percentile(found[:, 1] - found[:, 0]),
    )


def _both(error: _Error, paired: Paired, clips: NDArray[np.intp]) -> tuple[float, float]:
    labels = paired.labels[clips]
    return error(paired.champion[clips], labels), error(paired.challenger[clips], labels)


def _percentile(found: Vector) -> Interval:
    """The first is the figure itself, the rest are replicates."""
    low, high = np.quantile(found[1:], [0.025, 0.975])
    return Interval(float(found[0]), float(low), float(high))
