"""DeLong's test on the data of DeLong, DeLong and Clarke-Pearson 1988 (Biometrics 44:837-845): 43 of 49 patients with
ovarian cancer who have all three tests, as printed in SAS/STAT User's Guide, The LOGISTIC Procedure, example
"Comparing Receiver Operating Characteristic Curves", beside the results."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from regression.statistics.clusters import Clusters
from regression.statistics.contributions import placements
from regression.statistics.estimate import over_speakers

# albumin, total protein, K-G score, whether the patient benefited from surgery
ROWS = """
3.0 5.8 10 0  3.2 6.3  5 1  3.9 6.8  3 1  2.8 4.8  6 0  3.2 5.8  3 1  0.9 4.0  5 0  2.5 5.7  8 0  1.6 5.6  5 1
3.8 5.7  5 1  3.7 6.7  6 1  3.2 5.4  4 1  3.8 6.6  6 1  4.1 6.6  5 1  3.6 5.7  5 1  4.3 7.0  4 1  3.6 6.7  4 0
2.3 4.4  6 1  4.2 7.6  4 0  4.0 6.6  6 0  3.5 5.8  6 1  3.8 6.8  7 1  3.0 4.7  8 0  4.5 7.4  5 1  3.7 7.4  5 1
3.1 6.6  6 1  4.1 8.2  6 1  4.3 7.0  5 1  4.3 6.5  4 1  3.2 5.1  5 1  2.6 4.7  6 1  3.3 6.8  6 0  1.7 4.0  7 0
3.7 6.1  5 1  3.3 6.3  7 1  4.2 7.7  6 1  3.5 6.2  5 1  2.9 5.7  9 0  2.1 4.8  7 1  2.8 6.2  8 0  4.0 7.0  7 1
3.3 5.7  6 1  3.7 6.9  5 1  3.6 6.6  5 1
"""
TABLE = np.array(ROWS.split(), dtype=float).reshape(-1, 4)
# A high K-G score and low albumin and protein speak for no benefit.
SCORES = {"albumin": -TABLE[:, 0], "protein": -TABLE[:, 1], "K-G": TABLE[:, 2]}
NO_BENEFIT = TABLE[:, 3] == 0
CLUSTERS = Clusters.of(NO_BENEFIT, np.arange(len(TABLE)).astype(str))
NORMAL_OVER_T = 1e6  # degrees of freedom: SAS uses the normal law


@pytest.mark.parametrize(
    ("test", "area", "error"),
    [("albumin", 0.7366, 0.0927), ("K-G", 0.7258, 0.1028), ("protein", 0.6478, 0.1000)],
)
def test_areas_and_their_errors(test: str, area: float, error: float) -> None:
    found = over_speakers(placements(SCORES[test], NO_BENEFIT), CLUSTERS)
    assert found.centre == pytest.approx(area, abs=5e-5)
    assert found.standard_error == pytest.approx(error, abs=5e-5)


@pytest.mark.parametrize(
    ("test", "difference", "error", "low", "high", "p"),
    [("albumin", 0.0108, 0.0953, -0.1761, 0.1976, 0.9102), ("protein", -0.0780, 0.1046, -0.2830, 0.1271, 0.4561)],
)
def test_differences_from_the_kg_score(
    test: str, difference: float, error: float, low: float, high: float, p: float
) -> None:
    moved = placements(SCORES[test], NO_BENEFIT) - placements(SCORES["K-G"], NO_BENEFIT)
    found = over_speakers(moved, CLUSTERS)
    assert (found.centre, found.standard_error) == pytest.approx((difference, error), abs=5e-5)
    normal = replace(found, degrees=NORMAL_OVER_T)
    interval = normal.interval()
    assert (interval.low, interval.high, normal.p_of_zero()) == pytest.approx((low, high, p), abs=6e-5)
