"""Simulated speakers, scored by two versions whose true difference is known.

A clip's score is binormal: `class mean + sqrt(share) * speaker effect + sqrt(1 - share) * clip effect`, both effects
standard normal, class means d apart, so that the AUC is Phi(d / sqrt 2) and the balanced accuracy at the threshold half
way Phi(d / 2). The effects of champion and challenger are correlated, as those of a model and its update are. Half of
the speakers of each class are women.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, ndtri

from regression.statistics.paired import Groups, Paired, Vector


@dataclass(frozen=True, slots=True)
class Cohort:
    """As many speakers of each class.

    correlation    between the versions' effects
    speaker_share  of the variance within a class: how much the clips of one speaker have in common
    women          the challenger's AUC and the correlation among women, where they differ
    """

    speakers: int
    clips: int
    champion_auc: float = 0.85
    challenger_auc: float = 0.85
    correlation: float = 0.9
    speaker_share: float = 0.6
    women: tuple[float, float] | None = None

    @property
    def auc_difference(self) -> float:
        """True one, without `women`."""
        return self.challenger_auc - self.champion_auc

    @property
    def accuracy_difference(self) -> float:
        """True one of the balanced accuracy, without `women`."""
        return float(ndtr(separation(self.challenger_auc) / 2) - ndtr(separation(self.champion_auc) / 2))


@dataclass(frozen=True, slots=True)
class Sample:
    """sex: of each clip."""

    paired: Paired
    sex: Groups


def separation(auc: float) -> float:
    """Of the class means, in standard deviations."""
    return float(np.sqrt(2) * ndtri(auc))


def auc_at(champion_auc: float, accuracy_difference: float) -> float:
    """The challenger's AUC that gives this difference in balanced accuracy."""
    wanted = ndtr(separation(champion_auc) / 2) + accuracy_difference
    return float(ndtr(2 * ndtri(wanted) / np.sqrt(2)))


def draw(cohort: Cohort, rng: np.random.Generator) -> Sample:
    number = np.arange(cohort.speakers)
    ill, female = number % 2 == 1, number // 2 % 2 == 1
    auc, correlation = np.full((2, cohort.speakers), [[cohort.challenger_auc], [cohort.correlation]])
    if cohort.women:
        auc[female], correlation[female] = cohort.women
    champion, challenger = _effects(cohort, correlation, rng)
    side = np.where(ill, 0.5, -0.5)[:, None]
    champion += side * separation(cohort.champion_auc)
    challenger += side * np.sqrt(2) * ndtri(auc)[:, None]
    whose = np.repeat(number, cohort.clips)
    paired = Paired(
        labels=ill[whose],
        speakers=np.array([f"s{n}" for n in number])[whose],
        champion=expit(champion.ravel()),
        challenger=expit(challenger.ravel()),
        champion_called=champion.ravel() >= 0,
        challenger_called=challenger.ravel() >= 0,
    )
    return Sample(paired, np.where(female, "female", "male")[whose])


def _effects(cohort: Cohort, correlation: Vector, rng: np.random.Generator) -> tuple[Vector, Vector]:
    """Each [speakers, clips], of variance 1."""
    of_speaker = _correlated(correlation, rng.standard_normal((2, cohort.speakers, 1)))
    of_clip = _correlated(correlation, rng.standard_normal((2, cohort.speakers, cohort.clips)))
    mixed = np.sqrt(cohort.speaker_share) * of_speaker + np.sqrt(1 - cohort.speaker_share) * of_clip
    return mixed[0], mixed[1]


def _correlated(correlation: Vector, independent: NDArray[np.float64]) -> NDArray[np.float64]:
    first, second = independent
    tied = correlation[:, None]
    return np.array([first, tied * first + np.sqrt(1 - tied**2) * second])
