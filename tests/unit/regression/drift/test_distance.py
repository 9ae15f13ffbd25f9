"""The distances are those that Evidently shows."""

from __future__ import annotations

import numpy as np
import pytest

from regression.drift.distance import jensen_shannon, wasserstein


def test_a_shift_is_told_in_standard_deviations() -> None:
    reference = np.random.default_rng(0).normal(5, 2, 5000)
    assert wasserstein(reference, reference) == 0
    assert wasserstein(reference, reference + 3) == pytest.approx(1.5, rel=0.05)


def test_a_feature_that_never_varies_gives_a_number() -> None:
    assert wasserstein(np.zeros(50), np.full(50, 0.5)) == pytest.approx(500)
    assert wasserstein(np.zeros(50), np.zeros(50)) == 0


def test_shares_of_categories() -> None:
    before, after = np.array(["a"] * 60 + ["b"] * 40), np.array(["a"] * 48 + ["b"] * 52)
    assert jensen_shannon(before, before) == 0
    assert jensen_shannon(before, after) == pytest.approx(0.085, abs=0.005)
    assert jensen_shannon(before, np.array(["c"] * 5)) == pytest.approx(np.sqrt(np.log(2)))
