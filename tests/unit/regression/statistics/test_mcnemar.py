from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar as reference

from regression.statistics import mcnemar
from regression.statistics.clusters import Clusters
from regression.statistics.paired import Paired


def judged(champion: list[bool], challenger: list[bool], speakers: list[str]) -> Paired:
    """Which clips each version judged rightly; all are dysarthric."""
    size = len(champion)
    right = np.array(champion), np.array(challenger)
    return Paired(np.ones(size, bool), np.array(speakers), np.zeros(size), np.zeros(size), *right)


@pytest.mark.parametrize(("lost", "won"), [(0, 0), (1, 0), (0, 6), (3, 9), (10, 10), (25, 9)])
def test_the_p_is_that_of_statsmodels(lost: int, won: int) -> None:
    champion = [True] * (lost + 4) + [False] * won
    challenger = [False] * lost + [True] * (won + 4)
    found = mcnemar.by_clip(judged(champion, challenger, [str(i) for i in range(lost + won + 4)]))
    assert (found.champion_better, found.challenger_better) == (lost, won)
    expected = reference([[4, lost], [won, 0]], exact=True).pvalue if lost + won else 1.0
    assert found.p == pytest.approx(expected)


def test_a_speaker_counts_once_for_the_version_that_judged_more_of_his_clips_rightly() -> None:
    # a: champion 2 of 3, challenger 1 of 3; b: as many; c: challenger alone.
    paired = judged(
        [True, True, False, True, False, False], [False, False, True, False, True, True], ["a"] * 3 + ["b"] * 2 + ["c"]
    )
    found = mcnemar.by_speaker(paired, Clusters.of(paired.labels, paired.speakers))
    assert (found.champion_better, found.challenger_better, found.p) == (1, 1, 1.0)


def test_with_one_clip_each_speakers_and_clips_are_the_same() -> None:
    paired = judged([True, False, False, False], [False, True, True, False], ["a", "b", "c", "d"])
    assert mcnemar.by_speaker(paired, Clusters.of(paired.labels, paired.speakers)) == mcnemar.by_clip(paired)
