from __future__ import annotations

import pytest
from statsmodels.stats.multitest import multipletests

from regression.statistics.holm import holm


@pytest.mark.parametrize("ps", [[0.2], [0.01, 0.04, 0.03, 0.005], [0.9, 0.5, 0.5, 0.02], [1.0, 0.0], [0.03] * 3])
def test_it_is_that_of_statsmodels(ps: list[float]) -> None:
    assert holm(ps) == pytest.approx(list(multipletests(ps, method="holm")[1]))


def test_nothing_of_nothing() -> None:
    assert holm([]) == []
