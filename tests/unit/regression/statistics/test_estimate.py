"""Figures and their errors against scikit-learn, and against the definitions worked pair by pair."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from regression.statistics.clusters import Clusters
from regression.statistics.contributions import Contributions, balanced_accuracy, placements
from regression.statistics.estimate import over_speakers
from regression.statistics.paired import Flags, Groups, Paired, Vector


def clips(seed: int, speakers: int = 12, mixed: bool = False) -> tuple[Vector, Flags, Groups]:
    """Scores with ties, from one to four clips a speaker. mixed: a third of the speakers have clips of both classes."""
    rng = np.random.default_rng(seed)
    whose = np.repeat(np.arange(speakers), rng.integers(1, 5, speakers))
    labels = whose % 2 == 1
    if mixed:
        labels = labels ^ ((whose % 3 == 0) & (rng.random(whose.size) < 0.5))
    return np.round(rng.normal(size=whose.size) + labels, 1), labels, whose.astype(str)


def pair_by_pair(scores: Vector, labels: Flags, speakers: Groups) -> tuple[float, float]:
    """Area and variance by Obuchowski 1997, equations 2 to 4, with no rank and no array."""
    ill = [(s, who) for s, label, who in zip(scores, labels, speakers, strict=True) if label]
    well = [(s, who) for s, label, who in zip(scores, labels, speakers, strict=True) if not label]

    def won(x: float, y: float) -> float:
        return 1.0 if x > y else 0.5 if x == y else 0.0

    m, n = len(ill), len(well)
    area = sum(won(x, y) for x, _ in ill for y, _ in well) / (m * n)
    of_ill, of_well = {}, {}
    for x, who in ill:
        of_ill[who] = of_ill.get(who, 0.0) + sum(won(x, y) for y, _ in well) / n - area
    for y, who in well:
        of_well[who] = of_well.get(who, 0.0) + sum(won(x, y) for x, _ in ill) / m - area
    everyone = len(set(of_ill) | set(of_well))
    s10 = len(of_ill) / ((len(of_ill) - 1) * m) * sum(v**2 for v in of_ill.values())
    s01 = len(of_well) / ((len(of_well) - 1) * n) * sum(v**2 for v in of_well.values())
    s11 = everyone / (everyone - 1) * sum(v * of_well.get(who, 0.0) for who, v in of_ill.items())
    return area, s10 / m + s01 / n + 2 * s11 / (m * n)


@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_the_clustered_area_is_that_of_its_definition(seed: int, mixed: bool) -> None:
    scores, labels, speakers = clips(seed, mixed=mixed)
    found = over_speakers(placements(scores, labels), Clusters.of(labels, speakers))
    area, variance = pair_by_pair(scores, labels, speakers)
    assert found.centre == pytest.approx(area)
    assert found.centre == pytest.approx(roc_auc_score(labels, scores))
    assert found.standard_error == pytest.approx(variance**0.5)


def test_the_balanced_accuracy_is_that_of_scikit_learn() -> None:
    scores, labels, speakers = clips(7)
    paired = Paired(labels, speakers, scores, scores, scores > 0.4, scores > 0.8)
    for called, found in zip((scores > 0.4, scores > 0.8), balanced_accuracy(paired), strict=True):
        estimate = over_speakers(found, Clusters.of(labels, speakers))
        assert estimate.centre == pytest.approx(balanced_accuracy_score(labels, called))


def test_the_error_of_a_rate_over_single_clips_is_the_binomial_one() -> None:
    labels = np.repeat([True, False], 50)
    right = np.r_[np.arange(50) < 40, np.arange(50) < 30].astype(float)
    found = over_speakers(Contributions(right, 0.5), Clusters.of(labels, np.arange(100).astype(str)))
    assert found.standard_error == pytest.approx(((0.8 * 0.2 / 49 + 0.6 * 0.4 / 49) / 4) ** 0.5)


def test_clips_of_one_speaker_tell_no_more_than_one_of_them() -> None:
    scores, labels = clips(3)[:2]
    once = over_speakers(placements(scores, labels), Clusters.of(labels, np.arange(scores.size).astype(str)))
    whose = np.repeat(np.arange(scores.size), 3).astype(str)
    thrice = np.repeat(labels, 3)
    again = over_speakers(placements(np.repeat(scores, 3), thrice), Clusters.of(thrice, whose))
    assert (again.centre, again.standard_error) == pytest.approx((once.centre, once.standard_error))


@pytest.mark.parametrize(("speakers", "half_width"), [(10, 1.0), (24, 0.5)])
def test_an_imagined_speaker_keeps_a_width_where_two_versions_agree_on_every_clip(
    speakers: int, half_width: float
) -> None:
    labels = np.arange(2 * speakers) % 2 == 1
    nothing = Contributions(np.zeros(labels.size), 1.0)
    clusters = Clusters.of(labels, np.arange(labels.size).astype(str))
    assert over_speakers(nothing, clusters).lower(0.05) == 0
    guarded = over_speakers(nothing, clusters, imagined=0.5)
    expected = (2 * 0.25 / (speakers * (speakers + 1))) ** 0.5
    assert guarded.centre == 0
    assert guarded.standard_error == pytest.approx(expected)
    assert -0.13 * half_width < guarded.lower(0.05) < 0


def test_p_values_and_bounds_tell_the_same() -> None:
    scores, labels, speakers = clips(4)
    found = over_speakers(placements(scores, labels), Clusters.of(labels, speakers))
    assert found.chance_of_more(found.lower(0.05)) == pytest.approx(0.05)
    assert found.chance_of_less(found.upper(0.05)) == pytest.approx(0.05)
    assert found.interval().low == pytest.approx(found.lower(0.025))
