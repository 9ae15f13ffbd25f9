"""Several tests at once."""

from __future__ import annotations

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> list[float]:
    """Adjusted p (Holm 1979): below alpha for any true hypothesis with the probability alpha at most. In the order
    given."""
    if not ps:
        return []
    from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]  # 1.6 s

    return [float(p) for p in multipletests(ps, method="holm")[1]]
