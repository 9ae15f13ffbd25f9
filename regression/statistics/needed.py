"""How many speakers would tell."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, sqrt

from scipy.special import ndtri, stdtrit

from regression.statistics.clusters import Clusters
from regression.statistics.contributions import Contributions
from regression.statistics.estimate import over_speakers
from regression.statistics.rules import Rules

LIMIT = 1_000_000


def speakers_needed(
    difference: Contributions, clusters: Clusters, imagined: float, margin: float, rules: Rules
) -> int | None:
    """Least number of speakers, classes in the present proportion and with as many clips each, of whom a challenger
    that is exactly as good passes with the rules' power. From the spread that the present speakers show, so it is as
    rough as they are few. None above a million."""
    found = over_speakers(difference, clusters)
    here = clusters.speakers
    shares = [n / sum(here) for n in here]
    spreads = [variance * n for variance, n in zip(found.variances, here, strict=True)]

    def enough(total: int) -> bool:
        counts = [total * share for share in shares]
        if min(counts) < 2:
            return False
        plain = sum(spread / n for spread, n in zip(spreads, counts, strict=True))
        full = sum(((n - 1) * s + imagined**2) / (n * (n + 1)) for s, n in zip(spreads, counts, strict=True))
        bound = stdtrit(total, 1 - rules.alpha) * difference.weight * sqrt(full)
        return bool(bound + ndtri(rules.power) * difference.weight * sqrt(plain) <= margin)

    least = ceil(rules.least_speakers / min(shares))
    return _first(enough, max(least, 2))


def _first(enough: Callable[[int], bool], least: int) -> int | None:
    """By doubling, then halving."""
    if enough(least):
        return least
    low, high = least, 2 * least
    while not enough(high):
        if high > LIMIT:
            return None
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
